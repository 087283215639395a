"""A user's own tables: read by a mapping, replaced and undone by source."""
