"""Remove-one test: how far ranks move when a node of the framework is left out."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np

from luodi.scoring.arrays import FloatArray
from luodi.scoring.engine import Result, run
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Aggregate


class Removal(msgspec.Struct, kw_only=True, frozen=True):
    """What happens without a node.

    Attributes:
        without: id of the node.
        mean_shift: mean absolute change of rank among units ranked in both.
        greatest_shift: greatest absolute change of rank.
        ranks: rank of each row of the full result; NaN if it has none.
    """

    without: str
    mean_shift: float
    greatest_shift: float
    ranks: tuple[float, ...]


def removals(result: Result, level: int) -> tuple[Removal, ...]:
    """Leave out each node of a level in turn, from the normalised scores on, weights rescaled.

    Args:
        result: the full result.
        level: 1 for indicators, 2 for their groups, and so on; a node that has no siblings, or none with
            weight, is passed over, since nothing is left without it.
    """
    found = []
    base = result.rank(result.tree.codes[result.tree.root])
    for node in result.tree.at_level(level).tolist():
        parent = int(result.tree.parent[node])
        siblings = [] if parent < 0 else [one for one in result.tree.children[parent].tolist() if one != node]
        if not siblings or (result.weights.table[:, siblings].sum(axis=1) <= 0).any():
            continue
        ranks = _without(result, result.tree.codes[node])
        shift = np.abs(ranks - base)
        there = ~np.isnan(shift)
        found.append(
            Removal(
                without=result.tree.codes[node],
                mean_shift=float(shift[there].mean()),
                greatest_shift=float(shift[there].max()),
                ranks=tuple(ranks.tolist()),
            )
        )
    return tuple(found)


def without(scheme: Scheme, code: str) -> Scheme:
    """Give the scheme without a node and all below it."""
    gone = {code}
    while True:
        more = {node.id for node in scheme.nodes if node.parent in gone} - gone
        if not more:
            break
        gone |= more
    weights = {
        name: tuple(
            msgspec.structs.replace(
                table, values={key: value for key, value in table.values.items() if key not in gone}
            )
            for table in tables
        )
        for name, tables in scheme.weights.items()
    }
    return msgspec.structs.replace(
        scheme,
        indicators=tuple(node for node in scheme.indicators if node.id not in gone),
        groups=tuple(node for node in scheme.groups if node.id not in gone),
        weights=weights,
    )


def _without(result: Result, code: str) -> FloatArray:
    scheme = without(result.scheme, code)
    last = tuple(step for step in scheme.steps if isinstance(step, Aggregate))
    scheme = msgspec.structs.replace(scheme, steps=last)
    codes = tuple(node.id for node in scheme.indicators)
    keep = np.array([result.panel.indicators.index(kept) for kept in codes], dtype=np.intp)
    part = replace(
        result.panel,
        indicators=codes,
        values=np.ascontiguousarray(result.panel.values[:, keep]),
        confidence=np.ascontiguousarray(result.panel.confidence[:, keep]),
    )
    again = run(scheme, part)
    return again.rank(again.tree.codes[again.tree.root])
