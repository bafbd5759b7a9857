"""Which promises a forecast is asked about, and from which figures.

Nothing here computes a forecast; :mod:`luodi.delivery.foresee` does, and is only imported when there is
something to forecast, since it brings NumPy along.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from luodi.core.quantity import comparable, convert
from luodi.delivery.ask import Ask
from luodi.delivery.held import Held, Verdict
from luodi.delivery.path import rate
from luodi.delivery.report import Outlook, Point, Promise, Rate, Status, Terms, Words
from luodi.measuring.catalogue import WHOLE_YEAR, Indicator
from luodi.measuring.known import Known

FEWEST: Final = 3
"""Yearly figures that a forecast takes at least; a test holds it equal to forecasting's own."""
FURTHEST: Final = 10
"""Years ahead beyond which no chance is told: past them the intervals were never held against outcomes."""
OPEN: Final[frozenset[Status]] = frozenset({"on_track", "at_risk", "off_track", "not_yet_due"})


class Series(NamedTuple):
    """Yearly figures in the promise's unit, with the bounds of their quantity; equal ones are one series."""

    years: tuple[int, ...]
    values: tuple[float, ...]
    lower: float
    upper: float

    def at(self, year: int) -> float | None:
        """The figure of a year, None where it is not known."""
        return self.values[self.years.index(year)] if year in self.years else None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that is open, and what a forecast of it would be made from.

    Attributes:
        terms: what threshold and done are told in.
        threshold: as the verdict has it.
        done: what is reached of it so far; ``on`` is the ISO date of that.
        base: the figure that a change is counted from; None for other terms.
        series: the promise's own yearly figures. others: those of the areas it shall surpass.
        needed: pace needed from the last deciding figure.
        reason: why it cannot be forecast; None when it can.
    """

    ask: Ask
    threshold: float | None
    terms: Terms
    done: float | None
    on: str | None
    base: float | None
    series: Series
    others: list[Series]
    needed: Rate | None
    reason: Words | None

    @property
    def outlook(self) -> Outlook:
        """What can be said without a forecast."""
        years, values = self.series.years, self.series.values
        start = Point(on=f"{years[-1]}-12-31", value=values[-1]) if years else None
        if self.terms != "figure" and self.done is not None and self.on is not None:
            start = Point(on=self.on, value=self.done)
        return Outlook(basis="none", points=len(years), start=start, needed=self.needed, reason=self.reason)


def question(ask: Ask, held: list[Held], verdict: Verdict, known: Known) -> Question | None:
    """Ask about a promise with direct, complete figures that is not settled; None for every other.

    Args:
        ask: the promise's test.
        held: everything held against it.
        verdict: what was judged.
        known: all figures, for those of other areas.
    """
    if verdict.status not in OPEN or verdict.evidence != "direct" or not verdict.deciding:
        return None
    last = max(verdict.deciding, key=lambda one: one.on)
    series = _series(_own(ask, held, last), last.indicator)
    others = [_other(ask, known, area) for area in ask.areas] if ask.test == "above" else []
    return Question(
        ask=ask,
        threshold=verdict.threshold,
        terms=verdict.terms,
        done=verdict.distance.value if verdict.distance else None,
        on=verdict.distance.on if verdict.distance else None,
        base=_base(ask, verdict),
        series=series,
        others=others,
        needed=_needed(ask, verdict),
        reason=_refusal(ask, last.on, [series, *others]),
    )


def answered(promises: list[Promise], questions: Sequence[Question | None]) -> list[Promise]:
    """Give the promises with outlook and probability; all that can be forecast is forecast in one call."""
    ready = [one for one in questions if one and one.reason is None]
    foreseen: Iterator[tuple[Outlook, float | None]] = iter(())
    if ready:
        from luodi.delivery.foresee import foresee

        foreseen = iter(foresee(ready))
    found = []
    for promise, asked in zip(promises, questions, strict=True):
        if asked is None:
            found.append(promise)
            continue
        outlook, chance = next(foreseen) if asked.reason is None else (asked.outlook, None)
        found.append(msgspec.structs.replace(promise, outlook=outlook, probability=chance))
    return found


def _own(ask: Ask, held: list[Held], last: Held) -> list[tuple[date, float, str]]:
    """Give the promise's figures of the deciding indicator and area: day, value and bound."""
    if ask.test == "compound":
        return []  # the figures of one part say nothing of the whole
    indicator, area, until = last.indicator.id, last.fact.observation.area, last.on
    found: list[tuple[date, float, str]] = []
    for one in held:
        if one.source.role != "direct" or one.why is not None or one.value is None:
            continue
        observation, on = one.fact.observation, one.fact.period.end
        # a chain or a sum ends at its first gap: what comes after decides nothing
        if (
            one.indicator.id == indicator
            and observation.area == area
            and (on <= until or ask.test == "above")
        ):
            found.append((on, one.value, observation.bound))
    return found


