"""Working days (工作日): weekends, yearly official holidays and shifted workdays, from the library ``holidays``.

The library holds what the State Council's yearly notices say; for a year whose notice it does not yet have (it is issued
in November of the year before) it gives the legal holidays without shifted days, and :func:`announced` says so. A city's own
days come from the setting ``own_holidays``.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

from luodi.site.base import options

FIRST: Final = 2000
LAST: Final = 2099


@lru_cache(maxsize=8)
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=[year])


@lru_cache(maxsize=LAST * 4)
def _official(day: date) -> bool:
    """Whether a day is a working day by law; asked hundreds of times of the same days when many duties are judged."""
    return bool(_china(day.year).is_working_day(day))


@lru_cache(maxsize=8)
def announced(year: int) -> bool:
    """Whether the year's shifted days are known (国务院办公厅节假日安排)."""
    return any(day.year == year for day in _china(year).weekend_workdays)


def is_working_day(day: date, own: dict[str, bool] | None = None) -> bool:
    """Whether offices work on a day.

    Args:
        day: the day, 2000 to 2099.
        own: the city's own days, ISO date to True (closed) or False (open); None: read the setting.
    """
    own = options.get("own_holidays") if own is None else own
    if own and (closed := own.get(day.isoformat())) is not None:
        return not closed
    return _official(day) if day.year <= LAST else day.weekday() < 5


def on_or_after(day: date, own: dict[str, bool] | None = None) -> date:
    """The day itself if it is a working day, else the next one: what a due day on a holiday moves to."""
    own = options.get("own_holidays") if own is None else own
    while day.year <= LAST and not is_working_day(day, own):
        day += timedelta(days=1)
    return day


def add(day: date, count: int, own: dict[str, bool] | None = None) -> date:
    """The day ``count`` working days after (or, if negative, before) a day, which itself is not counted."""
    own = options.get("own_holidays") if own is None else own
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, own)
    return day


def between(first: date, last: date, own: dict[str, bool] | None = None) -> int:
    """Working days after ``first`` up to and including ``last``; negative if ``last`` lies before ``first``.

    Past 2099 five days a week are counted: a mistyped year must not have millions of days looked up.
    """
    own = options.get("own_holidays") if own is None else own
    if last < first:
        return -between(last, first, own)
    end = date(LAST, 12, 31)
    if last > end:
        return between(first, max(first, end), own) + (last - max(first, end)).days * 5 // 7
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, own) for day in days)
