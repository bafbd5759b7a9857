"""Seasons taken out of quarterly and monthly series before forecasting, and put back after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from luodi.forecasting.panel import Flags, Floats, Integers, Panel

SIGNIFICANT: Final = 1.645
"""Normal quantile beyond which an autocorrelation counts: 90 %, as in the M4 competition."""


@dataclass(frozen=True)
class Season:
    """Seasonal indices of S series with ``period`` seasons, counted from each series' first figure.

    Attributes:
        index: shape (period, S); factors (1 = no season) or summands (0 = no season).
        factor: shape (S,); true where the index multiplies: series with positive figures only.
        found: shape (S,); true where a season was found.
    """

    index: Floats
    factor: Flags
    found: Flags

    def remove(self, values: Floats) -> Floats:
        """Adjust figures of shape (T, S)."""
        index = self.index[np.arange(len(values)) % len(self.index)]
        adjusted: Floats = np.where(self.factor, values / np.where(self.factor, index, 1.0), values - index)
        return adjusted

    def restore(self, values: Floats, length: Integers) -> Floats:
        """Put the season back into forecasts of shape (H, S) that follow ``length`` periods."""
        turn = (length + np.arange(len(values))[:, None]) % len(self.index)
        index = self.index[turn, np.arange(values.shape[1])]
        restored: Floats = np.where(self.factor, values * index, values + index)
        return restored


def seasons(laid: Panel, period: int) -> Season:
    """Find seasonal indices by classical decomposition where the season is significant.

    A season counts when the first differences correlate at lag ``period`` beyond the 90 % limit of the M4
    competition's test (Makridakis et al. 2020), and the series spans two full years and two periods. The
    trend is the centred moving average over one year; an index is the mean ratio (or difference) of figure to
    trend.
    """
    values, inside = laid.values, np.arange(len(laid.values))[:, None] < laid.length
    found = _significant(values, laid.length, period) & (laid.length >= 2 * period + 2)
    factor = np.where(inside, values, 1.0).min(axis=0) > 0
    index = np.where(factor, 1.0, 0.0) * np.ones((period, values.shape[1]))
    if found.any():
        trend = _moving_average(values, period)
        half = period // 2
        middle = slice(half, len(values) - half)
        usable = inside[middle] & (np.arange(len(values))[middle, None] < laid.length - half)
        safe = np.where(usable, trend, 1.0)
        ratio = np.where(factor, values[middle] / np.where(safe == 0, 1.0, safe), values[middle] - trend)
        ratio = np.where(usable, ratio, 0.0)
        turns = np.arange(half, len(values) - half) % period
        means = np.stack(
            [
                ratio[turns == turn].sum(axis=0) / np.maximum(usable[turns == turn].sum(axis=0), 1)
                for turn in range(period)
            ]
        )
        level = means.mean(axis=0)
        means = np.where(factor, means / np.where(level > 0, level, 1.0), means - level)
        found &= np.where(factor, means.min(axis=0) > 0, True)
        index = np.where(found, means, index)
    return Season(index, factor, found)


def _moving_average(values: Floats, period: int) -> Floats:
    """Centred average over one year, shape (T - period, S)."""
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    year: Floats = (total[period:] - total[:-period]) / period
    return (year[1:] + year[:-1]) / 2


def _significant(values: Floats, length: Integers, period: int) -> Flags:
    change = np.diff(values, axis=0)
    inside = np.arange(len(change))[:, None] < length - 1
    change = np.where(inside, change, 0.0)
    count = np.maximum(length - 1, 1)
    change = np.where(inside, change - change.sum(axis=0) / count, 0.0)
    power = (change**2).sum(axis=0)
    safe = np.where(power > 0, power, 1.0)
    lags = range(1, min(period, len(change) - 1) + 1)
    correlation = np.array([(change[lag:] * change[:-lag]).sum(axis=0) / safe for lag in lags])
    if len(correlation) < period:
        return np.zeros(values.shape[1], dtype=bool)
    limit = SIGNIFICANT * np.sqrt((1 + 2 * (correlation[:-1] ** 2).sum(axis=0)) / count)
    significant: Flags = (correlation[-1] > limit) & (power > 0)
    return significant
