"""The tables against their journal (台账与留痕对照): every row must be as its last journal entry says.

The chain proves that sealed entries were not changed. It cannot prove that an entry was ever written, or that none was
taken from the end: somebody with the database in hand can switch triggers off, or empty the journal with its seals. Then
a row stands there that the journal does not know, or knows otherwise, and that is what this looks for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import connection, models
from django.utils.dateparse import parse_datetime

from .triggers import JOURNAL, SECRET, Staged, image_sql, kept, key_of

CHUNK: Final = 500


class Mismatch(NamedTuple):
    """A row that is not as the journal says (账实不符): table, row, column and journal entry where they can be told."""

    table: str
    row: int
    column: str
    entry: int | None
    what: str


class Unsigned(NamedTuple):
    """Changes that no action of the site made (未经页面操作的改动): how many, and the first entry of them."""

    many: int
    first: int | None


def mismatches(progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Mismatch]:
    """Compare every kept table with the last journal entry of each of its rows.

    Each table is compared in one statement, so that a site at work does not look broken.

    Args:
        progress: called with tables done and tables in all.
    """
    tables = kept()
    yield from _taken_away()
    for done, model in enumerate(tables, 1):
        yield from _changed(model)
        if _staged(model) is None:
            yield from _vanished(model)
        progress(done, len(tables))


def unsigned() -> Unsigned:
    """The changes that bear no name of an action: by hand in the database, or by a migration."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(id) FROM {JOURNAL} WHERE action = ''")
        count, first = cursor.fetchone()
    return Unsigned(int(count), first)


def _staged(model: type[models.Model]) -> Staged | None:
    return getattr(model, "STAGED", None)


def _taken_away() -> Iterator[Mismatch]:
    """SQLite counts the entries it ever gave, and leaves no gap; PostgreSQL's counter has gaps of its own."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{JOURNAL}'), 0), "
            f"coalesce(max(id), 0), coalesce(max(id) - min(id) + 1, 0) - count(*) FROM {JOURNAL}"
        )
        given, last, between = cursor.fetchone()
        if between:
            cursor.execute(
                f"SELECT min(id) FROM {JOURNAL} a WHERE NOT EXISTS (SELECT 1 FROM {JOURNAL} b WHERE b.id = a.id + 1)"
            )
            (before,) = cursor.fetchone()
            what = f"{between} entries of the journal are gone, the first after entry {before}"
            yield Mismatch(JOURNAL, before + 1, "", None, what)
    if given > last:
        what = f"the journal's last {given - last} entries, {last + 1} to {given}, are gone"
        yield Mismatch(JOURNAL, last + 1, "", None, what)


def _changed(model: type[models.Model]) -> Iterator[Mismatch]:
    """Rows that have no entry, or another content than their last one says."""
    table, key, now = model._meta.db_table, key_of(model), image_sql(model, "t", connection.vendor)
    join = "JOIN" if _staged(model) else "LEFT JOIN"  # what nobody has seen yet has no entry
    differ = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT t."{key}", {now}, j.id, j.after FROM "{table}" t {join} {JOURNAL} j ON j.id = '
            f'(SELECT max(l.id) FROM {JOURNAL} l WHERE l."table" = %s AND l."row" = t."{key}") '
            f'WHERE j.after {differ} {now} ORDER BY t."{key}"',
            [table],
        )
        while rows := cursor.fetchmany(CHUNK):
            for row, is_now, entry, after in rows:
                if entry is None:
                    yield Mismatch(table, row, "", None, "the journal has no entry of this row")
                    continue
                if after is None:
                    what = "the row is there, and the journal says that it was deleted"
                    yield Mismatch(table, row, "", entry, what)
                    continue
                column = _first_difference(model, _parsed(is_now), _parsed(after))
                if column is not None:
                    what = "the row was changed, and the journal does not say so"
                    yield Mismatch(table, row, column, entry, what)


def _vanished(model: type[models.Model]) -> Iterator[Mismatch]:
    """Rows that are gone though no entry says that they were deleted."""
    table, key = model._meta.db_table, key_of(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT j."row", j.id FROM {JOURNAL} j JOIN (SELECT max(l.id) AS id FROM {JOURNAL} l WHERE l."table" = %s '
            f'AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t."{key}" = l."row") GROUP BY l."row") last '
            "ON last.id = j.id WHERE j.kind <> 'D' ORDER BY j.id",
            [table],
        )
        while rows := cursor.fetchmany(CHUNK):
            for row, entry in rows:
                yield Mismatch(table, row, "", entry, "the row is gone, and the journal does not say so")


def _parsed(image: Any) -> dict[str, Any]:
    found = json.loads(image, parse_float=Decimal) if isinstance(image, str) else image
    return found or {}


def _first_difference(model: type[models.Model], now: dict[str, Any], said: dict[str, Any]) -> str | None:
    """The first column that differs; one that the table got after the entry was written is passed over."""
    staged = _staged(model)
    unsaid = staged.marks if staged else ()
    for field in model._meta.concrete_fields:
        name = field.column
        if name in unsaid or name in SECRET or name not in said or name not in now:
            continue
        if not _same(field, now[name], said[name]):
            return str(name)
    return None


def _same(field: models.Field[Any, Any], now: Any, said: Any) -> bool:
    """Whether two values are one, though two sessions may have written a moment in two time zones."""
    if now == said:
        return True
    if isinstance(field, models.DateTimeField) and isinstance(now, str) and isinstance(said, str):
        return parse_datetime(now) == parse_datetime(said)
    return False
