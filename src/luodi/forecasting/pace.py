"""The pace needed from now (所需进度): what is left, and how that compares with what was done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.forecasting.result import Forecast

RECENT: Final = 5
"""Periods over which the actual pace is taken."""


@dataclass(frozen=True)
class Pace:
    """Needed against actual pace.

    Attributes:
        last_period, last: the last figure.
        value: the level to be reached at the deadline.
        periods_left: periods from the last figure to the deadline.
        needed: change needed per period, in the figure's unit.
        needed_growth: growth needed per year, in per cent; None where a sign stands against it.
        actual: mean change per period over the last five periods at most; None with one figure.
        actual_growth: the same as growth per year, in per cent; None where a sign stands against it.
    """

    last_period: str
    last: float
    value: float
    periods_left: int
    needed: float
    needed_growth: float | None
    actual: float | None
    actual_growth: float | None


def pace(forecast: Forecast, series: str | int, value: float, deadline: str | int) -> Pace:
    """Tell the pace needed to bring the series to ``value`` at ``deadline``.

    Raises:
        InputError: the deadline is not after the last figure.

    Example:
        >>> from luodi.forecasting import forecast
        >>> made = forecast([100, 104, 108, 112], horizon=4, periods=range(2021, 2025))
        >>> found = pace(made, 0, 130, 2027)
        >>> found.periods_left, found.needed, found.actual, round(found.needed_growth, 2)
        (3, 6.0, 4.0, 5.09)
    """
    figures = forecast.history[forecast.row(series)]
    known = np.flatnonzero(np.isfinite(figures))
    end = int(known[-1])
    left = forecast.column(deadline) + len(figures) - end
    last_period = forecast.history_periods[end]
    if left < 1:
        raise InputError(
            f"{deadline} is not after the last figure, of {last_period}",
            where="deadline",
            accepted=f"a period after {last_period}",
            remedy="compare the figure with the target instead",
        )
    last = float(figures[end])
    per_year = last_period.per_year
    actual = actual_growth = None
    recent = known[known >= end - RECENT]
    before = recent[0] if len(recent) > 1 else known[-2:][0]
    if before < end:
        start, steps = float(figures[before]), int(end - before)
        actual = (last - start) / steps
        actual_growth = growth(start, last, steps / per_year)
    return Pace(
        str(last_period), last, value, left, (value - last) / left,
        growth(last, value, left / per_year), actual, actual_growth,
    )  # fmt: skip


def growth(start: float, end: float, years: float) -> float | None:
    """Mean yearly growth in per cent; None unless both figures are positive.

    >>> round(growth(100, 121, 2), 6), growth(-1, 5, 2)
    (10.0, None)
    """
    if start <= 0 or end <= 0 or years <= 0:
        return None
    return 100 * math.expm1(math.log(end / start) / years)
