"""How wrong forecasts turn out: error distributions pooled across series (split conformal, scaled errors).

Errors of rolling origins, each divided by its series' scale at that origin, are pooled over all series for
every horizon. A series' own past errors then count beside the pool: m of them weigh m / (m + 5 h), because
h-step errors overlap and say about 1/h each. Nothing is assumed about the shape of the distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from luodi.forecasting.panel import Floats, Integers
from luodi.forecasting.rolling import Rolled

GRID: Final = np.concatenate(
    [[0.0005, 0.001, 0.0025], np.arange(0.005, 0.9951, 0.005), [0.9975, 0.999, 0.9995]]
)
"""Probabilities at which the pooled distribution is kept."""
OWN: Final = 3.5
"""Weight of the pool, in own errors per horizon step."""
FULL_POOL: Final = 100
"""Series from which on a pool stands alone; a smaller one is mixed with the reference in proportion."""
RIPE: Final = 5
"""Figures after which an origin's error is pooled; before, the scale is too uncertain."""
TEMPLATES: Final = 400
"""Courses of past errors kept for questions about several periods at once."""


@dataclass(frozen=True)
class Pool:
    """Scaled errors of many series.

    Attributes:
        errors: one array per horizon, ascending.
        weights: their weights, of sum 1; empty where there are no errors.
        series: series that gave errors, per horizon.
        courses: shape (K, H); errors of one origin over all horizons, ascending by the first.
    """

    errors: tuple[Floats, ...]
    weights: tuple[Floats, ...]
    series: tuple[int, ...]
    courses: Floats


def scaled(rolled: Rolled) -> Floats:
    """Errors divided by the scale at their origin, shape (S, K, H); NaN where either is missing."""
    safe = np.where(rolled.scales > 0, rolled.scales, np.nan)[:, :, None]
    return rolled.errors / safe


def pool(errors: Floats) -> Pool:
    """Pool scaled errors of shape (S, K, H); every series has one vote, shared among its origins."""
    columns, weights, series = [], [], []
    for step in range(errors.shape[2]):
        known = np.isfinite(errors[:, :, step])
        votes = known.sum(axis=1)
        kept = errors[:, :, step][known]
        weight = np.repeat(1.0 / np.maximum(votes, 1), votes)
        order = _order(kept, weight)
        columns.append(kept[order])
        weights.append(weight[order] / max(float(weight.sum()), 1e-300))
        series.append(int((votes > 0).sum()))
    whole = np.isfinite(errors).all(axis=2)
    courses = errors[whole]
    courses = courses[_order(*courses.T)]
    if len(courses) > TEMPLATES:
        courses = courses[np.linspace(0, len(courses) - 1, TEMPLATES).round().astype(int)]
    return Pool(tuple(columns), tuple(weights), tuple(series), courses)


def _order(first: Floats, *others: Floats) -> Integers:
    """Sort by the first key, then by the others where it is equal: the result knows no order of series."""
    order = np.argsort(first)
    ordered = first[order]
    if (ordered[1:] == ordered[:-1]).any():
        order = np.lexsort((*others[::-1], first))
    return order.astype(np.int64, copy=False)


@dataclass(frozen=True)
class Distribution:
    """Error distributions of S series over H horizons.

    Attributes:
        at: shape (H, Z); scaled errors, ascending.
        below: shape (S, H, Z); probability that the series' scaled error is at most ``at``, ascending.
        ranks: shape (K, H); courses through the distributions, as probabilities spread over 0 to 1.
    """

    at: Floats
    below: Floats
    ranks: Floats

    def cumulative(self, value: Floats) -> Floats:
        """Probability that the scaled error is at most ``value``, both of shape (S, H)."""
        result = np.empty_like(value)
        rows = np.arange(len(value))
        for step, at in enumerate(self.at):
            sought = value[:, step]
            right = np.clip(np.searchsorted(at, sought, side="right"), 1, len(at) - 1)
            left = right - 1
            width = at[right] - at[left]
            share = np.divide(sought - at[left], width, out=np.ones_like(width), where=width > 0)
            low, high = self.below[rows, step, left], self.below[rows, step, right]
            result[:, step] = low + np.clip(share, 0.0, 1.0) * (high - low)
            result[sought < at[0], step] = 0.0
            result[sought >= at[-1], step] = 1.0
        return result

    def quantile(self, probabilities: Floats) -> Floats:
        """Scaled errors not exceeded with the given probabilities: shape (S, H, L) for L of them."""
        result = np.empty((*self.below.shape[:2], len(probabilities)))
        rows = np.arange(len(self.below))[:, None]
        for step, at in enumerate(self.at):
            below = self.below[:, step]
            right = np.clip(_fewer(below, probabilities), 1, len(at) - 1)
            left = right - 1
            low, high = below[rows, left], below[rows, right]
            share = np.divide(probabilities - low, high - low, out=np.ones_like(low), where=high > low)
            result[:, step] = at[left] + np.clip(share, 0.0, 1.0) * (at[right] - at[left])
        return result


