"""The chance that a target is met (达成概率)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.forecasting.panel import Flags, Floats
from luodi.forecasting.result import Forecast
from luodi.forecasting.targets import Passing, Target, passing


@dataclass(frozen=True)
class Probability:
    """The chance that a target is met.

    Attributes:
        value: 0 to 1; None where nothing can be said.
        known: true when the deadline lies in the history: the value is then 0 or 1.
        reason: in plain words, what the value rests on, or why there is none.
    """

    value: float | None
    known: bool
    reason: str


def probability(
    forecast: Forecast,
    series: str | int,
    target: Target,
    deadline: str | int,
    *,
    other: str | int | None = None,
) -> Probability:
    """Tell the chance that a series meets a target at its deadline.

    Level, increment, growth and multiple against a known baseline are read off the distribution at the
    deadline. What hangs on several periods or on two series is counted over equally likely courses, for two
    series over every pairing of theirs, as if independent: where shocks are common to both, the true chance
    lies further from one half.

    Args:
        forecast: from :func:`luodi.forecasting.forecast`.
        series: name or position of the series.
        target: what shall be met.
        deadline: the period that counts.
        other: the series compared with, for a ``relative`` target.

    Raises:
        InputError: the deadline or the baseline is not covered, or the other series is missing.

    Example:
        >>> from luodi.forecasting import forecast
        >>> made = forecast([51, 53, 56, 57, 60, 61, 64, 66, 67, 70], horizon=3, periods=range(2015, 2025))
        >>> likely = probability(made, 0, Target(value=70), 2026)
        >>> less = probability(made, 0, Target(measure="growth", value=5), 2026)
        >>> likely.value > 0.8, less.value < 0.4
        (True, True)
    """
    row, column = forecast.row(series), forecast.column(deadline)
    if target.measure == "relative" and other is None:
        raise InputError(
            "a relative target needs another series", where="other", remedy="name the series compared with"
        )
    rows = [row] if target.measure != "relative" or other is None else [row, forecast.row(other)]
    start = _baseline_column(forecast, rows, target, column)
    ahead = column >= 0 or any(not np.isfinite(forecast.history[r, column]) for r in rows)
    if ahead and any(forecast.basis[r] == "none" for r in rows):
        return Probability(None, False, "fewer than three figures: no distribution can be given")
    if column < 0 and ahead:
        return Probability(None, False, f"no figure is known for {_period(forecast, column)}")
    if target.measure == "relative":
        return _relative(forecast, rows, target, start, column)
    if target.measure == "every_period":
        return _every(forecast, row, target, start, column)
    return _single(forecast, row, target, start, column)


def _baseline_column(forecast: Forecast, rows: list[int], target: Target, deadline: int) -> int:
    """Column of the baseline, as :meth:`Forecast.column` counts; by default the last with all figures."""
    unused = target.measure == "level" or (target.measure == "relative" and not target.relative_growth)
    if unused or (target.baseline is not None and target.measure != "growth"):
        return deadline
    if target.baseline_period is not None:
        start = forecast.column(target.baseline_period)
    else:
        known = np.atleast_1d(np.isfinite(forecast.history[rows]).all(axis=0))
        if not known.any():
            raise InputError(
                "the two series share no period", where="baseline_period", remedy="complete one of them"
            )
        start = -1 - int(known[::-1].argmax())
    if start >= deadline:
        raise InputError(
            f"{_period(forecast, start)} is not before the deadline {_period(forecast, deadline)}",
            where="baseline_period",
            remedy="name an earlier baseline",
        )
    return start


def _single(forecast: Forecast, row: int, target: Target, start: int, column: int) -> Probability:
    bounds = passing(target)
    if target.measure == "level":
        return _between(forecast, row, column, bounds)
    years = _years(forecast, start, column)
    if target.baseline is None and start >= 0:
        courses = forecast.courses(row)
        compared = _compared(target, courses[:, start], courses[:, column], years)
        return _counted(compared, bounds, f"{len(courses)} courses of the series")
    base = target.baseline if target.baseline is not None else _known(forecast, row, start)
    if target.measure in {"growth", "multiple"} and base <= 0:
        return Probability(None, False, f"growth from {base:g} has no meaning")
    low, high = _level(target, base, bounds.low, years), _level(target, base, bounds.high, years)
    if target.direction == "decrease" and target.measure != "multiple":
        bounds = Passing(high, low, bounds.high_counts, bounds.low_counts)
    else:
        bounds = Passing(low, high, bounds.low_counts, bounds.high_counts)
    return _between(forecast, row, column, bounds)


def _level(target: Target, base: float, value: float, years: float) -> float:
    """The figure at the deadline at which the compared quantity takes ``value``."""
    sign = -1.0 if target.direction == "decrease" else 1.0
    if target.measure == "increment":
        return base + sign * value
    if target.measure == "multiple":
        return base * value
    if math.isinf(value):
        return sign * value
    factor = 1 + sign * value / 100
    return base * factor**years if factor > 0 else 0.0


def _compared(target: Target, base: Floats, end: Floats, years: float) -> Floats:
    sign = -1.0 if target.direction == "decrease" else 1.0
    if target.measure == "increment":
        return sign * (end - base)
    if target.measure == "multiple":
        return np.divide(end, base, out=np.full_like(end, np.nan), where=base > 0)
    return sign * _growth(base, end, years)


def _growth(base: Floats, end: Floats, years: float) -> Floats:
    """Mean yearly growth in per cent; NaN from a base that is not positive, -100 to an end that is not."""
    ratio = np.divide(end, base, out=np.full_like(end, np.nan), where=base > 0)
    grown: Floats = 100 * (np.maximum(ratio, 0.0) ** (1 / years) - 1)
    return grown


def _between(forecast: Forecast, row: int, column: int, bounds: Passing) -> Probability:
    if column < 0:
        met = _meets(np.array([forecast.history[row, column]]), bounds)
        return Probability(float(met[0]), True, f"the figure of {_period(forecast, column)} is known")
    shape = forecast.point.shape
    over = forecast.below(np.full(shape, bounds.low), or_equal=not bounds.low_counts)[row, column]
    under = forecast.below(np.full(shape, bounds.high), or_equal=bounds.high_counts)[row, column]
    chance = float(max(under - over, 0.0)) if bounds.low <= bounds.high else 0.0
    return Probability(chance, False, _grounds(forecast, row))


def _every(forecast: Forecast, row: int, target: Target, start: int, column: int) -> Probability:
    sign = -1.0 if target.direction == "decrease" else 1.0
    width = forecast.history.shape[1]
    past = forecast.history[row, width + start : width + min(column, -1) + 1] if start < 0 else np.empty(0)
    past = past[np.isfinite(past)]
    bounds = passing(target)
    if not _meets(sign * np.diff(past), bounds).all():
        return Probability(0.0, True, "a period before now already went the other way")
    if column < 0:
        return Probability(1.0, True, "every figure is known")
    courses = forecast.courses(row)[:, max(start, 0) : column + 1]
    whole = np.concatenate([np.broadcast_to(past[-1:], (len(courses), len(past[-1:]))), courses], axis=1)
    met = _meets(sign * np.diff(whole, axis=1), bounds).all(axis=1)
    return Probability(float(met.mean()), False, f"counted over {len(courses)} courses of the series")


def _relative(forecast: Forecast, rows: list[int], target: Target, start: int, column: int) -> Probability:
    one, two = (_outcomes(forecast, row, target, start, column) for row in rows)
    if np.isnan(one).any() or np.isnan(two).any():
        return Probability(None, False, "growth from a figure that is not positive has no meaning")
    apart = one[:, None] - two[None, :]
    bounds = passing(target)
    if target.direction == "decrease":
        apart = -apart
    counted = _counted(
        apart, bounds, f"{apart.size} pairings of the two series' courses, taken as independent"
    )
    return Probability(counted.value, column < 0, counted.reason)


def _outcomes(forecast: Forecast, row: int, target: Target, start: int, column: int) -> Floats:
    courses = forecast.courses(row) if max(start, column) >= 0 else np.empty((1, 0))
    end = courses[:, column] if column >= 0 else np.full(len(courses), forecast.history[row, column])
    if not target.relative_growth:
        return end
    base = courses[:, start] if start >= 0 else np.full(len(courses), _known(forecast, row, start))
    return _growth(base, end, _years(forecast, start, column))


def _counted(compared: Floats, bounds: Passing, over: str) -> Probability:
    if np.isnan(compared).any():
        return Probability(None, False, "growth from a figure that is not positive has no meaning")
    return Probability(float(_meets(compared, bounds).mean()), False, f"counted over {over}")


def _meets(value: Floats, bounds: Passing) -> Flags:
    low = value >= bounds.low if bounds.low_counts else value > bounds.low
    high = value <= bounds.high if bounds.high_counts else value < bounds.high
    met: Flags = low & high
    return met


def _known(forecast: Forecast, row: int, column: int) -> float:
    figure = float(forecast.history[row, column])
    if math.isnan(figure):
        raise InputError(
            f"{forecast.names[row]} has no figure for the baseline {_period(forecast, column)}",
            where="baseline_period",
            accepted="a period with a figure",
            remedy="give the baseline itself, or another period",
        )
    return figure


def _years(forecast: Forecast, start: int, column: int) -> float:
    return (column - start) / forecast.history_periods[0].per_year


def _period(forecast: Forecast, column: int) -> str:
    return str(forecast.periods[column] if column >= 0 else forecast.history_periods[column])


def _grounds(forecast: Forecast, row: int) -> str:
    if forecast.basis[row] == "pool":
        return "errors of earlier forecasts, over all series"
    return "errors of earlier forecasts, partly on simulated series"
