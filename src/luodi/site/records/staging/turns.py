"""Short transactions, with a pause in which others write (分批写入).

SQLite has one writer. Those who wait for it stand in line (:mod:`luodi.site.sqlite.queue`), so that the end of a
transaction lets them in. Where the operating system has no such line, a connection that waits looks again at growing
intervals, at most 100 ms; a pause only a little longer than that lets everybody in who waits, while a shorter one may be
missed again and again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.db import connection

from luodi.site.sqlite import queue
from luodi.site.sqlite.bulk import checkpoint

CHUNK: Final = 5000
"""Rows a transaction at most: the more, the more of them share a page that is written."""
FIRST: Final = 1000
"""Rows of the first one: how much a row costs, new or changed, on this machine at this hour, is not known yet."""
LEAST: Final = 200
LONG: Final = 0.2
"""Seconds after which a transaction was too long, and the next has half as many rows (a machine with much else to do)."""
SETTLE: Final = 0.5
"""Seconds of writing after which the log is emptied into the database."""
HOLD: Final = 0.4
"""Seconds of writing after which others get their turn, where there is no line."""
PAUSE: Final = 0.12


class Turns:
    """Runs pieces of work and counts how long they hold the database.

    Attributes:
        size: how many rows the next piece should have.
    """

    def __init__(self) -> None:
        self._held = self._unsettled = 0.0
        self.size = min(FIRST, CHUNK)

    def __call__(self, work: Callable[[], object]) -> None:
        """Do one piece, then pause if others could not come in otherwise (on PostgreSQL writers do not wait)."""
        begun = time.monotonic()
        work()
        took = time.monotonic() - begun
        self._held += took
        self._unsettled += took
        if took > LONG:
            self.size = max(min(LEAST, self.size), self.size // 2)
        elif took < LONG / 2:
            self.size = min(CHUNK, self.size * 2)
        if self._held >= HOLD and connection.vendor == "sqlite" and not queue.THERE:
            time.sleep(PAUSE)
            self._held = 0.0
        if self._unsettled >= SETTLE:
            checkpoint(connection)
            self._unsettled = 0.0
