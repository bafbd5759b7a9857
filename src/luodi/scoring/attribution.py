"""How the gap between two scores is passed down the tree, so that nothing is lost and nothing is counted
twice.

Every node carries two factors and an amount: its contribution is ``up * x_first - down * x_second + amount``.
Under an arithmetic mean the factors of a member are those of its group times its weight in either row, which
is exact even if the weights differ. Under other methods the gap is shared out (log-mean or Shapley) and a
member's factor is its share over its own gap; what a change of weights makes goes down as an amount, in
proportion to the weights.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Final, Literal

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.aggregation import combine, options_of
from luodi.scoring.arrays import FloatArray
from luodi.scoring.engine import Result
from luodi.scoring.journal import Journal
from luodi.scoring.scheme.steps import AggregateOptions

Method = Literal["additive", "log_mean", "shapley"]

_MOST_MEMBERS: Final = 12
_BETWEEN_UNITS: Final = ("copeland", "benefit_of_doubt", "chained")


def share_out(result: Result, a: int, b: int, top: int) -> tuple[FloatArray, dict[str, Method], list[int]]:
    """Share out the gap between two rows at a node among all nodes below it.

    Args:
        result: the result.
        a: position of the first row.
        b: position of the second row.
        top: position of the node; both rows have a score there.

    Returns:
        Contribution of each node, shape (nodes,), those of the indicators summing to the gap; the method used
        at each group by its id; the groups from the top down.

    Raises:
        InputError: a method compares units with each other.
    """
    tree, scores = result.tree, result.scores[[a, b]]
    options = options_of(result.scheme, tree)
    factors = np.zeros((2, len(tree.codes)))
    amounts = np.zeros(len(tree.codes))
    factors[:, top] = 1.0
    methods: dict[str, Method] = {}
    below = [top]
    for group in reversed(tree.groups):
        if group != top and int(tree.parent[group]) not in below:
            continue
        if group != top:
            below.append(group)
        members = tree.children[group]
        weights = result.weights.of(members)[[a, b]]
        shares = _weight_shares(scores[:, members], weights, options[group])
        spread = shares.mean(axis=0) if shares.any() else np.full(len(members), 1.0 / len(members))
        amounts[members] = amounts[group] * spread / spread.sum()
        if np.isnan(scores[:, group]).any():
            one_sided = factors[:, group] * np.nan_to_num(scores[:, group])
            amounts[members] += (one_sided[0] - one_sided[1]) * spread / spread.sum()
            continue
        linear = _linear(scores[:, members], weights, shares, options[group])
        if linear is not None:
            factors[:, members] = factors[:, [group]] * linear
            methods[tree.codes[group]] = "additive"
            continue
        parts, ratios, methods[tree.codes[group]] = _parts(result, a, b, group, options[group], shares)
        middle = factors[:, group].mean()
        change = (factors[0, group] - factors[1, group]) * scores[:, group].mean()
        amounts[members] += change * spread / spread.sum()
        known = np.isfinite(ratios)
        factors[:, members] = np.where(known, middle * np.nan_to_num(ratios), 0.0)
        amounts[members] += np.where(known, 0.0, middle * parts)
    filled = np.nan_to_num(scores)
    found = factors[0] * filled[0] - factors[1] * filled[1] + amounts
    leaves = tree.leaves_under(top)
    found[leaves] = _exact(found[leaves], float(scores[0, top] - scores[1, top]))
    return found, methods, below


def _weight_shares(scores: FloatArray, weights: FloatArray, options: AggregateOptions) -> FloatArray:
    """Share of each member in the weight of those that count, shape (2, members)."""
    there = np.ones(scores.shape, dtype=np.bool_) if options.missing == "zero" else ~np.isnan(scores)
    used = weights * there
    total = used.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, used / np.where(total > 0, total, 1.0), 0.0))


def _linear(
    scores: FloatArray, weights: FloatArray, shares: FloatArray, options: AggregateOptions
) -> FloatArray | None:
    """Factors of the members if the group's score is a plain weighted sum of them, shape (2, members)."""
    method = options.method or "arithmetic"
    lifted = options.floor is not None and bool(np.any(scores < options.floor))
    if method not in ("arithmetic", "sum") or options.decimals is not None or lifted or options.rescale:
        return None
    factor = 1.0 if options.multiply is None else options.multiply
    return (np.where(np.isnan(scores), 0.0, weights) if method == "sum" else shares) * factor


