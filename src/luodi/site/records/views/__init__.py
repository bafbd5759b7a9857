"""Pages of the records room."""
