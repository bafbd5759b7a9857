"""Whether the alternatives of a choice put scores on different scales, so that only ranks can be compared."""

from __future__ import annotations

from typing import Final

from luodi.scoring.aggregation import options_of
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import AggregateOptions, Normalise, NormaliseOptions
from luodi.scoring.sentences import Said
from luodi.scoring.tree import Tree
from luodi.scoring.uncertainty.factors import Factor, varied

_FORMULA: Final = Said(zh="公式值", en="a formula's values")
_OF_THEIR_OWN: Final = {
    "none": Said(zh="原始数值", en="figures as they are"),
    "rank": Said(zh="名次", en="ranks"),
    "borda": Said(zh="波达分", en="Borda points"),
    "formula": _FORMULA,
    "function": Said(zh="函数值", en="a function's values"),
}
_MEANS: Final = Said(zh="平均数", en="means")
_NO_MEAN: Final = {
    "sum": Said(zh="总和", en="sums"),
    "copeland": Said(zh="胜负场次之差", en="contests won less lost"),
    "benefit_of_doubt": Said(zh="占最优的比例", en="shares of the best possible"),
    "chained": Said(zh="链式指数", en="chained indices"),
    "formula": _FORMULA,
}


def mixed_scales(scheme: Scheme, tree: Tree, node: int, at: int, factors: tuple[Factor, ...]) -> list[Said]:
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
    found: dict[Said, None] = {}
    for place in variants[0]:
        words = dict.fromkeys(variant[place] for variant in variants)
        if len(words) > 1:
            found |= words
    return list(found)


def _scales(scheme: Scheme, tree: Tree, node: int) -> dict[str, Said]:
    """Give the scale of each indicator and group below a node, in words."""
    below = set(tree.leaves_under(node).tolist())
    step = next((one for one in reversed(scheme.steps) if isinstance(one, Normalise)), None)
    found: dict[str, Said] = {}
    for position, indicator in enumerate(scheme.indicators):
        if position in below:
            options = None if step is None else merged(indicator.normalise, step)
            found[indicator.id] = _normalised(options)
    for group, aggregation in options_of(scheme, tree).items():
        if set(tree.leaves_under(group).tolist()) <= below:
            found[tree.codes[group]] = _aggregated(aggregation)
    return found


def _normalised(options: NormaliseOptions | None) -> Said:
    method = "none" if options is None else options.method or "minmax"
    if options is None or method in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[method]
    if method == "zscore":
        mean = 0.0 if options.mean is None else options.mean
        deviation = 1.0 if options.deviation is None else options.deviation
        return Said(zh=f"均值{mean:g}、标准差{deviation:g}", en=f"mean {mean:g} and deviation {deviation:g}")
    low, high = options.scale or (0.0, 100.0)
    return Said(zh=f"{low:g}至{high:g}", en=f"{low:g} to {high:g}")


def _aggregated(options: AggregateOptions) -> Said:
    if options.rescale is not None:
        return _normalised(options.rescale)
    words = _NO_MEAN.get(options.method or "arithmetic", _MEANS)
    if options.multiply is None:
        return words
    return Said(zh=f"{words.zh}×{options.multiply:g}", en=f"{words.en} times {options.multiply:g}")
