"""Promises held against another area (高于全国平均水平): level, change or growth over the same years."""

from __future__ import annotations

from datetime import date

from luodi.core.quantity import comparable, convert
from luodi.delivery.ask import Ask
from luodi.delivery.held import Held, Verdict, wanting
from luodi.delivery.report import Comparison, Status, Words
from luodi.delivery.wording import number, short
from luodi.measuring.known import Known


def judge_above(ask: Ask, good: list[Held], known: Known, as_of: date) -> Verdict:
    """Compare over the longest common stretch since the baseline; every named area must be passed.

    Args:
        ask: the promise; ``areas`` and ``measure`` say with whom and what.
        good: its own direct figures that can decide.
        known: all figures, those of the other areas among them.
        as_of: the report's date.
    """
    own = {
        one.on.year: one.value
        for one in good
        if one.value is not None and one.on.year >= ask.baseline.end.year
    }
    rows = [_compare(ask, own, area, _others(ask, known, area)) for area in ask.areas]
    missing = [
        wanting(ask.indicator, "", f"{ask.baseline.end.year}-{_last_year(ask, as_of)}", area)
        for area, values in [(ask.area, own), *((area, _others(ask, known, area)) for area in ask.areas)]
        if len(values) < (1 if ask.measure == "level" else 2)
    ]
    if not rows or any(row.holds is None for row in rows):
        return Verdict(
            status="not_measurable",
            evidence="incomplete" if good else "none",
            reason=Words(zh="双方没有同期数据，无法比较", en="both sides lack figures of the same years"),
            missing=missing,
            comparisons=rows,
            faults={
                one.fact.observation.row: Words(zh="缺同期对比", en="nothing to compare with") for one in good
            },
        )
    holds = all(row.holds for row in rows)
    settled = ask.due is not None and all(int(row.period[-4:]) >= ask.due.year for row in rows)
    status: Status = ("met" if holds else "missed") if settled else ("on_track" if holds else "off_track")
    said_zh = "；".join(
        f"{row.period} {short(row.own or 0)}，{row.area}{short(row.other or 0)}" for row in rows
    )
    said_en = "; ".join(
        f"{row.period}: {short(row.own or 0)}, {row.area} {short(row.other or 0)}" for row in rows
    )
    return Verdict(
        status=status,
        evidence="direct",
        reason=Words(
            zh=f"{'高于' if holds else '不高于'}对比地区：{said_zh}{rows[0].unit}",
            en=f"{said_en} {rows[0].unit}",
        ),
        comparisons=rows,
        deciding=[one for one in good if any(str(one.on.year) in row.period for row in rows)],
    )


def _last_year(ask: Ask, as_of: date) -> int:
    return min(ask.due.year, as_of.year - 1) if ask.due else as_of.year - 1


def _others(ask: Ask, known: Known, area: str) -> dict[int, float]:
    if ask.indicator is None:
        return {}
    return {
        fact.period.end.year: convert(fact.observation.value, fact.observation.unit, ask.unit)
        for fact in known.series(ask.indicator.id, area)
        if comparable(fact.observation.unit, ask.unit)
        and fact.period.end.year >= ask.baseline.end.year
        and (fact.period.whole_year or ask.indicator.kind == "stock")
    }


def _compare(ask: Ask, own: dict[int, float], area: str, other: dict[int, float]) -> Comparison:
    common = sorted(set(own) & set(other))
    unit = ask.unit
    if ask.measure == "growth":
        unit = "%"
    elif ask.measure == "change" and unit == "%":
        unit = "个百分点"
    if not common or (ask.measure != "level" and len(common) < 2):
        return Comparison(area=area, measure=ask.measure, period=ask.baseline_text, unit=unit)
    first, last = common[0], common[-1]
    mine, theirs = (_measure(ask.measure, values[first], values[last]) for values in (own, other))
    holds = None
    if mine is not None and theirs is not None:
        holds = mine > theirs if ask.up else mine < theirs
    period = str(last) if ask.measure == "level" else f"{first}-{last}"
    return Comparison(
        area=area, measure=ask.measure, period=period, unit=unit, own=mine, other=theirs, holds=holds
    )


def _measure(measure: str, first: float, last: float) -> float | None:
    """Level: the last value. Change: last − first. Growth: (last ÷ first − 1) × 100."""
    if measure == "level":
        return last
    if measure == "change":
        return float(number(last - first))
    return (last / first - 1) * 100 if first > 0 else None
