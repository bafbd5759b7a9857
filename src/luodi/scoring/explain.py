"""Explanation (得分差异分解): what each indicator contributes to the gap between two units or two years.

At every group the gap between two scores is shared out exactly among its members: under arithmetic means and
sums by their weighted scores; under geometric means by the logarithmic mean (LMDI); under any other method by
Shapley values over its members. A member's share is passed on to its own members in the same way, so that the
contributions of all indicators sum to the gap of the index.

Source: Ang, The LMDI approach to decomposition analysis, 2005; Shapley, A value for n-person games, 1953.
"""

from __future__ import annotations

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.attribution import Method, share_out
from luodi.scoring.engine import Result


class Contribution(msgspec.Struct, kw_only=True, frozen=True):
    """What a node contributes to the gap.

    Attributes:
        node: its id.
        name: its name.
        level: its level; 1 for indicators.
        first: its score in the first row; NaN if it has none.
        second: its score in the second row; NaN if it has none.
        contribution: in points of the score explained; contributions of a group's members sum to the group's.
        value_first: the indicator's figure in the first row, as given; NaN for groups.
        value_second: the indicator's figure in the second row, as given; NaN for groups.
    """

    node: str
    name: str
    level: int
    first: float
    second: float
    contribution: float
    value_first: float = float("nan")
    value_second: float = float("nan")


class Explanation(msgspec.Struct, kw_only=True, frozen=True):
    """The gap between two rows.

    Attributes:
        first: unit (and year) of the first row.
        second: unit (and year) of the second row.
        node: id of the score explained.
        gap: score of the first less that of the second.
        methods: how the gap was shared out at each group: ``additive``, ``log_mean`` or ``shapley``.
        indicators: contributions of the indicators, the greatest in size first; they sum to the gap.
        groups: contributions of the groups below the node, from the top down.
    """

    first: str
    second: str
    node: str
    gap: float
    methods: dict[str, Method]
    indicators: tuple[Contribution, ...]
    groups: tuple[Contribution, ...]


def explain(
    result: Result, first: tuple[str, int | None], second: tuple[str, int | None], node: str | None = None
) -> Explanation:
    """Share out the gap between two rows among the indicators.

    Where the weights of the two rows differ (by class or year), the change of weight is part of the
    contribution of the member that it belongs to.

    Args:
        result: the result.
        first: unit and year of the first row; the year may be None if the unit has one row only.
        second: unit and year of the second row.
        node: id of the group to explain; default the root.

    Raises:
        InputError: a row is not in the result or has no score, or a method compares units with each other so
            that
            a score is not made of its own members alone.
    """
    tree = result.tree
    top = tree.root if node is None else _group(result, node)
    a, b = _row(result, *first), _row(result, *second)
    for row in (a, b):
        if np.isnan(result.scores[row, top]):
            raise InputError(
                f"{result.panel.row_name(row)} has no score", where="explain", remedy="choose another unit"
            )
    found, methods, below = share_out(result, a, b, top)
    leaves = tree.leaves_under(top).tolist()
    raw = result.stages["raw"]
    places = {key: at for at, key in enumerate(zip(raw.units, raw.years, strict=True))}
    at_a, at_b = (places[result.panel.units[row], result.panel.years[row]] for row in (a, b))

    def told(one: int) -> Contribution:
        leaf = one < tree.leaves
        return Contribution(
            node=tree.codes[one],
            name=tree.names[one],
            level=int(tree.level[one]),
            first=float(result.scores[a, one]),
            second=float(result.scores[b, one]),
            contribution=float(found[one]),
            value_first=float(raw.values[at_a, one]) if leaf else float("nan"),
            value_second=float(raw.values[at_b, one]) if leaf else float("nan"),
        )

    return Explanation(
        first=result.panel.row_name(a),
        second=result.panel.row_name(b),
        node=tree.codes[top],
        gap=float(result.scores[a, top] - result.scores[b, top]),
        methods=methods,
        indicators=tuple(sorted((told(leaf) for leaf in leaves), key=lambda one: -abs(one.contribution))),
        groups=tuple(told(group) for group in below if group != top),
    )


def _row(result: Result, unit: str, year: int | None) -> int:
    panel = result.panel
    rows = [
        row
        for row in range(panel.rows)
        if panel.units[row] == unit and (year is None or panel.years[row] == year)
    ]
    if len(rows) == 1:
        return rows[0]
    years = sorted({str(panel.years[row]) for row in range(panel.rows) if panel.units[row] == unit})
    raise InputError(
        f"{unit!r} has several years" if rows else f"{unit!r}{f' in {year}' if year else ''} is not scored",
        where="explain",
        accepted=f"years {', '.join(years)}" if years else "the code of a unit in the results",
        remedy="name the year, as in UNIT:2020" if rows else "correct the unit or the year",
    )


def _group(result: Result, code: str) -> int:
    if code not in [result.tree.codes[group] for group in result.tree.groups]:
        raise InputError(f"{code!r} is not a group", where="explain, node", remedy="correct the id")
    return result.tree.position(code)
