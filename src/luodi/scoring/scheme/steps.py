"""The steps of a scheme and their options, as they stand in the YAML file.

An option that is left out is None here: an indicator's own options fall back on the step's, and the step's on
the defaults named in the docstrings.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from luodi.scoring.panel import Over

Anchor = float | str | dict[str, float | str | dict[str, float | str]]
"""A number, a word such as ``min``, ``p95``, ``high5``, ``mean+2sd``, ``q3+1.5iqr``, ``unit:CODE`` or
``unit:CODE:YEAR``, or either by year or by class."""

Transform = Literal[
    "none",
    "log",
    "log10",
    "log1p",
    "sqrt",
    "square",
    "reciprocal",
    "log_min1",
    "log_coin",
    "log_gii",
    "box_cox",
]
ImputeMethod = Literal[
    "none",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "last_value",
    "interpolate",
    "constant",
    "peers_mean",
    "em",
]
TreatMethod = Literal["none", "two_stage", "winsorise", "transform", "clip"]
NormaliseMethod = Literal[
    "none",
    "minmax",
    "zscore",
    "scaled",
    "rank",
    "borda",
    "percentile_rank",
    "fraction_of_max",
    "distance_to_max",
    "distance_to_reference",
    "distance_to_target",
    "goalposts",
    "standard",
    "benchmark",
    "completion",
    "index",
    "formula",
    "function",
]
AggregateMethod = Literal[
    "arithmetic",
    "sum",
    "geometric",
    "harmonic",
    "power",
    "median",
    "minimum",
    "maximum",
    "copeland",
    "mazziotta_pareto",
    "benefit_of_doubt",
    "chained",
    "formula",
]


class Options(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all options: closed, immutable, comparable."""


class ImputeOptions(Options, kw_only=True, frozen=True, omit_defaults=True):
    """How missing cells are filled (缺失值插补).

    Attributes:
        method: see docs/methods/scoring.md; default ``mean``.
        group: the text column whose groups ``group_mean`` and ``group_median`` use.
        over: rows that are compared; default ``year``.
        limit: how many years ``last_value`` and ``interpolate`` may bridge; default no limit.
        value: what ``constant`` writes.
        confidence: confidence of a filled cell, 0 to 1; default 0.
    """

    method: ImputeMethod | None = None
    group: str | None = None
    over: Over | None = None
    limit: int | None = None
    value: float | None = None
    confidence: float | None = None


class TreatOptions(Options, kw_only=True, frozen=True, omit_defaults=True):
    """How outliers are treated (异常值处理).

    Attributes:
        method: ``two_stage`` (default): test, winsorise, test, transform; or one of the parts alone.
        skew: absolute skewness from which, together with ``kurtosis``, a column fails; default 2.
        kurtosis: excess kurtosis from which a column fails; default 3.5.
        most: how many points may be winsorised; default 5; -1 for no limit.
        force: winsorise up to ``most`` points whatever the test says; default false.
        transform: the second stage; default ``log_coin``.
        box_cox: lambda of ``box_cox``; left out, it is fitted by maximum likelihood.
        combine: transform the winsorised column instead of the original; default false.
        low: lower bound of ``clip``, an anchor such as p5.
        high: upper bound of ``clip``.
        over: rows that form a column; default ``year``.
    """

    method: TreatMethod | None = None
    skew: float | None = None
    kurtosis: float | None = None
    most: int | None = None
    force: bool | None = None
    transform: Transform | None = None
    box_cox: float | None = None
    combine: bool | None = None
    low: Anchor | None = None
    high: Anchor | None = None
    over: Over | None = None


class NormaliseOptions(Options, kw_only=True, frozen=True, omit_defaults=True):
    """How figures become scores (无量纲化).

    Attributes:
        method: see docs/methods/scoring.md; default ``minmax``.
        scale: scores for the lower and the upper anchor; default [0, 100].
        low: lower anchor of ``goalposts`` and ``scaled``, in the figure's own unit.
        high: upper anchor of ``goalposts`` and ``scaled``.
        mean: mean of z-scores; default 0.
        deviation: standard deviation of z-scores; default 1.
        weighted_by: a column, such as the population, by which units count in the mean and the standard
            deviation of z-scores; left out, all count alike and the deviation divides by n - 1.
        reference: code of the unit that ``distance_to_reference`` refers to.
        target: target (目标值) of ``distance_to_target`` and ``completion``.
        standard: standard value (标准值) of ``standard`` and ``benchmark``.
        baseline: start value of ``completion`` (基期值); left out, completion is value ÷ target.
        base_year: year whose value is the upper end of the scale in ``index`` (定基指数).
        transform: function applied to figure and anchors first, such as log.
        cap: highest score (封顶); ``standard`` caps at the upper end of the scale unless this says otherwise.
        floor: lowest score (保底).
        bonus: points above the upper end of the scale that ``completion`` allows (超额加分); default 0.
        clip: whether scores stay inside the scale; default true for ``goalposts``, false elsewhere.
        inverse: how a decreasing indicator is turned in ``standard``, ``benchmark``, ``completion`` and
            ``index``: ``ratio`` (standard ÷ value, default) or ``mirror`` (2 − value ÷ standard).
        ties: how equal figures rank; default ``min``.
        over: rows that are compared; default ``all``.
        constant: score of a column without spread; left out, it counts as missing and is journalled.
        expression: formula in ``x`` (own function), such as ``100 * (x - 3) / 7``.
        function: name under which a Python function was given, see :mod:`luodi.scoring.normalisation.own`;
            only for use from Python, and never in a sealed bundle.
        parameters: what that function is called with besides, by name.
        decimals: decimals that scores are rounded to; default none.
    """

    method: NormaliseMethod | None = None
    scale: tuple[float, float] | None = None
    low: Anchor | None = None
    high: Anchor | None = None
    mean: float | None = None
    deviation: float | None = None
    weighted_by: str | None = None
    reference: str | None = None
    target: Anchor | None = None
    standard: Anchor | None = None
    baseline: Anchor | None = None
    base_year: int | None = None
    transform: Transform | None = None
    cap: float | None = None
    floor: float | None = None
    bonus: float | None = None
    clip: bool | None = None
    inverse: Literal["ratio", "mirror"] | None = None
    ties: Literal["min", "max", "mean", "dense"] | None = None
    over: Over | None = None
    constant: float | None = None
    expression: str | None = None
    function: str | None = None
    parameters: dict[str, float | str] | None = None
    decimals: int | None = None


