"""Aggregation (加权合成): scores of members into the score of their group, level by level up the tree."""

from __future__ import annotations

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.aggregation import means
from luodi.scoring.aggregation.bod import benefit_of_doubt, held_at_zero, without_bounds
from luodi.scoring.aggregation.chained import chained
from luodi.scoring.aggregation.outrank import copeland
from luodi.scoring.arrays import BoolArray, FloatArray, IntArray, round_decimals
from luodi.scoring.formula import Formula
from luodi.scoring.journal import Journal
from luodi.scoring.normalisation import normalise_figures
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Group, Scheme
from luodi.scoring.scheme.steps import Aggregate, AggregateOptions
from luodi.scoring.tree import Tree
from luodi.scoring.weighting import Weights

__all__ = ["aggregate", "combine", "is_linear", "options_of"]


def options_of(scheme: Scheme, tree: Tree) -> dict[int, AggregateOptions]:
    """Find the options of every group: its own, laid over its level's, laid over the step's."""
    step = next(step for step in scheme.steps if isinstance(step, Aggregate))
    groups: dict[str, Group] = {group.id: group for group in scheme.groups}
    return {
        node: merged(groups[tree.codes[node]].aggregate, merged(step.levels.get(str(tree.level[node])), step))
        for node in tree.groups
    }


def is_linear(options: dict[int, AggregateOptions]) -> bool:
    """Whether the index is a fixed weighted sum of complete scores, so that leaf weights say it all."""
    return all(
        (option.method or "arithmetic") == "arithmetic"
        and option.decimals is None
        and option.multiply is None
        and option.floor is None
        and option.rescale is None
        for option in options.values()
    )


def aggregate(
    panel: Panel, scheme: Scheme, tree: Tree, weights: Weights, journal: Journal
) -> tuple[FloatArray, FloatArray]:
    """Compute the score and the confidence of every node.

    Returns:
        Scores and confidence, both of shape (rows, nodes) in the tree's order. The confidence of a group is
        the weighted mean of its members', a missing member counting as 0.

    Raises:
        InputError: a mean that is not defined for the scores, with the units concerned.
    """
    scores = np.full((panel.rows, len(tree.codes)), np.nan)
    scores[:, : tree.leaves] = panel.values
    confidence = np.zeros_like(scores)
    confidence[:, : tree.leaves] = panel.confidence
    for node, options in options_of(scheme, tree).items():
        members = tree.children[node]
        weight = weights.of(members)
        codes = [tree.codes[member] for member in members.tolist()]
        scores[:, node] = combine(
            scores[:, members],
            weight,
            options,
            panel,
            codes,
            where=f"group {tree.codes[node]}",
            journal=journal,
            leaves=tree.leaves_under(node),
        )
        shared = weight / weight.sum(axis=1, keepdims=True)
        confidence[:, node] = (shared * confidence[:, members]).sum(axis=1)
    confidence[np.isnan(scores)] = 0.0
    return scores, confidence


def combine(
    scores: FloatArray,
    weights: FloatArray,
    options: AggregateOptions,
    panel: Panel,
    codes: list[str],
    *,
    where: str,
    journal: Journal,
    leaves: IntArray | None = None,
) -> FloatArray:
    """Combine the scores of a group's members.

    Args:
        scores: shape (rows, members), NaN where missing.
        weights: shape (rows, members).
        options: the group's options.
        panel: the rows, for methods that compare units or years.
        codes: ids of the members, for formulas.
        where: the group, for messages.
        journal: takes notes of groups without score and of scores that were lifted to the floor.
        leaves: positions of the indicators below the group, for ``counted: indicators``.

    Returns:
        Shape (rows,).
    """
    there = ~np.isnan(scores)
    if options.missing == "zero":
        scores, there = np.nan_to_num(scores, nan=0.0), np.ones_like(there)
    below = None if leaves is None else ~np.isnan(panel.values[:, leaves])
    enough = _enough(there, weights, options, below)
    if options.floor is not None:
        low = np.flatnonzero((there & (scores < options.floor)).any(axis=1))
        if len(low):
            rows = [panel.row_name(int(row)) for row in low]
            journal.note("aggregate", "lifted", rows, group=_group(where), floor=f"{options.floor:g}")
        scores = np.maximum(scores, options.floor)
    found = _method(scores, weights, there & enough[:, None], options, panel, codes, where, journal)
    found = np.where(enough, found, np.nan)
    if options.multiply is not None:
        found = found * options.multiply
    if options.rescale is not None:
        found = normalise_figures(found, panel, options.rescale, increase=True, where=where, journal=journal)
    for lost, code in ((~enough, "too_few"), (enough & np.isnan(found), "not_defined")):
        if lost.any():
            rows = [panel.row_name(int(row)) for row in np.flatnonzero(lost)]
            journal.note("aggregate", code, rows, group=_group(where))
    return found if options.decimals is None else round_decimals(found, options.decimals)


