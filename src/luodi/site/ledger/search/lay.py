"""Laying the index (建立索引): a table of tokens per source, and the triggers that mark what was changed.

Triggers know every change, those of bulk updates and of hands in the database too. They can't cut Chinese words, so they
write a mark; :mod:`luodi.site.ledger.search.index` takes marks up at the end of each action and every few seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .sources import SOURCES, Source

MARKS = "ledger_searchmark"


def lay(using: str = "default", **_: Any) -> None:
    """Make what is missing, and lay the triggers anew, after every migration."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if MARKS not in present:
            return
        for statement in _statements(connection):
            cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "sqlite":
        for source in SOURCES:
            yield (
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {source.table} "
                "USING fts5(tokens, tokenize = 'unicode61 remove_diacritics 0')"
            )
            yield from _sqlite(source)
        return
    yield _FUNCTION
    for source in SOURCES:
        yield f"CREATE TABLE IF NOT EXISTS {source.table} (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)"
        yield f"CREATE INDEX IF NOT EXISTS {source.table}_tokens ON {source.table} USING gin (tokens)"
        yield from _postgresql(source)


def _sqlite(source: Source) -> Iterator[str]:
    table = source.model._meta.db_table
    changed = " OR ".join(f'OLD."{field}" IS NOT NEW."{field}"' for field in source.fields)
    columns = ", ".join(f'"{field}"' for field in source.fields)
    for event, row, when in (
        ("INSERT", "NEW", ""), (f"UPDATE OF {columns}", "NEW", f"WHEN {changed} "), ("DELETE", "OLD", ""),
    ):  # fmt: skip
        name = f"luodi_search_{source.name}_{event.split()[0].lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} {when}BEGIN "
            f"INSERT INTO {MARKS} (kind, row) VALUES ({source.kind}, {row}.id); END"
        )


def _postgresql(source: Source) -> Iterator[str]:
    table = source.model._meta.db_table
    changed = " OR ".join(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"' for field in source.fields)
    columns = ", ".join(f'"{field}"' for field in source.fields)
    call = f"EXECUTE FUNCTION luodi_search_mark('{source.kind}')"
    yield f"DROP TRIGGER IF EXISTS luodi_search ON {table}"
    yield f"CREATE TRIGGER luodi_search AFTER INSERT OR DELETE ON {table} FOR EACH ROW {call}"
    yield f"DROP TRIGGER IF EXISTS luodi_search_update ON {table}"
    yield (
        f"CREATE TRIGGER luodi_search_update AFTER UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW WHEN ({changed}) {call}"
    )


_FUNCTION = f"""
CREATE OR REPLACE FUNCTION luodi_search_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {MARKS} (kind, "row") VALUES (TG_ARGV[0]::smallint, coalesce(NEW.id, OLD.id));
  RETURN NULL;
END $$
"""
