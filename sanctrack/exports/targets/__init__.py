"""One way to write the tables a file."""