def _group(where: str) -> str:
    return where.removeprefix("group ")


def _enough(
    there: BoolArray, weights: FloatArray, options: AggregateOptions, below: BoolArray | None
) -> BoolArray:
    """Tell which rows have enough members; members without weight do not help."""
    count = there.sum(axis=1)
    if options.missing == "propagate":
        return np.asarray((there | (weights == 0)).all(axis=1))
    share = there.mean(axis=1)
    if options.counted == "indicators" and below is not None:
        share = below.mean(axis=1)
    elif options.counted == "weight":
        share = (weights * there).sum(axis=1) / weights.sum(axis=1)
    enough = (count >= max(1, options.at_least or 1)) & (share >= (options.availability or 0.0) - 1e-9)
    return np.asarray(enough & ((weights * there).sum(axis=1) > 0))


def _method(
    scores: FloatArray,
    weights: FloatArray,
    there: BoolArray,
    options: AggregateOptions,
    panel: Panel,
    codes: list[str],
    where: str,
    journal: Journal,
) -> FloatArray:
    method = options.method or "arithmetic"
    if method in means.DEFINED:
        wrong = np.flatnonzero((there & (weights > 0) & ~means.DEFINED[method](scores)).any(axis=1))
        if len(wrong):
            rows = ", ".join(panel.row_name(int(row)) for row in wrong[:8])
            raise InputError(
                f"the {method} mean meets scores that are not above zero ({rows})",
                where=where,
                accepted="positive scores",
                remedy="normalise to a scale above zero, such as scale: [1, 100], or state a floor",
            )
    match method:
        case "arithmetic" | "sum" | "geometric" | "harmonic":
            return means.MEANS[method](scores, weights, there)
        case "minimum" | "maximum" | "median":
            return means.ORDER[method](np.where(there & (weights > 0), scores, np.nan))
        case "power":
            if not options.power:
                raise InputError("`power` is missing", where=where, accepted="power: 0.5", remedy="state it")
            return means.power(scores, weights, there, options.power)
        case "mazziotta_pareto":
            return means.mazziotta_pareto(scores, weights, there, options.penalty or -1)
        case "chained":
            return chained(scores, weights, there, panel, options.growth or "symmetric", where)
        case "formula":
            if options.expression is None:
                raise InputError("`expression` is missing", where=where, remedy="state it in members' ids")
            columns = {code: np.where(there[:, at], scores[:, at], np.nan) for at, code in enumerate(codes)}
            return Formula(options.expression)(columns)
    found = np.full(panel.rows, np.nan)
    for block in panel.blocks(options.over or "year"):
        part = np.where(there[block], scores[block], np.nan)
        weight = weights[block[0]]
        if not np.array_equal(weights[block], np.broadcast_to(weight, weights[block].shape)):
            raise InputError(
                f"{method} compares units pair by pair, but their weights differ by class",
                where=where,
                accepted="over: class_year",
                remedy="compare within the class",
            )
        if method == "copeland":
            found[block] = copeland(part, weight)
        else:
            lowest = options.lowest_share or 0.0
            highest = 1.0 if options.highest_share is None else options.highest_share
            found[block] = benefit_of_doubt(part, lowest, highest, where=where)
            for said, met in (
                ("shares_lifted", without_bounds(part, lowest, highest)),
                ("shares_of_nothing", held_at_zero(part, lowest, highest)),
            ):
                if met.any():
                    units = [panel.row_name(int(row)) for row in block[met]]
                    journal.note("aggregate", said, units, group=_group(where))
    return found
