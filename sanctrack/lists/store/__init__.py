"""List versions in a workspace."""
