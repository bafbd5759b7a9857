"""Change over the years (历年变化): of each unit's scores and figures, with ranks of the change.

A unit's first and last year are those in which it has the score or figure at all; a revised figure counts as
known last, so that a trend is never taken across two vintages of one year.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np

from luodi.scoring.arrays import FloatArray, rank, round_significant
from luodi.scoring.engine import Result
from luodi.scoring.panel import blocks_of


class Trend(msgspec.Struct, kw_only=True, frozen=True):
    """How one unit moved in one score or figure; NaN where it cannot be told.

    Attributes:
        unit: its code.
        node: the group whose score, or the indicator whose figure it is.
        first_year: first year with a value.
        last_year: last year with a value.
        first: value of the first year.
        last: value of the last year.
        change: last less first.
        per_year: change divided by the years between.
        growth: mean yearly growth (年均增长率) in per cent, (last / first)^(1 / years) - 1; only of positive
            values.
        change_rank: rank of ``per_year`` among all units, the greatest improvement first: of an indicator
            where less is better, the greatest fall.
        first_rank: rank of the value among the units of the first year.
        last_rank: rank of the value among the units of the last year.
        places: places gained, or lost where negative.
    """

    unit: str
    node: str
    first_year: int
    last_year: int
    first: float
    last: float
    change: float
    per_year: float
    growth: float
    change_rank: float
    first_rank: float
    last_rank: float
    places: float


class Step(msgspec.Struct, kw_only=True, frozen=True):
    """How one unit's index moved from one of its years to the next.

    Attributes:
        unit: its code.
        year: the later year.
        before: the earlier year.
        score: index in the later year.
        change: less that of the earlier one.
        rank: rank in the later year.
        places: places gained, or lost where negative.
    """

    unit: str
    year: int
    before: int
    score: float
    change: float
    rank: float
    places: float


def trends(result: Result) -> tuple[Trend, ...]:
    """Tell the change of every unit: of all groups' scores, the index first, then of the indicators' figures.

    Args:
        result: of a scheme on figures with years; without two years there is nothing to tell.

    Returns:
        By node, then by rank of the change. Units with one year only are left out.
    """
    tree, raw = result.tree, result.stages["raw"]
    kept = {key: row for row, key in enumerate(zip(raw.units, raw.years, strict=True))}
    rows = [kept[key] for key in zip(result.panel.units, result.panel.years, strict=True)]
    found: list[Trend] = []
    for node in reversed(tree.groups):
        found += _of_node(result, tree.codes[node], result.scores[:, node], result.ranks[:, node], 1.0)
    for at, indicator in enumerate(result.scheme.indicators):
        sign = 1.0 if indicator.direction == "increase" else -1.0
        figures = raw.values[rows, at]
        found += _of_node(result, indicator.id, figures, _ranks(result, sign * figures), sign)
    return tuple(found)


def steps(result: Result) -> tuple[Step, ...]:
    """Tell how every unit's index moved from year to year, by unit."""
    panel, root = result.panel, result.tree.root
    scores, ranks = round_significant(result.index), result.ranks[:, root]
    found = []
    for block in blocks_of(panel.units):
        for before, row in pairwise(_dated(result, block.tolist(), scores)):
            found.append(
                Step(
                    unit=panel.units[row],
                    year=int(panel.years[row] or 0),
                    before=int(panel.years[before] or 0),
                    score=float(scores[row]),
                    change=float(scores[row] - scores[before]),
                    rank=float(ranks[row]),
                    places=float(ranks[before] - ranks[row]),
                )
            )
    return tuple(found)


def _dated(result: Result, rows: list[int], values: FloatArray) -> list[int]:
    """Rows of one unit that have a year and a value, by year."""
    there = [row for row in rows if result.panel.years[row] is not None and not np.isnan(values[row])]
    return sorted(there, key=lambda row: result.panel.years[row] or 0)


def _ranks(result: Result, values: FloatArray) -> FloatArray:
    found = np.full(len(values), np.nan)
    rounded = round_significant(values)
    for block in blocks_of(result.panel.years):
        found[block] = rank(rounded[block], result.scheme.ranking.ties)
    return found


def _of_node(result: Result, code: str, values: FloatArray, ranks: FloatArray, sign: float) -> list[Trend]:
    panel = result.panel
    ends = [
        (dated[0], dated[-1])
        for block in blocks_of(panel.units)
        if len(dated := _dated(result, block.tolist(), values)) > 1
    ]
    years = [int(panel.years[last] or 0) - int(panel.years[first] or 0) for first, last in ends]
    pace = np.array(
        [(values[last] - values[first]) / gap for (first, last), gap in zip(ends, years, strict=True)]
    )
    order = rank(round_significant(sign * pace), result.scheme.ranking.ties) if len(pace) else pace
    found = []
    for (first, last), gap, per_year, place in zip(ends, years, pace.tolist(), order.tolist(), strict=True):
        start, end = float(values[first]), float(values[last])
        found.append(
            Trend(
                unit=panel.units[first],
                node=code,
                first_year=int(panel.years[first] or 0),
                last_year=int(panel.years[last] or 0),
                first=start,
                last=end,
                change=end - start,
                per_year=per_year,
                growth=100 * ((end / start) ** (1 / gap) - 1) if start > 0 and end > 0 else np.nan,
                change_rank=place,
                first_rank=float(ranks[first]),
                last_rank=float(ranks[last]),
                places=float(ranks[first] - ranks[last]),
            )
        )
    return sorted(found, key=lambda one: (one.change_rank, one.unit))