def _parts(
    result: Result, a: int, b: int, group: int, options: AggregateOptions, shares: FloatArray
) -> tuple[FloatArray, FloatArray, Method]:
    """Share out a group's gap: parts sum to it, ratios are part over the member's own gap."""
    tree = result.tree
    if options.method in _BETWEEN_UNITS:
        raise InputError(
            f"{options.method} scores a unit by comparison with others, not by its members alone",
            where=f"group {tree.codes[group]}",
            accepted="a group under a mean, a sum, a median or a formula",
            remedy="explain a group below it",
        )
    members = tree.children[group]
    scores = result.scores[[a, b]][:, members]
    ends = result.scores[[a, b], group]
    gap = float(ends[0] - ends[1])
    own = scores[0] - scores[1]
    plain = options.decimals is None and options.floor is None and options.rescale is None
    counted = shares.max(axis=0) > 0
    if options.method == "geometric" and plain and np.array_equal(shares[0], shares[1]):
        filled = np.where(counted, scores, 1.0)
        slopes = shares[0] * _log_mean(*ends) / _log_mean(filled[0], filled[1])
        return slopes * np.where(counted, own, 0.0), np.where(counted, slopes, 0.0), "log_mean"
    parts = _shapley(result, a, b, group, _bare(options))
    if options.rescale is not None:
        before = float(parts.sum())
        parts = parts * (gap / before if before else 0.0)
    parts = _exact(parts, gap)
    size = np.nanmax(np.abs(scores), initial=1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(np.abs(own) > 1e-9 * size, parts / own, np.nan)
    return parts, ratios, "shapley"


def _bare(options: AggregateOptions) -> AggregateOptions:
    """Options without what looks at other rows; both rows have a score, so that enough members are there."""
    return msgspec.structs.replace(options, rescale=None, availability=None, at_least=None)


def _log_mean(first: FloatArray | float, second: FloatArray | float) -> FloatArray:
    """Logarithmic mean (x - y) / (ln x - ln y) of positive numbers; x where they are equal."""
    ratio = np.asarray(first) / np.asarray(second) - 1.0
    small = np.abs(ratio) < 1e-8
    return np.asarray(
        second * np.where(small, 1.0 + ratio / 2, ratio / np.where(small, 1.0, np.log1p(ratio)))
    )


def _exact(parts: FloatArray, gap: float) -> FloatArray:
    """Put what rounding left over on the greatest part."""
    rest = gap - float(parts.sum())
    found = parts.copy()
    found[int(np.argmax(np.abs(parts)))] += rest
    return found


def _shapley(result: Result, a: int, b: int, group: int, options: AggregateOptions) -> FloatArray:
    """Average what each member's change from the second row to the first makes, over all orders of change.

    Weights of members that have no score in a row count as none there. More than twelve members change one by
    one in the scheme's order and in its reverse, and the mean of the two is taken, which sums exactly too.
    """
    members = result.tree.children[group]
    scores = result.scores[[a, b]][:, members]
    weights = result.weights.of(members)[[a, b]]
    many = len(members)
    if many <= _MOST_MEMBERS:
        sets = [frozenset(some) for size in range(many + 1) for some in combinations(range(many), size)]
    else:
        sets = [frozenset(range(size)) for size in range(many + 1)]
        sets += [frozenset(range(size, many)) for size in range(many + 1)]
    first = np.array([[member in some for member in range(many)] for some in sets])
    panel = result.panel.take(np.full(len(sets), a, dtype=np.intp))
    codes = [result.tree.codes[member] for member in members.tolist()]
    values = combine(
        np.where(first, scores[0], scores[1]),
        np.where(first, weights[0], weights[1]),
        options,
        panel,
        codes,
        where=f"group {result.tree.codes[group]}",
        journal=Journal(),
    )
    value = {some: float(found) for some, found in zip(sets, np.nan_to_num(values), strict=True)}
    found = np.zeros(many)
    if many <= _MOST_MEMBERS:
        for some in sets:
            for member in set(range(many)) - some:
                chance = 1.0 / (many * comb(many - 1, len(some)))
                found[member] += chance * (value[some | {member}] - value[some])
        return found
    for member in range(many):
        up = value[frozenset(range(member + 1))] - value[frozenset(range(member))]
        down = value[frozenset(range(member, many))] - value[frozenset(range(member + 1, many))]
        found[member] = (up + down) / 2
    return found
