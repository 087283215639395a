"""What our YAML and SQL texts say: paths, contracts, parameters, queries, macros, labels."""
