"""Correlations with p-values, and the pairs worth a second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np

from luodi.scoring.arrays import BoolArray, FloatArray, IntArray, rank

Kind = Literal["pearson", "spearman"]


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Correlations between columns over the rows that have both.

    Attributes:
        r: shape (columns, columns); NaN where there are fewer than three rows or no spread.
        p: two-sided p-values by Student's t with n - 2 degrees of freedom, same shape; 0 on the diagonal.
        n: rows used, same shape.
    """

    r: FloatArray
    p: FloatArray
    n: IntArray


class Pair(msgspec.Struct, kw_only=True, frozen=True):
    """A pair of nodes whose correlation stands out.

    Attributes:
        first: id of one.
        second: id of the other.
        r: their correlation.
        p: its p-value.
        why: ``collinear`` (above the upper limit), ``negative`` (below the lower limit), or ``weak``.
    """

    first: str
    second: str
    r: float
    p: float
    why: str


def correlations(values: FloatArray, kind: Kind = "pearson") -> Correlations:
    """Correlate the columns of ``values``, shape (rows, columns), NaN where missing, pair by pair.

    Example:
        >>> found = correlations(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 7.0]]))
        >>> round(float(found.r[0, 1]), 6), round(float(found.p[0, 1]), 4)
        (0.993399, 0.0732)
    """
    from scipy.special import stdtr

    there = ~np.isnan(values)
    n = there.astype(np.intp).T @ there
    r = _complete(values) if there.all() and kind == "pearson" else _pairwise(values, there, kind)
    r[n < 3] = np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = (n - 2).astype(np.float64)
        t = np.abs(r) * np.sqrt(freedom / np.maximum(1 - r**2, 0))
        p = 2 * stdtr(np.maximum(freedom, 1), -t)
    np.fill_diagonal(p, 0.0)
    p[np.isnan(r)] = np.nan
    return Correlations(r, p, n)


def striking(
    found: Correlations,
    codes: list[str],
    *,
    collinear: float = 0.9,
    negative: float = -0.4,
    weak: float | None = None,
) -> tuple[Pair, ...]:
    """Pick the pairs that stand out.

    Args:
        found: correlations of the nodes.
        codes: their ids.
        collinear: |r| from which two nodes say the same.
        negative: r up to which they contradict each other.
        weak: |r| below which they hardly belong together; None not to ask.
    """
    pairs = []
    for first in range(len(codes)):
        for second in range(first + 1, len(codes)):
            r = float(found.r[first, second])
            if np.isnan(r):
                continue
            if abs(r) >= collinear:
                why = "collinear"
            elif r <= negative:
                why = "negative"
            elif weak is not None and abs(r) < weak:
                why = "weak"
            else:
                continue
            p = float(found.p[first, second])
            pairs.append(Pair(first=codes[first], second=codes[second], r=r, p=p, why=why))
    return tuple(pairs)


def _complete(values: FloatArray) -> FloatArray:
    off = values - values.mean(axis=0)
    length = np.sqrt((off**2).sum(axis=0))
    off = off / np.where(length > 0, length, np.nan)
    r: FloatArray = np.clip(off.T @ off, -1, 1)
    np.fill_diagonal(r, np.where(length > 0, 1.0, np.nan))
    return r


def _pairwise(values: FloatArray, there: BoolArray, kind: Kind) -> FloatArray:
    columns = values.shape[1]
    r = np.full((columns, columns), np.nan)
    for first in range(columns):
        for second in range(first, columns):
            both = there[:, first] & there[:, second]
            pair = values[both][:, [first, second]]
            if len(pair) < 3:
                continue
            if kind == "spearman":
                pair = np.column_stack([rank(column, "mean", descending=False) for column in pair.T])
            r[first, second] = r[second, first] = _complete(pair)[0, 1]
    return r
