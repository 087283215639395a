"""A document as files."""