def _base(ask: Ask, verdict: Verdict) -> float | None:
    """The verdict's own, which may be of another source than the last figure."""
    if verdict.terms != "change":
        return None
    return next((one.value for one in verdict.deciding if one.on == ask.baseline.end), None)


def _series(figures: Iterable[tuple[date, float, str]], indicator: Indicator) -> Series:
    """Take the figures that stand at a year's end; a mere bound (以上) is no figure to go on from."""
    by_year = {
        on.year: value
        for on, value, bound in figures
        if (on.month, on.day) == (12, 31) and bound in {"exact", "about"}
    }
    years = tuple(sorted(by_year))
    values = tuple(by_year[year] for year in years)
    return Series(years, values, *_bounds(indicator, values))


def _bounds(indicator: Indicator, values: tuple[float, ...]) -> tuple[float, float]:
    """Bounds that the quantity cannot leave; given up where a published figure already did."""
    if indicator.kind == "rate":
        lower, upper = -100.0 if indicator.unit == "%" else -math.inf, math.inf
    else:
        lower, upper = 0.0, 100.0 if indicator.kind == "share" and indicator.unit == "%" else math.inf
    return (
        -math.inf if any(value < lower for value in values) else lower,
        math.inf if any(value > upper for value in values) else upper,
    )


def _other(ask: Ask, known: Known, area: str) -> Series:
    indicator = ask.indicator
    assert indicator is not None, "figures of other areas are told by the promise's indicator"
    return _series(
        (
            (
                fact.period.end,
                convert(fact.observation.value, fact.observation.unit, ask.unit),
                fact.observation.bound,
            )
            for fact in known.series(indicator.id, area)
            if comparable(fact.observation.unit, ask.unit)
            and (fact.period.whole_year or indicator.kind not in WHOLE_YEAR)
        ),
        indicator,
    )


def _needed(ask: Ask, verdict: Verdict) -> Rate | None:
    far, threshold = verdict.distance, verdict.threshold
    if far is None or threshold is None or ask.due is None or ask.reached(far.value, threshold):
        return None
    return rate(date.fromisoformat(far.on), far.value, ask.due, threshold)


def _refusal(ask: Ask, last: date, all_series: list[Series]) -> Words | None:
    """Say why the promise cannot be forecast, None when it can."""
    series = all_series[0]
    if ask.due is None:
        return Words(zh="原文未写期限", en="the sentence sets no deadline")
    if ask.test == "compound":
        return Words(
            zh="由多项共同决定，不推算合并概率", en="several parts decide together; no joint chance is told"
        )
    if (ask.due.month, ask.due.day) != (12, 31):
        return Words(zh="期限不在年末，年度数据不能推算", en="the deadline is not a year's end")
    if not series.years or (ask.test != "above" and series.years[-1] != last.year):
        return Words(
            zh="最近数据不是年末、全年的数值，不能按年推算",
            en="the last figure is no value of a whole year or its end",
        )
    fewest = min(all_series, key=lambda one: len(one.years))
    count = len(fewest.years)
    if count < FEWEST:
        whose = Words(zh="", en="") if fewest is series else Words(zh="对比地区", en=" for the other area")
        return Words(
            zh=f"{whose.zh}只有{count}个年度数据，预测至少要{FEWEST}个",
            en=f"{_figures(count)}{whose.en}; a forecast takes at least {FEWEST}",
        )
    if ask.due.year - min(one.years[-1] for one in all_series) > FURTHEST:
        return Words(
            zh=f"期限在{FURTHEST}年以后，太远", en=f"the deadline is more than {FURTHEST} years ahead"
        )
    return None


def _figures(count: int) -> str:
    return {0: "no yearly figure", 1: "1 yearly figure only"}.get(count, f"{count} yearly figures only")
