"""A clock set back (演示时钟): what the demonstration does happens in the months before today, not all in one minute.

Only what asks :mod:`django.utils.timezone` is set back. The journal's own time comes from the database and stays true: it
says when the demonstration was filled.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as time_of_day
from typing import Final, NamedTuple

from django.utils import timezone

PAUSE: Final = 0.02
"""Seconds between steps: whoever works on the site meanwhile gets a turn to write, too."""


class Step(NamedTuple):
    """Something done on a day (一步); ``order`` keeps what falls on one day in the order it was written down."""

    day: date
    order: int
    do: Callable[[], object]


class Diary:
    """Steps written down in any order and done in the order of their days; a step may write down further ones."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._steps: list[Step] = []
        self._count = 0

    def on(self, day: date, do: Callable[[], object]) -> None:
        """Write a step down; what would fall after today is not done."""
        if day <= self.today:
            self._count += 1
            self._steps.append(Step(day, self._count, do))

    def live(self) -> int:
        """Do everything, day by day, and say how many steps that were."""
        done = 0
        while self._steps:
            step = min(self._steps)
            self._steps.remove(step)
            with set_to(step.day):
                step.do()
            time.sleep(PAUSE)
            done += 1
        return done


@contextmanager
def set_to(day: date) -> Iterator[datetime]:
    """Let it be ten in the morning of a day, for whoever asks Django what time it is; never later than now."""
    asked = timezone.now
    moment = min(timezone.make_aware(datetime.combine(day, time_of_day(10))), asked())
    timezone.now = lambda: moment
    try:
        yield moment
    finally:
        timezone.now = asked
