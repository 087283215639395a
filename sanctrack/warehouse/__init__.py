"""One locked DuckDB: loading, arguments, statements, results, data dictionary."""
