"""SQLite with a queue for those who write (写入排队)."""
