"""Maintenance commands of the base room."""
