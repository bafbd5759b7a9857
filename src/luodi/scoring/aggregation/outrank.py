"""Outranking and Copeland: pairwise contests instead of compensation.

Source: OECD and JRC, Handbook on Constructing Composite Indicators, 2008, section 6.3; Saari and Merlin, The
Copeland method, 1996.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from luodi.scoring.arrays import FloatArray, rank

_BLOCK: Final = 96
"""Units compared at once with all others: the running sums of a block stay in the processor's cache."""
_TIE: Final = 1e-9
_WHOLE: Final = 30_000


def outranking(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Make the outranking matrix.

    Args:
        scores: shape (units, members), NaN where missing: a member that either unit lacks decides nothing.
        weights: shape (members,).

    Returns:
        Shape (units, units): share of the weight for which the row's unit is ahead, half of it where equal;
        zero on the diagonal.

    Example:
        >>> outranking(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([1.0, 1.0])).tolist()
        [[0.0, 0.75], [0.25, 0.0]]
    """
    share = weights / weights.sum()
    found = np.zeros((len(scores), len(scores)))
    for member in range(scores.shape[1]):
        column = scores[:, member]
        ahead = column[:, None] > column
        found += share[member] * (ahead + 0.5 * (column[:, None] == column))
    np.fill_diagonal(found, 0.0)
    return found


def copeland(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Count contests won less contests lost.

    A unit wins a contest if the weight for which it is ahead is greater than the weight for which it is
    behind.

    Args:
        scores: shape (units, members), NaN where missing.
        weights: shape (members,).

    Returns:
        Shape (units,); NaN for a unit without any score.

    Example:
        >>> copeland(np.array([[3.0, 3.0], [2.0, 1.0], [1.0, 2.0]]), np.array([1.0, 1.0])).tolist()
        [2.0, -1.0, -1.0]
    """
    units = len(scores)
    places = np.stack([rank(column, "dense", descending=False) for column in scores.T]).astype(np.float32)
    whole = _whole(weights)
    size: type[np.int16] | type[np.float64] = np.int16 if whole is not None else np.float64
    weight = whole if whole is not None else weights / weights.sum()
    balance = np.zeros(units)
    for start in range(0, units, _BLOCK):
        end = min(start + _BLOCK, units)
        margin: npt.NDArray[Any] = np.zeros((end - start, units - start), dtype=size)
        for member in range(len(places)):
            if weight[member] == 0:
                continue
            row, column = places[member, start:end, None], places[member, None, start:]
            won = (row > column).view(np.int8) - (row < column).view(np.int8)
            margin += won if weight[member] == 1 else won * size(weight[member])
        result = (margin > _TIE).view(np.int8) - (margin < -_TIE).view(np.int8)
        balance[start:end] += result.sum(axis=1, dtype=np.int64)
        balance[end:] -= result[:, end - start :].sum(axis=0, dtype=np.int64)
    balance[np.isnan(scores).all(axis=1)] = np.nan
    return balance


def _whole(weights: FloatArray) -> FloatArray | None:
    """Scale weights to whole numbers if they are small multiples of the least, so that ties are exact."""
    least = weights[weights > 0].min()
    for factor in range(1, 13):
        scaled = weights / least * factor
        whole = np.rint(scaled)
        if np.allclose(scaled, whole, rtol=0, atol=1e-9) and whole.sum() < _WHOLE:
            return np.asarray(whole)
    return None
