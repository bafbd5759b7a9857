"""What can be done in the base room."""
