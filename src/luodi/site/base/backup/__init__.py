"""Backup and restore (备份与恢复): database, files and a manifest that says what must be there."""