def _fewer(ascending: Floats, sought: Floats) -> Integers:
    """Count in every row, shape (S, Z) ascending, the entries below each of L values: shape (S, L)."""
    rows = np.arange(len(ascending))[:, None]
    low = np.zeros((len(ascending), len(sought)), dtype=np.int64)
    high = np.full_like(low, ascending.shape[1])
    for _ in range(ascending.shape[1].bit_length()):
        middle = np.minimum((low + high) // 2, ascending.shape[1] - 1)
        under = (ascending[rows, middle] < sought) & (low < high)
        low = np.where(under, middle + 1, low)
        high = np.where(under, high, np.minimum(middle, high))
    return low


def distribution(errors: Floats, reference: Pool | None) -> Distribution:
    """Give every series its error distribution.

    Args:
        errors: scaled errors, shape (S, K, H).
        reference: what to lean on where fewer than ``FULL_POOL`` series gave errors, see
            :func:`needs_reference`.
    """
    own = pool(_ripe(errors))
    count, _, horizon = errors.shape
    at, below = np.empty((horizon, len(GRID))), np.empty((count, horizon, len(GRID)))
    for step in range(horizon):
        kept, weight = own.errors[step], own.weights[step]
        if reference is not None:
            share = min(own.series[step] / FULL_POOL, 1.0)
            kept = np.concatenate([kept, reference.errors[step]])
            weight = np.concatenate([share * weight, (1 - share) * reference.weights[step]])
            order = _order(kept, weight)
            kept, weight = kept[order], weight[order]
        middle = np.cumsum(weight) - weight / 2
        at[step] = np.interp(GRID, middle / weight.sum(), kept)
        below[:, step] = _beside(errors[:, :, step], at[step], OWN * (step + 1))
    courses = own.courses if reference is None else _courses(own, reference)
    return Distribution(at, below, _ranks(courses))


def needs_reference(errors: Floats) -> bool:
    """Say whether some horizon has errors of fewer than ``FULL_POOL`` series."""
    return bool((np.isfinite(_ripe(errors)).any(axis=1).sum(axis=0) < FULL_POOL).any())


def _ripe(errors: Floats) -> Floats:
    """Leave out origins with fewer than ``RIPE`` figures behind them, counted by errors of one step."""
    seen = np.cumsum(np.isfinite(errors[:, :, :1]), axis=1)
    return np.where(seen > RIPE - 3, errors, np.nan)


def _beside(errors: Floats, at: Floats, prior: float) -> Floats:
    """Mix the pool with each series' own errors, shape (S, K): the probabilities at ``at``, shape (S, Z)."""
    known = np.isfinite(errors)
    votes = known.sum(axis=1)
    series = np.repeat(np.arange(len(errors)), votes)
    place = np.searchsorted(at, errors[known], side="left")
    counts = np.bincount(series * (len(at) + 1) + place, minlength=len(errors) * (len(at) + 1))
    reached: Floats = np.cumsum(counts.reshape(len(errors), -1)[:, :-1], axis=1, dtype=np.float64)
    reached += prior * GRID
    reached /= (prior + votes)[:, None]
    return reached


def _courses(own: Pool, reference: Pool) -> Floats:
    share = min(own.series[-1] / FULL_POOL, 1.0)
    kept = own.courses[:: max(1, round(1 / share))] if share > 0 else own.courses
    return np.concatenate([kept, reference.courses])


def _ranks(courses: Floats) -> Floats:
    """Turn errors into their ranks within each horizon, as probabilities: the Schaake shuffle's templates."""
    order = np.argsort(courses, axis=0, kind="stable")
    ranks = np.empty_like(courses)
    np.put_along_axis(ranks, order, (np.arange(len(courses))[:, None] + 0.5) / len(courses), axis=0)
    return ranks
