"""Pages of the observatory."""
