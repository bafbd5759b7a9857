"""Weighted means over what is there; weights are rescaled to the members that have a score.

Source: OECD and JRC, Handbook on Constructing Composite Indicators, 2008, section 6; Mazziotta and Pareto,
Methods for constructing composite indices: one for all or all for one?, 2013.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from luodi.scoring.arrays import BoolArray, FloatArray

Mean = Callable[[FloatArray, FloatArray, BoolArray], FloatArray]


def arithmetic(scores: FloatArray, weights: FloatArray, there: BoolArray) -> FloatArray:
    """Sum of w x over sum of w.

    Args:
        scores: shape (..., members).
        weights: shape broadcastable to ``scores``.
        there: which scores count, same shape as ``scores``.

    Example:
        >>> x = np.array([[1.0, np.nan, 4.0]])
        >>> arithmetic(x, np.array([1.0, 1.0, 2.0]), ~np.isnan(x)).tolist()
        [3.0]
    """
    used = weights * there
    return np.asarray((used * np.where(there, scores, 0.0)).sum(axis=-1) / _positive(used.sum(axis=-1)))


def weighted_sum(scores: FloatArray, weights: FloatArray, there: BoolArray) -> FloatArray:
    """Sum of w x, weights as they are (points, 分值); what is missing adds nothing."""
    return np.asarray((weights * there * np.where(there, scores, 0.0)).sum(axis=-1))


def geometric(scores: FloatArray, weights: FloatArray, there: BoolArray) -> FloatArray:
    """Product of x to the power of w over sum of w; scores must be positive."""
    used = weights * there
    logs = np.log(np.where(used > 0, scores, 1.0))
    return np.asarray(np.exp((used * logs).sum(axis=-1) / _positive(used.sum(axis=-1))))


def harmonic(scores: FloatArray, weights: FloatArray, there: BoolArray) -> FloatArray:
    """Sum of w over sum of w / x; scores must be positive."""
    used = weights * there
    parts = used / np.where(used > 0, scores, 1.0)
    return np.asarray(used.sum(axis=-1) / _positive(parts.sum(axis=-1)))


def power(scores: FloatArray, weights: FloatArray, there: BoolArray, exponent: float) -> FloatArray:
    """Generalised mean: (sum of w x^p over sum of w)^(1/p); scores must be positive."""
    used = weights * there
    parts = used * np.where(used > 0, scores, 1.0) ** exponent
    return np.asarray((parts.sum(axis=-1) / _positive(used.sum(axis=-1))) ** (1.0 / exponent))


def mazziotta_pareto(scores: FloatArray, weights: FloatArray, there: BoolArray, penalty: int) -> FloatArray:
    """Mean, less (or plus) standard deviation times coefficient of variation of the unit's own scores.

    Usual after ``zscore`` with mean 100 and deviation 10; a mean of zero gives no score.
    """
    mean = arithmetic(scores, weights, there)
    off = np.where(there, scores, 0.0) - mean[..., None]
    variance = arithmetic(off**2, weights, there)
    return np.asarray(mean + penalty * variance / np.where(mean == 0, np.nan, mean))


def _positive(total: FloatArray) -> FloatArray:
    return np.where(total > 0, total, np.nan)


def _quietly(function: Callable[..., FloatArray]) -> Callable[[FloatArray], FloatArray]:
    def over_members(scores: FloatArray) -> FloatArray:
        found = np.full(scores.shape[0], np.nan)
        some = ~np.isnan(scores).all(axis=1)
        found[some] = function(scores[some], axis=1)
        return found

    return over_members


MEANS: Final[dict[str, Mean]] = {
    "arithmetic": arithmetic,
    "sum": weighted_sum,
    "geometric": geometric,
    "harmonic": harmonic,
}
ORDER: Final[dict[str, Callable[[FloatArray], FloatArray]]] = {
    "minimum": _quietly(np.nanmin),
    "maximum": _quietly(np.nanmax),
    "median": _quietly(np.nanmedian),
}
DEFINED: Final[dict[str, Callable[[FloatArray], BoolArray]]] = {
    method: (lambda scores: scores > 0) for method in ("geometric", "harmonic", "power")
}
"""For which scores a mean is defined, where not for all."""
