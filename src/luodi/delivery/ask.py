"""What a promise asks for, worked out from its sentence, its binding and the catalogue."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

import msgspec

from luodi.core.period import Period, parse
from luodi.core.quantity import comparable
from luodi.core.record import Comparator, Direction, Kind, Milestone, Target
from luodi.delivery.bindings import Rule, Source, Stated
from luodi.delivery.report import Demand, Test, Words
from luodi.delivery.wording import compared, english, number
from luodi.measuring.catalogue import Indicator

APPROX_TOLERANCE: Final = 0.05
"""左右, 约: reached from so far below on (or above, where less is better)."""
_AVERAGE: Final = re.compile("年均|年平均|平均每年|每年平均|年递增")
_NUMBERED: Final[dict[Kind, Test]] = {
    "level": "level",
    "count": "level",
    "share": "level",
    "rank": "level",
    "increment": "increment",
    "growth": "growth",
}


class Ask(msgspec.Struct, kw_only=True, frozen=True):
    """The test a promise is put to.

    Attributes:
        up: whether more is better.
        unit: the unit that figures, threshold, distance and pace are worked out in.
        baseline: the period it starts from.
        due: last day of the deadline.
        sources: figures to hold against it.
    """

    test: Test
    comparator: Comparator | None
    value: float | None
    value_high: float | None
    promise_unit: str | None
    unit: str
    up: bool
    direction: Direction
    hedged: bool
    deadline: str | None
    due: date | None
    baseline: Period
    baseline_text: str
    measure: Literal["level", "change", "growth"]
    areas: list[str]
    years: int
    indicator: Indicator | None
    sources: list[Source]
    area: str

    def threshold(self, base: float | None) -> float | None:
        """Give the level that fulfils the promise; None where a baseline figure is wanting.

        increment: the increment itself. multiple: base × value. growth: base × (1 ± rate)^years.
        """
        if self.value is None:
            return None
        value = self.value
        if self.comparator == "range" and self.value_high is not None:
            value = min(value, self.value_high) if self.up else max(value, self.value_high)
        if self.test in {"level", "increment", "event"}:
            return value
        if base is None:
            return None
        if self.test == "multiple":
            return base * value
        sign = -1 if self.direction == "decrease" else 1
        years = self.due.year - self.baseline.year if self.due else 1
        return base * float((1 + sign * value / 100) ** years)

    def reached(self, value: float, threshold: float) -> bool:
        """Say whether a level fulfils the promise."""
        close = abs(value - threshold) <= 1e-9 * max(1.0, abs(value), abs(threshold))
        if self.comparator in {"gt", "lt"} and close:
            return False
        slack = APPROX_TOLERANCE * abs(threshold) if self.comparator == "approx" else 0.0
        return close or (value >= threshold - slack if self.up else value <= threshold + slack)

    def demand(self, threshold: float | None) -> Demand:
        """Give the report's record of it."""
        return Demand(
            test=self.test,
            comparator=self.comparator,
            value=self.value,
            value_high=self.value_high,
            unit=self.promise_unit,
            direction=self.direction,
            hedged=self.hedged,
            deadline=self.deadline,
            due=self.due.isoformat() if self.due else None,
            threshold=threshold,
            words=self._words(threshold),
        )

    def _words(self, threshold: float | None) -> Words:
        strive = Words(zh="力争", en="strive for ") if self.hedged else Words(zh="", en="")
        said = self._plain_words(threshold)
        return Words(zh=strive.zh + said.zh, en=strive.en + said.en)

    def _plain_words(self, threshold: float | None) -> Words:
        others = "、".join(self.areas)
        if self.test == "above":
            zh = {"level": "水平", "change": "增幅", "growth": "增速"}[self.measure]
            en = {"level": "a level", "change": "a change", "growth": "growth"}[self.measure]
            return Words(zh=f"{zh}高于{others}", en=f"{en} above {others}")
        if self.test == "rising":
            return (
                Words(zh="逐年上升", en="rise every year")
                if self.up
                else Words(zh="逐年下降", en="fall every year")
            )
        if self.test == "compound":
            zh = "各项全部达标" + (f"，连续{self.years}年" if self.years > 1 else "")
            en = "all parts comply" + (f", {self.years} years running" if self.years > 1 else "")
            return Words(zh=zh, en=en)
        if self.test == "event":
            return Words(zh="建成、设立或获批", en="be built, founded or recognised")
        if self.test == "multiple" and self.value is not None:
            level = f"（{number(threshold)}{self.unit}）" if threshold is not None else ""
            level_en = f" ({english(threshold, self.unit)})" if threshold is not None else ""
            zh = f"为{self.baseline_text}年的{number(self.value)}倍{level}"
            return Words(zh=zh, en=f"{number(self.value)} times the value of {self.baseline_text}{level_en}")
        if self.value is None or self.test == "unclear":
            return Words(zh="未写明可检验的数值", en="the sentence states no number to test")
        said = compared(self.comparator, self.value, self.value_high, self.promise_unit or "")
        down = self.direction == "decrease"
        if self.test == "increment":
            return Words(
                zh=("减少" if down else "新增") + said.zh, en=f"{said.en} {'fewer' if down else 'more'}"
            )
        if self.test == "growth":
            return Words(
                zh=("年均下降" if down else "年均增长") + said.zh,
                en=f"{'fall' if down else 'grow'} {said.en} a year",
            )
        return said


