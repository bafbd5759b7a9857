"""Who is at work (操作人): told to the database for the length of one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import connection


class Hand(NamedTuple):
    """Who does something, for whom, what, why and in which request."""

    user: int | None
    acting_for: int | None
    action: str
    reason: str
    request: str


NOBODY = Hand(None, None, "", "", "")
_at_work: ContextVar[Hand] = ContextVar("luodi_hand", default=NOBODY)


@contextmanager
def told(hand: Hand) -> Iterator[None]:
    """Name the hand to the triggers inside the current transaction, and give the name back at its end.

    PostgreSQL forgets it with the transaction. SQLite has it in a table: it is emptied in the same transaction that
    filled it, so no other transaction ever sees it. An action called by another keeps its own name while it runs.
    """
    assert connection.in_atomic_block, "the journal's context belongs inside a transaction"
    before = _at_work.get()
    token = _at_work.set(hand)
    _tell(hand)
    try:
        yield
    finally:
        _at_work.reset(token)
        if not connection.needs_rollback:
            _tell(before)


def _tell(hand: Hand) -> None:
    values = [hand.user, hand.acting_for, hand.action[:60], hand.reason[:300], hand.request[:36]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                'INSERT OR REPLACE INTO base_journalcontext (id, "user", acting_for, action, reason, request) '
                "VALUES (1, %s, %s, %s, %s, %s)",
                values,
            )
            return
        names = ("user", "acting_for", "action", "reason", "request")
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('luodi.{name}', %s, true)" for name in names),
            ["" if value is None else str(value) for value in values],
        )
