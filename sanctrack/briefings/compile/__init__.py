"""From what the author wrote to a document."""
