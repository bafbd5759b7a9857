"""Sums that are worked out once for as long as nothing changes (合计缓存): never older than the last change.

What a sum was made from is told by a stamp. On SQLite, which has one writer at a time, it is the last journal row. On
PostgreSQL it is the snapshot: the transactions that are over and those that still run; a change cannot be seen without it
changing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar, cast

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

T = TypeVar("T")
SECONDS: Final = 300


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
    if known := _READING.get():
        return known
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT max(id) FROM base_journalentry")
        else:
            cursor.execute("SELECT pg_current_snapshot()::text")
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
    now = f"{timezone.localdate()} {stamp()}"
    of, found = cache.get(key) or ("", None)
    if of != now:  # the one before is written over: nobody asks for it again
        found = make()
        cache.set(key, (now, found), SECONDS)
    return cast(T, found)


def kept_in_words(name: str, rows: QuerySet[Any] | tuple[Any, ...], make: Callable[[], str]) -> SafeString:
    """A drawn part of a page, as :func:`kept` keeps it, in the reader's language; the same for all who see these rows."""
    return mark_safe(kept(as_read(name), rows, make))


def as_read(name: str) -> str:
    """The name of a kept sum that holds words or addresses: one for each language, and for each place the site stands at."""
    return f"{name}, {get_language()} below {get_script_prefix()}"
