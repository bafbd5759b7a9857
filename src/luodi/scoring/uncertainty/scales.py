"""Whether the alternatives of a choice put scores on different scales, so that only ranks can be compared."""

from __future__ import annotations

from typing import Final

from luodi.scoring.aggregation import options_of
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import AggregateOptions, Normalise, NormaliseOptions
from luodi.scoring.tree import Tree
from luodi.scoring.uncertainty.factors import Factor, varied

_OF_THEIR_OWN: Final = {
    "none": "figures as they are",
    "rank": "ranks",
    "borda": "Borda points",
    "formula": "a formula's values",
    "function": "a function's values",
}
_NO_MEAN: Final = {
    "sum": "sums",
    "copeland": "contests won less lost",
    "benefit_of_doubt": "shares of the best possible",
    "chained": "chained indices",
    "formula": "a formula's values",
}


def mixed_scales(scheme: Scheme, tree: Tree, node: int, at: int, factors: tuple[Factor, ...]) -> list[str]:
    """Name the scales among which one choice switches the scores below a group.

    Args:
        scheme: the scheme as declared.
        tree: its tree.
        node: position of the group that is followed.
        at: which of the factors.
        factors: the scheme's factors.

    Returns:
        Scales in words, in the order of the alternatives; empty where all have the same.
    """
    factor = factors[at]
    if factor.kind != "choice":
        return []
    variants = [
        _scales(varied(scheme, factors, {at: number}), tree, node) for number in range(len(factor.words))
    ]
    found: dict[str, None] = {}
    for place in variants[0]:
        words = dict.fromkeys(variant[place] for variant in variants)
        if len(words) > 1:
            found |= words
    return list(found)


def _scales(scheme: Scheme, tree: Tree, node: int) -> dict[str, str]:
    """Give the scale of each indicator and group below a node, in words."""
    below = set(tree.leaves_under(node).tolist())
    step = next((one for one in reversed(scheme.steps) if isinstance(one, Normalise)), None)
    found = {}
    for position, indicator in enumerate(scheme.indicators):
        if position in below:
            options = None if step is None else merged(indicator.normalise, step)
            found[indicator.id] = _normalised(options)
    for group, aggregation in options_of(scheme, tree).items():
        if set(tree.leaves_under(group).tolist()) <= below:
            found[tree.codes[group]] = _aggregated(aggregation)
    return found


def _normalised(options: NormaliseOptions | None) -> str:
    method = "none" if options is None else options.method or "minmax"
    if options is None or method in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[method]
    if method == "zscore":
        mean = 0.0 if options.mean is None else options.mean
        deviation = 1.0 if options.deviation is None else options.deviation
        return f"mean {mean:g} and deviation {deviation:g}"
    low, high = options.scale or (0.0, 100.0)
    return f"{low:g} to {high:g}"


def _aggregated(options: AggregateOptions) -> str:
    words = _NO_MEAN.get(options.method or "arithmetic", "means")
    return words if options.multiply is None else f"{words} times {options.multiply:g}"
