"""Cronbach's alpha: how far the members of a group measure the same thing.

Source: Cronbach, Coefficient alpha and the internal structure of tests, 1951; OECD and JRC, Handbook, section
    4.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from luodi.scoring.arrays import FloatArray, column_mean

Missing = Literal["pairwise", "complete"]


def cronbach_alpha(values: FloatArray, missing: Missing = "pairwise") -> float:
    """Alpha of some columns: k/(k - 1) (1 - trace of covariances / sum of covariances).

    Args:
        values: shape (rows, columns), NaN where missing.
        missing: covariances over the rows that have the pair, or over rows that have all.

    Returns:
        Alpha; NaN for fewer than two columns or without spread.

    Example:
        >>> round(cronbach_alpha(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]])), 6)
        0.947368
    """
    if values.shape[1] < 2:
        return float("nan")
    covariance = covariances(values, missing)
    total = covariance.sum()
    many = values.shape[1]
    return float("nan") if not total else float(many / (many - 1) * (1 - np.trace(covariance) / total))


def alpha_without(values: FloatArray, missing: Missing = "pairwise") -> FloatArray:
    """Alpha of the others if a column is left out, shape (columns,)."""
    columns = np.arange(values.shape[1])
    return np.array([cronbach_alpha(values[:, columns != column], missing) for column in columns])


def covariances(values: FloatArray, missing: Missing = "pairwise") -> FloatArray:
    """Covariances (n - 1) of the columns, each over the rows that have what ``missing`` asks for."""
    if missing == "complete":
        values = values[~np.isnan(values).any(axis=1)]
    there = (~np.isnan(values)).astype(np.float64)
    if there.all():
        off = values - values.mean(axis=0)
        return np.asarray(off.T @ off / max(len(values) - 1, 1))
    n = there.T @ there
    centred = np.where(there > 0, values - column_mean(values), 0.0)
    sums = centred.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((centred.T @ centred - sums * sums.T / n) / (n - 1))
