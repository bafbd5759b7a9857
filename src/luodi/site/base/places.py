"""A few places and a line before them (限流): first come, first served."""

from __future__ import annotations

from collections import deque
from threading import Lock
from types import TracebackType


class Places:
    """Lets so many threads in at a time; a place that becomes free goes to who has waited longest.

    The standard library's semaphore gives it to whoever asks at that moment, and sends who was waiting to the end of the
    line: under load some wait many times as long as others.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._line: deque[Lock] = deque()
        self._guard = Lock()

    def __enter__(self) -> None:
        with self._guard:
            if self._free:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()
            self._line.append(turn)
        turn.acquire()  # let go by whoever leaves

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1
