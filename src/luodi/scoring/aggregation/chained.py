"""Chained growth index (环比链式指数): weighted growth of the members, multiplied up from a base of 100.

Source: National Bureau of Statistics, 中国创新指数 (base 2005 = 100): growth is taken against the mean of the
two years so that up and down weigh the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import BoolArray, FloatArray
from luodi.scoring.panel import Panel, blocks_of


def chained(
    scores: FloatArray,
    weights: FloatArray,
    there: BoolArray,
    panel: Panel,
    growth: Literal["symmetric", "simple"],
    where: str,
) -> FloatArray:
    """Chain the weighted growth of positive levels, unit by unit.

    ``symmetric``: v = 2 (x_t - x_s) / (x_t + x_s), V = sum of w v over sum of w, index_t = index_s (2 + V)/(2
    - V); ``simple``: v = x_t / x_s - 1, index_t = index_s (1 + V). The first year of a unit has 100. A member
    counts in a step if it has figures at both ends.

    Args:
        scores: levels, shape (rows, members), positive where there.
        weights: shape (rows, members), those of the later year count.
        there: which levels count.
        panel: units and years of the rows.
        growth: how growth is taken.
        where: the group, for messages.

    Returns:
        Shape (rows,); NaN from the first step on for which no member has figures at both ends.

    Raises:
        InputError: there are no years, or a level is not positive.
    """
    if any(year is None for year in panel.years):
        raise InputError("a chained index needs years", where=where, remedy="add a year column")
    if np.any(there & (scores <= 0)):
        raise InputError(
            "growth is not defined for levels that are not above zero",
            where=where,
            accepted="positive levels",
            remedy="use `normalise: index`, or leave the indicator out",
        )
    years = np.array(panel.years, dtype=np.int64)
    found = np.full(panel.rows, np.nan)
    for rows in blocks_of(panel.units):
        ordered = rows[np.argsort(years[rows])]
        found[ordered[0]] = 100.0 if there[ordered[0]].any() else np.nan
        for before, row in pairwise(ordered):
            both = there[before] & there[row]
            used = weights[row] * both
            if used.sum() <= 0:
                continue
            start, end = np.where(both, scores[before], 1.0), np.where(both, scores[row], 1.0)
            rate = 2 * (end - start) / (end + start) if growth == "symmetric" else end / start - 1
            mean = float((used * rate).sum() / used.sum())
            step = (2 + mean) / (2 - mean) if growth == "symmetric" else 1 + mean
            found[row] = found[before] * step
    return found