def ask(
    promise: Target | Milestone | Stated,
    quote: str,
    rule: Rule | None,
    indicator: Indicator | None,
    sources: list[Source],
    baseline: str,
    area: str,
) -> Ask:
    """Work out the test.

    Args:
        promise: as read, or as stated by hand.
        quote: its sentence.
        rule: the binding's test, if it has one.
        indicator: what it is bound to.
        sources: figures to hold against it.
        baseline: the city's baseline, where neither sentence nor rule names one.
        area: the city's area.
    """
    stated: Stated | Target
    if isinstance(promise, Milestone):
        stated = Stated(kind="milestone", deadline=promise.deadline)
    else:
        stated = promise
    own_baseline = promise.baseline_year if isinstance(promise, Target) else None
    start = (rule.baseline if rule else None) or own_baseline or baseline
    test, value = _test(stated, quote, rule, indicator, own_baseline)
    unit = stated.unit or ""
    if test not in {"level", "increment"} or (stated.unit is None and indicator):
        unit = indicator.unit if indicator else unit
    if test == "event":
        value = 1.0
    return Ask(
        test=test,
        comparator=stated.comparator if test != "event" else None,
        value=value,
        value_high=stated.value_high,
        promise_unit=stated.unit,
        unit=unit,
        up=_up(stated, test, indicator),
        direction=stated.direction,
        hedged=stated.hedged,
        deadline=stated.deadline,
        due=_due(stated.deadline),
        baseline=parse(start),
        baseline_text=start,
        measure=rule.measure if rule else "level",
        areas=rule.areas if rule else [],
        years=rule.years if rule else 1,
        indicator=indicator,
        sources=sources,
        area=area,
    )


def _due(deadline: str | None) -> date | None:
    try:
        return parse(deadline).end if deadline else None
    except ValueError:
        return None


def _test(
    promise: Target | Stated,
    quote: str,
    rule: Rule | None,
    indicator: Indicator | None,
    baseline: str | None,
) -> tuple[Test, float | None]:
    value = rule.value if rule and rule.value is not None else promise.value
    if rule:
        return rule.by, value
    if promise.kind == "milestone":
        return "event", None
    if value is None:
        return "unclear", None
    if promise.kind == "relative":
        return ("multiple", value) if promise.unit == "倍" else ("unclear", value)
    if (
        promise.kind != "growth"
        or _AVERAGE.search(quote)
        or re.fullmatch(r"\d{4}-\d{4}", promise.deadline or "")
    ):
        return _NUMBERED[promise.kind], value
    if baseline:
        # 较2020年增长50%: the level is 1.5 times that of 2020
        return "multiple", 1 + (-value if promise.direction == "decrease" else value) / 100
    rate = indicator is not None and indicator.kind == "rate" and comparable(indicator.unit, "%")
    return ("level" if rate else "growth"), value


def _up(promise: Target | Stated, test: Test, indicator: Indicator | None) -> bool:
    if test in {"event", "compound"}:
        return True
    if test == "increment":
        return promise.comparator not in {"le", "lt"}
    fall = promise.direction == "decrease" and (test == "growth" or promise.kind == "growth")
    if promise.comparator in {"le", "lt"}:
        # 年均下降不超过5%: the fall is at most so much, so the level stays above
        return fall
    if promise.comparator in {"ge", "gt"}:
        return not (fall or (test == "multiple" and promise.direction == "decrease"))
    if test == "level" and indicator and indicator.direction != "none":
        return indicator.direction == "higher"
    return promise.direction == "increase"
