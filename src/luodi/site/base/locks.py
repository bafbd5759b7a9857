"""One at a time (互斥): what must have no gap or no twin takes a lock by name until its transaction ends."""

from __future__ import annotations

import zlib

from django.db import connection


def only_one(name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it until this one ends.

    SQLite has one writer at a time already, and its transactions take the write lock at their start.
    """
    assert connection.in_atomic_block, "a lock by name belongs inside a transaction"
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [0x6C75, zlib.crc32(name.encode()) & 0x7FFFFFFF]
        )
