"""Maintenance commands of the ledger."""
