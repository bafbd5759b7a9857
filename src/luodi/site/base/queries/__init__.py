"""What the base room's pages ask the database."""
