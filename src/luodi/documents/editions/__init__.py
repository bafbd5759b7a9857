"""Frozen editions of a ledger (存档版本): sealed into one file, checked without the site that made it."""
