"""Search (检索): an index of tokens on SQLite (FTS5) and PostgreSQL (tsvector), marked by triggers, re-checked on the text."""
