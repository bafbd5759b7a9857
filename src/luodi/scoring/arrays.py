"""Small numeric tools that every step shares: rounding, ranking, skewness, kurtosis."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
Ties = Literal["min", "max", "mean", "dense"]

SIGNIFICANT_DIGITS: Final = 10
"""Digits kept before ranking and writing: linear algebra libraries differ in the last bits."""

_POWERS: Final = np.array([float(f"1e{k}") for k in range(-330, 309)])
_ZERO: Final = 330


_EXACT_POWER: Final = 22
"""Powers of ten up to here are exact doubles."""


def round_significant(values: FloatArray, digits: int = SIGNIFICANT_DIGITS) -> FloatArray:
    """Round to a number of significant digits, the same on every machine.

    Only comparisons and correctly rounded operations are used once the exponent is guessed, so that two
    machines whose inputs differ in the last bits give the same output.

    Args:
        values: any shape; NaN and infinities pass through.
        digits: significant decimal digits, 1 to 15.

    Example:
        >>> round_significant(np.array([1234567.891011121, -0.1 - 0.2, 0.0]), 10).tolist()
        [1234567.891, -0.3, 0.0]
    """
    finite = np.isfinite(values) & (values != 0)
    size = np.abs(np.where(finite, values, 1.0))
    exponent = np.floor(np.log10(size)).astype(np.intp)
    exponent += size >= _POWERS[np.minimum(exponent + 1, 308) + _ZERO]
    exponent -= size < _POWERS[exponent + _ZERO]
    shift = digits - 1 - exponent
    up = _POWERS[np.clip(shift, 0, 308) + _ZERO]
    down = _POWERS[np.clip(-shift, 0, 308) + _ZERO]
    rounded = np.rint(np.where(finite, values, 0.0) * up / down) / up * down
    # powers beyond 10^22 are no exact doubles: the few values that need one are rounded as they are printed
    for place in np.argwhere(finite & (np.abs(shift) > _EXACT_POWER)):
        at = tuple(place)
        rounded[at] = float(f"{values[at]:.{digits - 1}e}")
    return np.where(finite & (size >= 1e-290), rounded, values)


def round_decimals(values: FloatArray, decimals: int) -> FloatArray:
    """Round to decimals, halves away from zero, as published tables are rounded.

    The last bits are cleared first, so that 0.285, which a computer holds as a little less, becomes 0.29.

    Example:
        >>> round_decimals(np.array([0.285, -2.5, 2.4999]), 2).tolist()
        [0.29, -2.5, 2.5]
    """
    factor = float(f"1e{decimals}")
    scaled = round_significant(values, 14) * factor
    return np.asarray(np.sign(scaled) * np.floor(round_significant(np.abs(scaled), 14) + 0.5) / factor)


def rank(values: FloatArray, ties: Ties = "min", *, descending: bool = True) -> FloatArray:
    """Rank a vector; equal values share a rank, missing values have none.

    Args:
        values: shape (n,).
        ties: ``min`` gives 1, 2, 2, 4 (competition), ``max`` 1, 3, 3, 4, ``mean`` 1, 2.5, 2.5, 4,
            ``dense`` 1, 2, 2, 3.
        descending: whether the highest value ranks first.

    Example:
        >>> rank(np.array([3.0, 5.0, np.nan, 3.0])).tolist()
        [2.0, 1.0, nan, 2.0]
    """
    ranks = np.full(values.shape, np.nan)
    there = ~np.isnan(values)
    if not there.any():
        return ranks
    keys = -values[there] if descending else values[there]
    _, group, count = np.unique(keys, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    first = last - count + 1
    by_group = {
        "min": first,
        "max": last,
        "mean": (first + last) / 2,
        "dense": np.arange(1, len(count) + 1),
    }[ties]
    ranks[there] = by_group[group]
    return ranks


def skewness(values: FloatArray) -> FloatArray:
    """Adjusted Fisher-Pearson skewness G1 of each column, as spreadsheets compute it.

    Args:
        values: shape (rows, columns), NaN where missing.

    Returns:
        Shape (columns,); NaN with fewer than three values or no spread.
    """
    n, deviation = _centred(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        second = np.sum(deviation**2, axis=0)
        raw = np.sqrt(n) * np.sum(deviation**3, axis=0) / second**1.5
        return np.where((n > 2) & (second > 0), raw * np.sqrt(n * (n - 1)) / (n - 2), np.nan)


def kurtosis(values: FloatArray) -> FloatArray:
    """Excess kurtosis G2 of each column, as spreadsheets compute it.

    Args:
        values: shape (rows, columns), NaN where missing.

    Returns:
        Shape (columns,); NaN with fewer than four values or no spread.
    """
    n, deviation = _centred(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        second = np.sum(deviation**2, axis=0)
        ratio = n * np.sum(deviation**4, axis=0) / second**2
        adjusted = ((n + 1) * (ratio - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
        return np.where((n > 3) & (second > 0), adjusted, np.nan)


def column_mean(values: FloatArray) -> FloatArray:
    """Mean of each column over what is there; NaN (quietly) where nothing is."""
    n = np.sum(~np.isnan(values), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(n > 0, np.nansum(values, axis=0) / n, np.nan))


def _centred(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    n = np.sum(~np.isnan(values), axis=0).astype(np.float64)
    return n, np.nan_to_num(values - column_mean(values), nan=0.0)
