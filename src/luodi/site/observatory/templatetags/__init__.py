"""Tags of the observatory."""
