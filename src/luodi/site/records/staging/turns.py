"""Short transactions, with a pause in which others write (分批写入).

SQLite has one writer. A connection that waits for it looks again at growing intervals, at most 100 ms; so a pause only
a little longer than that lets everybody in who waits, while a shorter one may be missed again and again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.db import connection

CHUNK: Final = 2000
"""Rows a transaction."""
HOLD: Final = 0.4
"""Seconds of writing after which others get their turn."""
PAUSE: Final = 0.12


class Turns:
    """Runs pieces of work and counts how long they hold the database."""

    def __init__(self) -> None:
        self._held = 0.0

    def __call__(self, work: Callable[[], object]) -> None:
        """Do one piece, then pause if it is others' turn (PostgreSQL needs none: writers there do not wait)."""
        begun = time.monotonic()
        work()
        self._held += time.monotonic() - begun
        if self._held >= HOLD and connection.vendor == "sqlite":
            time.sleep(PAUSE)
            self._held = 0.0
