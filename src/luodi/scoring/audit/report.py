"""The whole audit of a result in one value, for people and for machines."""

from __future__ import annotations

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.audit.components import components
from luodi.scoring.audit.correlation import Pair, correlations, striking
from luodi.scoring.audit.reliability import alpha_without, cronbach_alpha
from luodi.scoring.audit.removal import Removal, removals
from luodi.scoring.audit.statistics import Statistics, statistics
from luodi.scoring.engine import Result


class GroupAudit(msgspec.Struct, kw_only=True, frozen=True):
    """How well the members of a group belong together; NaN where it cannot be said.

    Attributes:
        group: its id.
        members: ids of its members.
        correlation: correlation of each member with the group's score.
        alpha: Cronbach's alpha of the members' scores.
        alpha_without: alpha if a member is left out.
        kmo: Kaiser-Meyer-Olkin measure.
        bartlett_p: p-value of Bartlett's test.
        first_share: share of the variance on the first principal component.
        note: why components could not be had, or empty.
    """

    group: str
    members: tuple[str, ...]
    correlation: tuple[float, ...]
    alpha: float
    alpha_without: tuple[float, ...]
    kmo: float
    bartlett_p: float
    first_share: float
    note: str = ""


class Audit(msgspec.Struct, kw_only=True, frozen=True):
    """An audit.

    Attributes:
        scheme: id of the scheme.
        units: number of rows scored.
        statistics: of the figures as given.
        pairs: pairs of indicators that are collinear or contradict each other, by their scores.
        groups: coherence of each group.
        removals: remove-one test of the members at every level below the root.
    """

    scheme: str
    units: int
    statistics: tuple[Statistics, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[GroupAudit, ...]
    removals: tuple[Removal, ...]


def audit(result: Result, *, remove_indicators: bool = False) -> Audit:
    """Audit a result.

    Args:
        result: the result.
        remove_indicators: try without each indicator too, not only without each group.
    """
    tree = result.tree
    leaves = np.arange(tree.leaves)
    by_scores = correlations(result.scores[:, leaves])
    lowest = 1 if remove_indicators or tree.level[tree.root] == 2 else 2
    return Audit(
        scheme=result.scheme.scheme,
        units=result.panel.rows,
        statistics=statistics(result.stages["raw"]),
        pairs=striking(by_scores, list(tree.codes[: tree.leaves])),
        groups=tuple(_group(result, node) for node in tree.groups),
        removals=tuple(
            removal
            for level in range(lowest, int(tree.level[tree.root]))
            for removal in removals(result, level)
        ),
    )


def _group(result: Result, node: int) -> GroupAudit:
    tree = result.tree
    members = tree.children[node]
    scores = result.scores[:, members]
    with_group = correlations(np.column_stack([scores, result.scores[:, node]])).r[-1, :-1]
    note, kmo, p, share = "", float("nan"), float("nan"), float("nan")
    try:
        found = components(scores)
        kmo, p, share = found.kmo, found.p, float(found.share[0])
    except InputError as error:
        note = error.what
    return GroupAudit(
        group=tree.codes[node],
        members=tuple(tree.codes[member] for member in members.tolist()),
        correlation=tuple(with_group.tolist()),
        alpha=cronbach_alpha(scores),
        alpha_without=tuple(alpha_without(scores).tolist()),
        kmo=kmo,
        bartlett_p=p,
        first_share=share,
        note=note,
    )
