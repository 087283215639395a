"""What a bundle of others holds, read as data and nothing else."""
