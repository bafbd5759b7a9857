"""The clock's errands (定时任务): sealing, sweeping, reminders. Each says when it is next due; a crash only delays it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final, NamedTuple

_log = logging.getLogger(__name__)


class Errand(NamedTuple):
    """Something to be done every so many seconds."""

    name: str
    seconds: float
    run: Callable[[], object]


ERRANDS: Final[list[Errand]] = []
_last: Final[dict[str, float]] = {}


def errand(name: str, seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Make a function an errand that the worker runs every so many seconds."""

    def wrap(function: Callable[[], object]) -> Callable[[], object]:
        ERRANDS.append(Errand(name, seconds, function))
        return function

    return wrap


def tick() -> None:
    """Run the errands that are due; one that fails is logged and tried again at its next turn."""
    for each in ERRANDS:
        if time.monotonic() - _last.get(each.name, float("-inf")) < each.seconds:
            continue
        _last[each.name] = time.monotonic()
        try:
            each.run()
        except Exception:
            _log.exception("errand %s failed", each.name)
