"""Statements that PostgreSQL keeps prepared (预编译语句): planning a usual question takes longer than answering it.

Django binds values into the text of a statement, so that the database meets a new one each time. A connection from
:func:`preparing` sends values apart from the text; psycopg then has the database prepare what it meets for the third time
(``prepare_threshold`` in :mod:`luodi.site.databases`). SQLite's driver keeps its statements by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final

KEPT: Final = 400
"""Statements a connection keeps: more than there are questions, for each that is thrown out is planned again."""


def preparing(connection: Any) -> Any:
    """The connection, with cursors whose statements the database keeps prepared."""
    return _Preparing(connection) if connection.vendor == "postgresql" else connection


class _Preparing:
    """A connection like the one it stands for in all but its cursors."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.ops, self.features = connection.ops, connection.features  # asked for with every row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        """A cursor, counted and logged as any other of the connection."""
        there = self._connection
        there.close_if_health_check_failed()
        there.ensure_connection()
        there.connection.prepared_max = KEPT
        with there.wrap_database_errors:
            cursor = _cursor_class()(there.connection)
            cursor.outdated = lambda: setattr(there, "close_at", time.monotonic())
            return there._prepare_cursor(cursor)


@cache
def _cursor_class() -> type[Any]:
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg.errors import FeatureNotSupported
    from psycopg.pq import TransactionStatus

    class Cursor(ServerBindingCursor):
        outdated: Callable[[], None]

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            """Ask; a statement that a migration overtook is asked unprepared, and its connection ends with the page."""
            try:
                return super().execute(query, params, **options)  # type: ignore[misc]
            except FeatureNotSupported:  # "cached plan must not change result type"
                self.outdated()
                if self.connection.info.transaction_status != TransactionStatus.IDLE:  # type: ignore[attr-defined]
                    raise
                return super().execute(query, params, prepare=False)  # type: ignore[misc]

        def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
            self._query = pgq  # what Django logs; of a prepared statement psycopg does not note it
            super()._send_query_prepared(name, pgq, binary=binary)  # type: ignore[misc]

    return Cursor
