"""Forecasts from the end of every series, and what the same method would have got wrong before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from luodi.forecasting.methods import FIRST_ORIGIN, Method, Naive
from luodi.forecasting.panel import Flags, Floats, Panel, panel
from luodi.forecasting.season import Season, seasons

BLOCK: Final = 512
"""Series walked through together: small enough to stay in the processor's cache."""
SEASONAL_ORIGINS: Final = 12
"""Past origins of a seasonal series; each needs its own seasonal indices."""


@dataclass(frozen=True)
class Rolled:
    """Forecasts and past errors, in the caller's order of series.

    Attributes:
        points: shape (S, H); forecasts from each series' last figure.
        errors: shape (S, K, H); figure minus forecast at K earlier origins, NaN where there was none.
        scales: shape (S, K); how much the series moves, as known at each origin: the mean of
            :meth:`Panel.scale` and of the mean absolute one-step error so far, times :meth:`Panel.swell`.
        scale: shape (S,); the same at the last figure.
        length: shape (S,); periods from the first to the last figure.
        seasonal: shape (S,); true where a season was found and taken out.
    """

    points: Floats
    errors: Floats
    scales: Floats
    scale: Floats
    length: Floats
    seasonal: Flags


def roll(values: Floats, horizon: int, method: type[Method], period: int = 1) -> Rolled:
    """Forecast every series, and repeat the forecast from its earlier periods on what was known then.

    Args:
        values: shape (S, T), NaN where no figure is known; every series holds at least one.
        horizon: periods ahead, H.
        method: one of :data:`luodi.forecasting.methods.METHODS`.
        period: seasons in a year: 1, 4 or 12.
    """
    laid = panel(values)
    if period == 1:
        return _plain(laid, horizon, method)
    return _seasonal(laid, horizon, method, period)


def walk(laid: Panel, horizon: int, method: type[Method]) -> Iterator[tuple[int, int, Floats]]:
    """Walk one block of series and yield (row, first column, forecasts of shape (H, columns)) on the way.

    Series with fewer than ``FIRST_ORIGIN`` figures get their last figure repeated.
    """
    active = laid.active
    for start in range(0, laid.values.shape[1], BLOCK):
        width = min(BLOCK, laid.values.shape[1] - start)
        columns = slice(start, start + width)
        figures, observed = laid.values[:, columns], laid.observed[:, columns]
        brief, usual = Naive(figures[0], horizon), method(figures[0], horizon)
        for row in range(len(figures)):
            still = min(max(int(active[row]) - start, 0), width)
            if still == 0:
                break
            if row:
                seen = observed[row, :still]
                mask = None if seen.all() else seen
                usual.see(figures[row, :still], mask)
                brief.see(figures[row, :still], mask)
            yield row, start, (usual if row + 1 >= FIRST_ORIGIN else brief).forecast()


def _plain(laid: Panel, horizon: int, method: type[Method]) -> Rolled:
    periods, count = laid.values.shape
    made = np.full((periods, horizon, count), np.nan)
    for row, start, forecast in walk(laid, horizon, method):
        made[row, :, start : start + forecast.shape[1]] = forecast
    columns, last = np.arange(count), laid.length - 1
    points = made[last, :, columns]
    errors = np.full((periods, horizon, count), np.nan)
    figures = np.where(laid.observed, laid.values, np.nan)
    for ahead in range(1, min(horizon, periods - 1) + 1):
        errors[:-ahead, ahead - 1] = figures[ahead:] - made[:-ahead, ahead - 1]
    errors[: FIRST_ORIGIN - 1] = np.nan
    errors[np.broadcast_to(~laid.observed[:, None], errors.shape)] = np.nan
    scales, swell = laid.scale(), laid.swell()
    before, now = _with_errors(errors.transpose(2, 0, 1), scales.T, scales[last, columns])
    return _in_order(
        laid,
        points,
        errors.transpose(2, 0, 1),
        before * swell.T,
        now * swell[last, columns],
        np.zeros(count, dtype=bool),
    )


def _seasonal(laid: Panel, horizon: int, method: type[Method], period: int) -> Rolled:
    periods, count = laid.values.shape
    back = min(SEASONAL_ORIGINS, max(int(laid.length[0]) - FIRST_ORIGIN, 0))
    origins = laid.length[:, None] - np.arange(back + 1)
    row, which = np.nonzero((origins >= FIRST_ORIGIN) | (np.arange(back + 1) == 0))
    length = origins[row, which]
    longest_first = np.argsort(-length, kind="stable")
    row, which, length = row[longest_first], which[longest_first], length[longest_first]
    inside = np.arange(periods)[:, None] < length
    known = Panel(
        np.where(inside, laid.values[:, row], 0.0),
        inside & laid.observed[:, row],
        length,
        row,
        laid.first[row],
    )
    season: Season = seasons(known, period)
    adjusted = Panel(season.remove(known.values), known.observed, length, row, known.first)
    made = np.empty((horizon, len(row)))
    for step, start, forecast in walk(adjusted, horizon, method):
        ends = np.flatnonzero(length[start : start + forecast.shape[1]] == step + 1)
        made[:, start + ends] = forecast[:, ends]
    made = season.restore(made, length)
    at = length - 1, np.arange(len(row))
    scale, swell = adjusted.scale()[at], adjusted.swell()[at]
    points, errors = np.empty((count, horizon)), np.full((count, back + 1, horizon), np.nan)
    scales, swells = np.zeros((count, back + 1)), np.ones((count, back + 1))
    found = np.zeros(count, dtype=bool)
    now = which == 0
    points[row[now]], found[row[now]] = made[:, now].T, season.found[now]
    scales[row, which], swells[row, which] = scale, swell
    figures = np.where(laid.observed, laid.values, np.nan)
    target = length[:, None] + np.arange(horizon)
    real = np.where(
        target < laid.length[row][:, None], figures[np.minimum(target, periods - 1), row[:, None]], np.nan
    )
    real[~laid.observed[length - 1, row]] = np.nan
    errors[row, which] = real - made.T
    before, last = _with_errors(errors[:, ::-1], scales[:, ::-1], scales[:, 0])
    return _in_order(laid, points, errors[:, ::-1], before * swells[:, ::-1], last * swells[:, 0], found)


def _in_order(
    laid: Panel, points: Floats, errors: Floats, scales: Floats, scale: Floats, seasonal: Flags
) -> Rolled:
    """Give the caller's order back to the series."""
    back = np.argsort(laid.order)
    return Rolled(
        points[back], errors[back], scales[back], scale[back], laid.length[back].astype(float), seasonal[back]
    )


def _with_errors(errors: Floats, scales: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Average the scales with the mean absolute one-step error known at each origin, where there is one.

    A series that grows steadily moves much and errs little; only both together tell how far to trust it.
    """
    size = np.abs(errors[:, :, 0])
    known = np.isfinite(size)
    count = np.cumsum(known, axis=1)
    total = np.cumsum(np.where(known, size, 0.0), axis=1)
    mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    before = scales.copy()
    before[:, 1:] = np.where(count[:, :-1] > 0, (scales[:, 1:] + mean[:, :-1]) / 2, scales[:, 1:])
    return before, np.where(count[:, -1] > 0, (scale + mean[:, -1]) / 2, scale)
