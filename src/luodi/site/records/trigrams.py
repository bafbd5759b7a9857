"""Indexes of three letters (三字索引): on PostgreSQL, for what a list's search looks for inside texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import ProgrammingError, connections, transaction

from .models import MODELS

EXTENSION: Final = "pg_trgm"


def lay_indexes(using: str = "default", **_: Any) -> None:
    """Make the indexes that are missing, after every migration, where the server has the extension or lets us make it.

    Without it, and on SQLite, searching reads every row, as it does for words of one or two letters anyway.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        wanted = [each for each in _wanted() if each[0] in present]
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        there = {name for (name,) in cursor.fetchall()}
        missing = [each for each in wanted if name_of(*each) not in there]
        schema = _schema(cursor, using) if missing else None
        if schema is None or not _knows_chinese(cursor, schema):
            return
        for table, column in missing:
            cursor.execute(
                f'CREATE INDEX "{name_of(table, column)}" ON "{table}" '
                f'USING gin ("{column}" "{schema}".gin_trgm_ops)'
            )


def name_of(table: str, column: str) -> str:
    """What the index of a column is called."""
    return f"{table}_{column}_trgm"


def _wanted() -> Iterator[tuple[str, str]]:
    """Texts that are searched: table and column."""
    for model in MODELS.values():
        for name in model.register.search:
            if model.register.column(name).base == "text":
                yield model._meta.db_table, name


def _schema(cursor: Any, using: str) -> str | None:
    """Where the extension lies; None if there is none and none may be made."""
    cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", [EXTENSION])
    if cursor.fetchone() is None:
        return None
    try:
        with transaction.atomic(using):
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
    except ProgrammingError:  # not allowed to this role in this database
        return None
    cursor.execute(
        "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = %s", [EXTENSION]
    )
    return str(cursor.fetchone()[0]).strip('"')


def _knows_chinese(cursor: Any, schema: str) -> bool:
    """Whether Chinese characters are letters to this database: with the character type C they are not."""
    cursor.execute(f'SELECT cardinality("{schema}".show_trgm(%s))', ["落地"])
    return bool(cursor.fetchone()[0])
