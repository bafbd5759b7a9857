"""Django's SQLite backend, whose transactions take their place in the queue before they ask for the write lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .queue import Queue


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; all its transactions are written as ``BEGIN IMMEDIATE`` and so take the write lock at once."""

    _turn: int | None = None
    _queue: Queue | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Learn which file it is; a database in memory has no other writers."""
        params: dict[str, Any] = super().get_connection_params()
        if not self.is_in_memory_db():
            self._queue = Queue(Path(str(self.settings_dict["NAME"])), float(params.get("timeout", 5.0)))
        return params

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is not None and self._turn is None:
            try:
                self._turn = self._queue.enter()
            except TimeoutError:
                raise OperationalError("database is locked") from None
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._let_go()  # after a commit that failed a rollback follows

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._let_go()

    def _let_go(self) -> None:
        turn, self._turn = self._turn, None
        if self._queue is not None:
            self._queue.leave(turn)
