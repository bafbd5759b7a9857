"""Keeping the index (更新索引): marked rows are read again and their tokens written, then their marks go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import connection, transaction

from luodi.matching import index_tokens

from ..models import SearchMark
from .sources import BY_KIND, SOURCES, Source

AT_ONCE: Final = 200
"""Marks an action takes up itself; what a large import leaves is taken up by the clock, and found meanwhile by its text."""


def catch_up(limit: int = AT_ONCE) -> int:
    """Index anew what is marked, and say how many marks that were; call it inside a transaction or out of one.

    Marks only ever pile up, so one that is written while its row is being read stays, and the row is read again.
    """
    with transaction.atomic():
        marks = SearchMark.objects.order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            marks = marks.select_for_update(skip_locked=True)
        taken = list(marks[:limit])
        if not taken:
            return 0
        for kind in sorted({mark.kind for mark in taken}):
            if kind in BY_KIND:
                write(BY_KIND[kind], sorted({mark.row for mark in taken if mark.kind == kind}))
        SearchMark.objects.filter(pk__in=[mark.pk for mark in taken]).delete()
        return len(taken)


def write(source: Source, rows: list[int]) -> None:
    """Write the tokens of some rows; those that are gone leave the index."""
    found = source.model._default_manager.filter(pk__in=rows).only("pk", *source.fields)
    texts = [(thing.pk, index_tokens(source.text_of(thing))) for thing in found.order_by("pk")]
    marks = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {source.table} WHERE rowid IN ({marks})", rows)
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {source.table} (rowid, tokens) VALUES (%s, %s)",
                [(pk, " ".join(tokens)) for pk, tokens in texts],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {source.table} (rowid, tokens) VALUES (%s, %s::tsvector) "
                "ON CONFLICT (rowid) DO UPDATE SET tokens = excluded.tokens",
                [(pk, vector(tokens)) for pk, tokens in texts],
            )


def vector(tokens: Iterable[str]) -> str:
    """Tokens as PostgreSQL writes a tsvector, with their places; its own parser would cut them in other ways than FTS5.

    >>> vector(["养老", "老服", "养老"])
    "'养老':1,3 '老服':2"
    """
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, 1):
        if len(token.encode()) < 2000:
            places.setdefault(token, []).append(str(min(place, 16383)))
    return " ".join(f"'{token}':{','.join(found[:255])}" for token, found in places.items())


def rebuild(told: Callable[[str, int, int], None] = lambda name, done, total: None) -> int:
    """Index everything anew, batch by batch, without a moment in which less is found; says how many rows."""
    count = 0
    for source in SOURCES:
        every: Any = source.model._default_manager.order_by("pk").values_list("pk", flat=True)
        total, done = every.count(), 0
        for batch in _batches(every.iterator(chunk_size=2000), 500):
            with transaction.atomic():
                write(source, batch)
            done += len(batch)
            told(source.name, done, total)
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {source.table} WHERE rowid NOT IN (SELECT id FROM {source.model._meta.db_table})"
            )
        count += done
    return count


def _batches(rows: Iterable[int], size: int) -> Iterable[list[int]]:
    batch: list[int] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
