"""Limits of the options' numbers: shares, scales, grades."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from luodi.core.errors import InputError
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import (
    Aggregate,
    AggregateOptions,
    Grade,
    Impute,
    ImputeOptions,
    Normalise,
    NormaliseOptions,
    Screen,
)


def ranges(scheme: Scheme) -> Iterator[InputError]:
    """Name every number outside its limits."""
    for step in scheme.steps:
        place = f"step {type(step).__name__.lower()}"
        match step:
            case Screen():
                yield from _share(place, "availability", step.availability)
                yield from _share(place, "nonzero", step.nonzero)
            case Impute():
                yield from _impute(place, step)
            case Normalise():
                yield from _normalise(place, step)
            case Aggregate():
                yield from _aggregate(place, step)
                for level, options in step.levels.items():
                    if not level.isdigit() or int(level) < 2:
                        yield InputError(
                            f"{level!r} is no level of groups",
                            where=f"{place}, levels",
                            accepted="2 for the parents of indicators, 3 for the groups above, and so on",
                            remedy="correct it",
                        )
                    yield from _aggregate(f"{place}, level {level}", options)
            case Grade():
                yield from _grade(place, step)
    for node in scheme.indicators:
        if node.normalise is not None:
            yield from _normalise(f"indicator {node.id}, normalise", node.normalise)
        if node.impute is not None:
            yield from _impute(f"indicator {node.id}, impute", node.impute)
        if node.denominator_factor == 0:
            yield InputError(
                "a factor of zero", where=f"indicator {node.id}, denominator_factor", remedy="correct it"
            )
    for group in scheme.groups:
        if group.aggregate is not None:
            yield from _aggregate(f"group {group.id}, aggregate", group.aggregate)
    for word, trust in scheme.data.confidence_levels.items():
        yield from _share("data", f"confidence_levels, {word}", trust)


def _share(place: str, name: str, value: float | None) -> Iterator[InputError]:
    if value is not None and not 0 <= value <= 1:
        yield InputError(
            f"{value:g} is no share",
            where=f"{place}, {name}",
            accepted="0 to 1, such as 0.66",
            remedy="correct it",
        )


def _impute(place: str, options: ImputeOptions) -> Iterator[InputError]:
    yield from _share(place, "confidence", options.confidence)


def _normalise(place: str, options: NormaliseOptions) -> Iterator[InputError]:
    if options.scale is not None and options.scale[0] >= options.scale[1]:
        yield InputError(
            "the scale does not rise",
            where=f"{place}, scale",
            accepted="[0, 100]; the direction of the indicator turns it round",
            remedy="correct it",
        )
    if options.deviation is not None and options.deviation <= 0:
        yield InputError(
            "a standard deviation that is not positive", where=f"{place}, deviation", remedy="correct it"
        )
    if options.cap is not None and options.floor is not None and options.cap < options.floor:
        yield InputError("the cap lies below the floor", where=place, remedy="exchange them")


def _aggregate(place: str, options: AggregateOptions) -> Iterator[InputError]:
    yield from _share(place, "availability", options.availability)
    yield from _share(place, "lowest_share", options.lowest_share)
    yield from _share(place, "highest_share", options.highest_share)
    if options.rescale is not None:
        yield from _normalise(f"{place}, rescale", options.rescale)


def _grade(place: str, step: Grade) -> Iterator[InputError]:
    least = list(step.thresholds.values())
    numbers = [value for value in least if value is not None]
    if None in least[:-1] or any(first <= second for first, second in pairwise(numbers)):
        yield InputError(
            "the thresholds do not fall from the best grade to the last",
            where=f"{place}, thresholds",
            accepted="{A: 80, B: 60, C: null}",
            remedy="reorder them",
        )
    shares = [value for value in step.quotas.values() if value is not None and value < 1]
    if sum(shares) > 1 + 1e-9 or any(value is not None and value < 0 for value in step.quotas.values()):
        yield InputError(
            "the quotas are negative or add up to more than all units",
            where=f"{place}, quotas",
            accepted="{A: 0.2, B: 0.6, C: null}",
            remedy="correct them",
        )
