"""From text to rows that keep their contract."""
