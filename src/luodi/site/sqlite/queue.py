"""A queue at the door of SQLite's one write lock (写入排队).

SQLite lets a writer that finds the lock taken sleep and try again, up to a tenth of a second later; whoever comes by in
between is served first. With 24 writers on a busy machine some then waited for more than twenty seconds. Here they
stand in line: two file locks make a turnstile, and only the one inside it waits for the writer that is at work, so
that nobody who has just written overtakes those who wait. The locks are the operating system's: they end with the
process that holds them, however it ends.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # a system without them has SQLite's own waiting only
    fcntl = None  # type: ignore[assignment]

THERE: Final = fcntl is not None
"""Whether writers stand in line here; where they do not, whoever writes much must pause for the others."""


class Queue:
    """The line before one database file.

    Args:
        database: the file; the two lock files stand beside it.
        patience: seconds after which somebody who waits goes away again.
    """

    def __init__(self, database: Path, patience: float) -> None:
        self.files = [database.with_name(f"{database.name}-{name}") for name in ("line", "turn")]
        self.patience = patience

    def enter(self) -> int | None:
        """Wait for one's turn: what :meth:`leave` is given afterwards.

        Raises:
            TimeoutError: the patience was not enough.
        """
        if fcntl is None:
            return None
        line, turn = (os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for path in self.files)
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._wait(line, turn)
        os.close(line)
        return turn

    def _wait(self, line: int, turn: int) -> int:
        """Wait in a thread, for the operating system's own waiting knows no end."""
        waiting = _Waiting(line, turn)
        threading.Thread(target=waiting.run, daemon=True).start()
        if waiting.there.wait(self.patience) or not waiting.give_up():
            return turn
        raise TimeoutError

    def leave(self, turn: int | None) -> None:
        """Let the next one in."""
        if turn is not None:
            os.close(turn)


class _Waiting:
    """Somebody in the line, who may give up before their turn."""

    def __init__(self, line: int, turn: int) -> None:
        self.line, self.turn = line, turn
        self.there = threading.Event()
        self._guard = threading.Lock()
        self._gone = False

    def run(self) -> None:
        """Pass the turnstile and wait for the turn."""
        fcntl.flock(self.line, fcntl.LOCK_EX)
        fcntl.flock(self.turn, fcntl.LOCK_EX)
        os.close(self.line)
        with self._guard:
            if self._gone:
                os.close(self.turn)
            else:
                self.there.set()

    def give_up(self) -> bool:
        """Go away, unless the turn came just now."""
        with self._guard:
            self._gone = not self.there.is_set()
            return self._gone
