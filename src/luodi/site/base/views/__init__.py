"""Pages of the base room."""
