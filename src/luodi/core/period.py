"""Periods (时期): the stretch of time a figure speaks of, and the day a deadline falls on.

A period is written ``2024`` (a year), ``2024-10`` (a month), ``2025-06-30`` (a day), ``2021-2024`` (years) or
``2024-01/2024-08`` (from the first day of one to the last day of the other). What counts for a path to a
target
is its last day: a year's figure stands on 31 December.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_PART: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEARS: Final = re.compile(r"(\d{4})-(\d{4})")
ACCEPTED: Final = (
    "a year (2024), a month (2024-10), a day (2025-06-30), years (2021-2024) or a part (2024-01/2024-08)"
)


class Period(NamedTuple):
    """First and last day, both included; worked out once, because every figure asks.

    Attributes:
        on: the last day as ISO date: where the figure stands on a path.
        whole_year: whether it is exactly one calendar year.
    """

    start: date
    end: date
    on: str
    whole_year: bool

    @property
    def year(self) -> int:
        """The year of the last day."""
        return self.end.year


@lru_cache(maxsize=65536)
def parse(text: str) -> Period:
    """Read a period.

    Args:
        text: as described for this module.

    Raises:
        ValueError: it is no period; the message says why.

    Example:
        >>> parse("2024").on, parse("2024-01/2024-08").on, parse("2021-2024").start.isoformat()
        ('2024-12-31', '2024-08-31', '2021-01-01')
        >>> parse("2024").whole_year, parse("2024-01/2024-08").whole_year
        (True, False)
        >>> parse("20l4")
        Traceback (most recent call last):
        ValueError: '20l4' is no period
    """
    text = text.strip()
    years = _YEARS.fullmatch(text)
    if years:
        first, last = f"{years[1]}", f"{years[2]}"
    else:
        first, _, last = text.partition("/")
        last = last or first
    start, end = _part(first, text)[0], _part(last, text)[1]
    if end < start:
        raise ValueError(f"{text!r} ends before it begins")
    whole_year = start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return Period(start, end, end.isoformat(), whole_year)


def _part(part: str, text: str) -> tuple[date, date]:
    match = _PART.fullmatch(part) if part.isascii() else None
    if not match:
        raise ValueError(f"{text!r} is no period")
    year = int(match[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}")
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match[2])
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    last_day = calendar.monthrange(year, month)[1]
    if match[3] is None:
        return date(year, month, 1), date(year, month, last_day)
    if not 1 <= int(match[3]) <= last_day:
        raise ValueError(f"{text!r} has no day {int(match[3])}")
    day = date(year, month, int(match[3]))
    return day, day


def years_between(since: date, until: date) -> float:
    """Count years between two days; whole between the same days of two years.

    Each day stands at its share of its own year, so that leap years do not blur a year-end to year-end
    distance.

    >>> years_between(date(2020, 12, 31), date(2025, 12, 31))
    5.0
    >>> years_between(date(2024, 12, 31), date(2024, 7, 1))
    -0.5
    """
    return until.year - since.year + _share(until) - _share(since)


@lru_cache(maxsize=4096)
def _share(day: date) -> float:
    return day.timetuple().tm_yday / (366 if calendar.isleap(day.year) else 365)


def add_months(day: date, months: int) -> date:
    """Give the same day some months later; the last day of a month leads to a last day.

    >>> add_months(date(2024, 8, 31), 6), add_months(date(2023, 12, 31), 6)
    (datetime.date(2025, 2, 28), datetime.date(2024, 6, 30))
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))
