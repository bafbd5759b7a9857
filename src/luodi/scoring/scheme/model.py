"""The scheme (评价方案): framework, weights, steps and their parameters, as one immutable value."""

from __future__ import annotations

from typing import Literal

import msgspec

from luodi.scoring.scheme.steps import (
    Aggregate,
    AggregateOptions,
    Grade,
    ImputeOptions,
    Normalise,
    NormaliseOptions,
    Options,
    Step,
    TreatOptions,
)
from luodi.scoring.scheme.uncertain import Uncertainty

Weight = float | str
"""A number, or a fraction as text such as 1/3."""


class DataColumns(Options, kw_only=True, frozen=True, omit_defaults=True):
    """Which columns of the data file hold what.

    Attributes:
        unit: code of the unit (评价对象).
        name: name of the unit.
        year: year.
        class_: class of the unit (分类), written ``class``; weights, anchors and ranks may depend on it.
        known_on: date from which the figure was known; the latest one counts.
        indicator: long form only: id of the indicator.
        value: long form only: the figure.
        confidence: long form only: how far the figure can be trusted.
        confidence_levels: number from 0 to 1 for each word of the confidence column: {high: 1, medium: 0.7}.
        form: ``wide`` has a column per indicator, ``long`` a row per figure; left out, the columns tell.
        missing: texts that mean that there is no figure.
    """

    unit: str = "unit"
    name: str = "name"
    year: str = "year"
    class_: str = msgspec.field(default="class", name="class")
    known_on: str = "known_on"
    indicator: str = "indicator"
    value: str = "value"
    confidence: str = "confidence"
    confidence_levels: dict[str, float] = msgspec.field(default_factory=dict)
    form: Literal["auto", "wide", "long"] = "auto"
    missing: tuple[str, ...] = ("", "NA", "N/A", "n/a", "NaN", "null", "-", "—", "..")


class Node(Options, kw_only=True, frozen=True, omit_defaults=True):
    """A node of the framework: what indicators and groups have in common.

    Attributes:
        id: its id.
        name: its name, for people.
        parent: id of the group above.
        weight: weight within that group; default 1.
    """

    id: str
    name: str = ""
    parent: str | None = None
    weight: Weight = 1.0


class Indicator(Node, kw_only=True, frozen=True, omit_defaults=True):
    """An indicator (指标): a leaf of the framework.

    Attributes:
        direction: whether more is better (正向, ``increase``) or worse (逆向, ``decrease``).
        unit: unit of measurement.
        column: its column in the data, if not called like its id.
        denominator: the column that ``denominate`` divides it by.
        denominator_factor: the denominator is divided by this first; default 1.
        levels: number for each word of a qualitative indicator (定性指标): {优: 100, 良: 80}.
        formula: makes it from other columns: 100 * rd / gdp.
        impute: options that differ from the step's.
        treat: options that differ from the step's.
        normalise: options that differ from the step's.
    """

    direction: Literal["increase", "decrease"] | None = None
    unit: str = ""
    column: str | None = None
    denominator: str | None = None
    denominator_factor: float = 1.0
    levels: dict[str, float] = msgspec.field(default_factory=dict)
    formula: str | None = None
    impute: ImputeOptions | None = None
    treat: TreatOptions | None = None
    normalise: NormaliseOptions | None = None


class Group(Node, kw_only=True, frozen=True, omit_defaults=True):
    """A group of indicators or of groups (一级、二级指标); the one without parent is the index itself.

    Attributes:
        aggregate: options that differ from the step's and its level's.
    """

    aggregate: AggregateOptions | None = None


class WeightTable(Options, kw_only=True, frozen=True, omit_defaults=True):
    """Weights for some classes and years (差别化权重, 分年度权重).

    Attributes:
        values: weight by id of indicator or group; ids left out keep the weight of their node.
        classes: classes that it holds for; left out, all.
        first_year: first year that it holds for; left out, from the beginning.
        last_year: last year that it holds for; left out, without end.
        source: where the weights are printed.
    """

    values: dict[str, Weight]
    classes: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    source: str = ""


class Ranking(Options, kw_only=True, frozen=True, omit_defaults=True):
    """How scores are ranked (排名).

    Attributes:
        ties: ``min`` gives 1, 2, 2, 4; ``dense`` 1, 2, 2, 3; ``max``; ``mean``.
        decimals: decimals that scores are rounded to before ranking; left out, ten significant digits.
    """

    ties: Literal["min", "max", "mean", "dense"] = "min"
    decimals: int | None = None


class Scheme(Options, kw_only=True, frozen=True, omit_defaults=True):
    """A scheme.

    Attributes:
        scheme: its id.
        title: its title.
        source: the document that lays it down.
        data: which columns of the data hold what.
        indicators: leaves of the framework.
        groups: the groups above them.
        weights: named sets of weight tables.
        steps: what is done, in order.
        ranking: how scores are ranked.
        uncertainty: which choices are uncertain, and how far.
        notes: remarks for the reader.
    """

    scheme: str
    title: str = ""
    source: str = ""
    data: DataColumns = DataColumns()
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    weights: dict[str, tuple[WeightTable, ...]] = msgspec.field(default_factory=dict)
    steps: tuple[Step, ...]
    ranking: Ranking = Ranking()
    uncertainty: Uncertainty | None = None
    notes: str = ""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Indicators and groups together."""
        return (*self.indicators, *self.groups)

    def indicator(self, code: str) -> Indicator:
        """Give one indicator by its id."""
        return next(found for found in self.indicators if found.id == code)

    def masses(self) -> tuple[str, ...]:
        """Name the columns by which units count in weighted z-scores."""
        aggregates = [step for step in self.steps if isinstance(step, Aggregate)]
        options = [node.normalise for node in self.indicators]
        options += [step for step in self.steps if isinstance(step, Normalise)]
        options += [group.aggregate.rescale for group in self.groups if group.aggregate]
        options += [
            one.rescale for step in aggregates for one in (step, *step.levels.values()) if one.rescale
        ]
        return tuple(sorted({one.weighted_by for one in options if one and one.weighted_by}))

    def grades(self) -> tuple[Grade, ...]:
        """Give the steps that give grades."""
        return tuple(step for step in self.steps if isinstance(step, Grade))
