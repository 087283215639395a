"""What the author wrote, read into blocks."""
