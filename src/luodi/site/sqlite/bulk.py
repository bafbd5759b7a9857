"""Writing much at once (大批写入): room for pages, and a log that is emptied while nobody waits.

A row touches one page of its table and one of each index, and a file's order is seldom an index's order. With SQLite's
cache of 2 MB nearly every page was read and written anew for each few rows, and copied from the log into the database at
the end of each transaction, while others waited: a million rows in no order wrote 14 GB.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

CACHE: Final = 128
"""MB of pages: the growing ends and the touched parts of the indexes of a few million rows."""


@contextmanager
def writing_much(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Give one connection a large cache, and leave its log to :func:`checkpoint`, for as long as it writes much."""
    if connection.vendor != "sqlite":
        yield
        return
    cache, pages = _pragma(connection, "cache_size")[0], _pragma(connection, "wal_autocheckpoint")[0]
    _pragma(connection, f"cache_size = -{CACHE * 1024}")
    _pragma(connection, "wal_autocheckpoint = 0")
    try:
        yield
    finally:
        _pragma(connection, f"wal_autocheckpoint = {pages}")
        _pragma(connection, f"cache_size = {cache}")
        checkpoint(connection)


def checkpoint(connection: BaseDatabaseWrapper) -> None:
    """Copy the log into the database as far as nobody still reads or writes it; nobody waits for this one."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _pragma(connection, "wal_checkpoint(PASSIVE)")


def _pragma(connection: BaseDatabaseWrapper, text: str) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {text}").fetchone()