class AggregateOptions(Options, kw_only=True, frozen=True, omit_defaults=True):
    """How scores become the score of their group (加权合成).

    Attributes:
        method: see docs/methods/scoring.md; default ``arithmetic``.
        power: exponent of ``power``.
        missing: a member without score is skipped and weights are rescaled (``skip``, default), makes the
            group's score missing (``propagate``) or counts as zero (``zero``).
        at_least: how many members must have a score; default 1.
        availability: share that must be there, 0 to 1; default 0.
        counted: what ``availability`` is a share of: ``members`` (default) that have a score, ``indicators``
            below the group that have one, or the ``weight`` of members that have one.
        floor: scores below it count as it; lets geometric and harmonic means meet zeros; journalled.
        penalty: ``mazziotta_pareto`` takes the penalty off (-1, default) or adds it (1).
        lowest_share: least share of each member in ``benefit_of_doubt``, 0 to 1; default 0.
        highest_share: greatest share of each member in ``benefit_of_doubt``; default 1.
        growth: ``chained`` averages ``symmetric`` (default) or ``simple`` growth.
        over: rows compared by ``copeland`` and ``benefit_of_doubt``; default ``year``.
        expression: formula in the members' ids.
        multiply: factor on the result, such as 100; default 1.
        rescale: how the group's scores are normalised in their turn (组内再标准化), such as {method: minmax};
            a higher score is better.
        decimals: decimals that the group's scores are rounded to; default none.
    """

    method: AggregateMethod | None = None
    power: float | None = None
    missing: Literal["skip", "propagate", "zero"] | None = None
    at_least: int | None = None
    availability: float | None = None
    counted: Literal["members", "indicators", "weight"] | None = None
    floor: float | None = None
    penalty: Literal[-1, 1] | None = None
    lowest_share: float | None = None
    highest_share: float | None = None
    growth: Literal["symmetric", "simple"] | None = None
    over: Over | None = None
    expression: str | None = None
    multiply: float | None = None
    rescale: NormaliseOptions | None = None
    decimals: int | None = None


class Screen(Options, kw_only=True, frozen=True, omit_defaults=True, tag="screen", tag_field="step"):
    """Leave out units with too few data (数据可得性筛选).

    Attributes:
        by: ``missing``, ``zeros`` or ``both``.
        availability: least share of indicators with a figure.
        nonzero: least share of the figures that are not zero.
        within: groups inside each of which ``availability`` must hold too.
        keep: units that stay whatever their data.
        drop: units that leave whatever their data.
    """

    by: Literal["missing", "zeros", "both"] = "missing"
    availability: float = 2 / 3
    nonzero: float = 0.05
    within: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Denominate(Options, kw_only=True, frozen=True, tag="denominate", tag_field="step"):
    """Divide indicators by their denominators (强度化): see ``denominator`` of an indicator."""


class Impute(ImputeOptions, kw_only=True, frozen=True, omit_defaults=True, tag="impute", tag_field="step"):
    """Fill missing cells. After ``normalise`` it fills scores: an item replaced by its group's mean score."""


class Treat(TreatOptions, kw_only=True, frozen=True, omit_defaults=True, tag="treat", tag_field="step"):
    """Treat outliers."""


class Normalise(
    NormaliseOptions, kw_only=True, frozen=True, omit_defaults=True, tag="normalise", tag_field="step"
):
    """Turn figures into scores."""


class Aggregate(
    AggregateOptions, kw_only=True, frozen=True, omit_defaults=True, tag="aggregate", tag_field="step"
):
    """Aggregate scores up the tree.

    Attributes:
        levels: other options for the groups of a level, by its number: 2 holds the parents of indicators.
        weights: which set of weights; left out, ``main`` if there is one, else the nodes' own.
    """

    levels: dict[str, AggregateOptions] = msgspec.field(default_factory=dict)
    weights: str | None = None


class Grade(Options, kw_only=True, frozen=True, omit_defaults=True, tag="grade", tag_field="step"):
    """Give grades (评定等级) by threshold or by quota.

    Attributes:
        thresholds: grade to least score, best first; null for the last: {A: 80, B: 60, C: null}.
        quotas: grade to share (below 1) or number of units, best first; 0 or null for the rest.
        of: the group whose score decides; default the root.
        within: rows among which quotas are shared out; default ``year``.
    """

    thresholds: dict[str, float | None] = msgspec.field(default_factory=dict)
    quotas: dict[str, float | None] = msgspec.field(default_factory=dict)
    of: str | None = None
    within: Over = "year"


Step = Screen | Denominate | Impute | Treat | Normalise | Aggregate | Grade
