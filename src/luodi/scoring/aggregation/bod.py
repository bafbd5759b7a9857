"""Benefit of the doubt: each unit is scored with the weights that suit it best.

Source: Melyn and Moesen, Towards a synthetic indicator of macroeconomic performance, 1991; Cherchye, Moesen,
Rogge and Van Puyenbroeck, An introduction to 'benefit of the doubt' composite indicators, 2007. Shares are
bounded as in the latter.
"""

from __future__ import annotations

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import BoolArray, FloatArray


def benefit_of_doubt(scores: FloatArray, lowest: float, highest: float, *, where: str) -> FloatArray:
    """Score every unit against the best it could be compared with under its own best weights.

    For unit i, maximise sum of w x_i over w >= 0 subject to sum of w x_k <= 1 for every unit k, and
    lowest <= w_j x_ij / sum of w x_i <= highest for every member j that has a score; the bounds fall away
    where too few have one to meet them. Solved as a linear programme by HiGHS.

    Args:
        scores: shape (units, members), not negative; a missing member has no part in its unit's score and
            counts as zero where other units are scored.
        lowest: least share of each member in the unit's score.
        highest: greatest share of each member.
        where: the group, for messages.

    Returns:
        Shape (units,), from 0 to 1; the best units have 1.

    Raises:
        InputError: negative scores, or bounds that no weights can meet.

    Example:
        >>> scores = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]])
        >>> benefit_of_doubt(scores, 0.0, 1.0, where="").round(6).tolist()
        [1.0, 1.0, 0.666667]
    """
    from scipy.optimize import linprog

    if np.any(scores < 0):
        raise InputError(
            "benefit of the doubt meets negative scores",
            where=where,
            accepted="scores from zero on",
            remedy="normalise to a scale such as [0, 1]",
        )
    members = scores.shape[1]
    if lowest * members > 1 + 1e-12 or highest * members < 1 - 1e-12:
        raise InputError(
            f"shares between {lowest:g} and {highest:g} cannot add up to one over {members} members",
            where=where,
            accepted="lowest_share up to, and highest_share from, one divided by the number of members",
            remedy="widen the bounds",
        )
    others = np.nan_to_num(scores, nan=0.0)
    free = without_bounds(scores, lowest, highest)
    found = np.full(len(scores), np.nan)
    for unit, own in enumerate(scores):
        there = ~np.isnan(own)
        if not there.any():
            continue
        values = np.where(there, own, 0.0)
        if not values.any():
            found[unit] = 0.0
            continue
        low, high = (0.0, 1.0) if free[unit] else (lowest, highest)
        matrix = [others]
        if low > 0:
            matrix.append((low * values - np.diag(values))[there])
        if high < 1:
            matrix.append((np.diag(values) - high * values)[there])
        rows = np.vstack(matrix)
        limits = np.concatenate([np.ones(len(others)), np.zeros(len(rows) - len(others))])
        bounds = [(0, None) if is_there else (0, 0) for is_there in there]
        solved = linprog(-values, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
        if solved.status != 0 or solved.fun is None:
            raise InputError(
                "no weights meet the bounds on shares",
                where=where,
                remedy="lower lowest_share or raise highest_share",
            )
        found[unit] = -solved.fun
    return found


def without_bounds(scores: FloatArray, lowest: float, highest: float) -> BoolArray:
    """Tell which units, shape (units,), have too few members with a score to meet the bounds on shares.

    Example:
        >>> without_bounds(np.array([[1.0, 2.0, 3.0], [1.0, np.nan, 3.0]]), 0.0, 0.4).tolist()
        [False, True]
    """
    many = (~np.isnan(scores)).sum(axis=1)
    return np.asarray((many > 0) & ((lowest * many > 1 + 1e-12) | (highest * many < 1 - 1e-12)))


def held_at_zero(scores: FloatArray, lowest: float, highest: float) -> BoolArray:
    """Tell which units, shape (units,), score zero because a member that must have a share scores zero."""
    bound = ~without_bounds(scores, lowest, highest) & (lowest > 0)
    return np.asarray(bound & (scores == 0).any(axis=1) & (np.nan_to_num(scores) > 0).any(axis=1))
