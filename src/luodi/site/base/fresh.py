"""Sums that are worked out once for as long as nothing changes (合计缓存): never older than the last change.

What a sum was made from is told by a stamp. On SQLite, which has one writer at a time, it is the last journal row. On
PostgreSQL it is the last seal of the journal and how many rows stand after it: what is sealed is complete, and of what
stands after it more comes to be seen and nothing goes. Where much stands after it, for nobody seals or a transaction holds
it up, it is the snapshot: the transactions of the whole server that are over and those that still run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final, TypeVar, cast
from weakref import WeakValueDictionary

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .prepared import preparing

T = TypeVar("T")
SECONDS: Final = 300
UNSEALED: Final = 1000
"""Journal rows after the last seal that are counted; the worker seals every few seconds."""
_SQLITE: Final = "SELECT max(id) FROM base_journalentry"
_POSTGRESQL: Final = f"""
WITH seal AS (SELECT number, until_tx FROM base_journalseal ORDER BY number DESC LIMIT 1),
unsealed AS (SELECT count(*) AS rows FROM (
  SELECT FROM base_journalentry WHERE tx >= coalesce((SELECT until_tx FROM seal), 0) LIMIT {UNSEALED + 1}) AS few)
SELECT CASE WHEN rows > {UNSEALED} THEN pg_current_snapshot()::text
  ELSE coalesce((SELECT number FROM seal), 0) || ' and ' || rows END FROM unsealed
"""
_TURNS: Final[WeakValueDictionary[str, Lock]] = WeakValueDictionary()
"""Whose turn it is to work out a sum: many ask at the moment something changes, and one answer is enough for all."""
_READING: Final[ContextVar[str | None]] = ContextVar("reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Ask for the stamp once for all sums of a page that only reads."""
    token = _READING.set(stamp())
    try:
        yield
    finally:
        _READING.reset(token)


def stamp() -> str:
    """What is visible now, in a word that changes with every change."""
    return _READING.get() or _now()


def _now() -> str:
    with preparing(connection).cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        return str(cursor.fetchone()[0])


def kept(name: str, rows: QuerySet[Any] | tuple[Any, ...], make: Callable[[], T]) -> T:
    """A sum over some rows, worked out anew only when something changed since, or the day did.

    Args:
        name: which sum; two sums over the same rows have two names.
        rows: what it is made from, of tables that the journal keeps; people who see the same rows share the sum. Where a
            few values say which rows these are, the values do: a query takes a while to be written out.
        make: works it out. Inside a transaction it always does, for there one's own changes have no stamp yet.
    """
    if connection.in_atomic_block:
        return make()
    try:
        which = repr(
            rows if isinstance(rows, tuple) else rows.query.get_compiler(connection=connection).as_sql()
        )
    except EmptyResultSet:
        return make()
    digits = hashlib.sha256("\n".join((name, which)).encode()).hexdigest()
    key = f"sum-{digits}"
    of, found = cache.get(key) or ("", None)
    if of == _today(stamp()):
        return cast(T, found)
    turn = _TURNS.setdefault(key, Lock())
    with turn:
        seen = _today(_now())  # others had their turn meanwhile
        of, found = cache.get(key) or ("", None)
        if of != seen:  # the one before is written over: nobody asks for it again
            found = make()
            cache.set(key, (seen, found), SECONDS)
    return cast(T, found)


def _today(stamp: str) -> str:
    return f"{timezone.localdate()} {stamp}"


def kept_in_words(name: str, rows: QuerySet[Any] | tuple[Any, ...], make: Callable[[], str]) -> SafeString:
    """A drawn part of a page, as :func:`kept` keeps it, in the reader's language; the same for all who see these rows."""
    return mark_safe(kept(as_read(name), rows, make))


def as_read(name: str) -> str:
    """The name of a kept sum that holds words or addresses: one for each language, and for each place the site stands at."""
    return f"{name}, {get_language()} below {get_script_prefix()}"
