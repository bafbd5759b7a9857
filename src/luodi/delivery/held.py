"""Figures held against one promise: which of them may decide, and why the others may not."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

import msgspec

from luodi.core.quantity import comparable, convert
from luodi.delivery.ask import Ask
from luodi.delivery.bindings import Source
from luodi.delivery.report import (
    Baseline,
    Comparison,
    Distance,
    Evidence,
    Pace,
    Part,
    Point,
    Status,
    Terms,
    Words,
)
from luodi.delivery.wording import period as say_period
from luodi.measuring.catalogue import WHOLE_YEAR, Catalogue, Indicator
from luodi.measuring.known import Fact, Known


class Held(msgspec.Struct, frozen=True, gc=False):
    """One figure, ready to judge.

    Attributes:
        value: in the ask's unit; None where it measures something else.
        why: why it cannot decide; None for a direct figure that can.
    """

    fact: Fact
    source: Source
    indicator: Indicator
    value: float | None
    why: Words | None

    @property
    def on(self) -> date:
        """The last day of its period."""
        return self.fact.period.end


class Verdict(msgspec.Struct, kw_only=True):
    """What the judgement of one promise found."""

    status: Status
    reason: Words
    evidence: Evidence = "none"
    missing: list[Words] = msgspec.field(default_factory=list)
    threshold: float | None = None
    baseline: Baseline | None = None
    distance: Distance | None = None
    pace: Pace | None = None
    path: list[Point] = msgspec.field(default_factory=list)
    terms: Terms = "figure"
    progress: list[Point] = msgspec.field(default_factory=list)
    parts: list[Part] = msgspec.field(default_factory=list)
    comparisons: list[Comparison] = msgspec.field(default_factory=list)
    deciding: list[Held] = msgspec.field(default_factory=list)
    faults: dict[str, Words] = msgspec.field(default_factory=dict)
    """Row of a figure → why it turned out unable to decide."""


def gather(ask: Ask, known: Known, catalogue: Catalogue) -> list[Held]:
    """Give everything known that the promise's sources name, in the order of the sources."""
    found: list[Held] = []
    for source in ask.sources:
        indicator = catalogue[source.indicator]
        area = source.area or ask.area
        found += [_held(ask, source, indicator, fact) for fact in known.series(source.indicator, area)]
    return found


def _held(ask: Ask, source: Source, indicator: Indicator, fact: Fact) -> Held:
    one = fact.observation
    value: float | None = one.value
    if one.unit != ask.unit:
        value = convert(one.value, one.unit, ask.unit) if comparable(one.unit, ask.unit) else None
    why = _fault(indicator, source, fact, value) if source.role == "direct" else None
    return Held(fact, source, indicator, value, why)


def _fault(indicator: Indicator, source: Source, fact: Fact, value: float | None) -> Words | None:
    if source.why is not None:
        return source.why
    if value is None:
        unit = fact.observation.unit
        return Words(zh=f"单位不同（{unit}）", en=f"its unit is another one ({unit})")
    if indicator.kind in WHOLE_YEAR and not fact.period.whole_year:
        said = say_period(fact.observation.period)
        return Words(zh=f"不是一整年（{said.zh}）", en=f"that is not one whole year ({said.en})")
    return None


def usable(held: list[Held]) -> list[Held]:
    """Give the direct figures that can decide, by date."""
    good = [one for one in held if one.source.role == "direct" and one.why is None and one.value is not None]
    return sorted(good, key=attrgetter("fact.period.end"))


def wanting(indicator: Indicator | None, words: str, when: str, area: str) -> Words:
    """Say which figure is wanting."""
    zh = indicator.name_zh if indicator else words
    en = indicator.name_en if indicator else words
    said = say_period(when) if when else Words(zh="", en="any date")
    return Words(zh=f"{area}{said.zh}{zh}", en=f"{en} of {area}, {said.en}")
