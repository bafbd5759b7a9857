"""Promises with several parts (如环境空气质量六项污染物): all of them must comply.

A part that fails in a whole year settles that year, whatever the others did; a year complies when every part
that is needed has a figure of the whole year and all known parts comply.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from luodi.core.quantity import comparable, convert
from luodi.delivery.ask import Ask
from luodi.delivery.bindings import Source
from luodi.delivery.held import Held, Verdict, wanting
from luodi.delivery.report import Part, Status, Words
from luodi.delivery.wording import compared, number
from luodi.measuring.catalogue import Catalogue
from luodi.measuring.catalogue import Part as PartRule
from luodi.measuring.known import Known


def part_sources(ask: Ask) -> list[Source]:
    """Give the sources of the parts: the city's own figures, direct."""
    return [Source(indicator=part.indicator) for part in ask.indicator.parts] if ask.indicator else []


def judge_compound(ask: Ask, held: list[Held], known: Known, catalogue: Catalogue, as_of: date) -> Verdict:
    """Judge by year: the deadline's year and, for 稳定, the years before it.

    Args:
        ask: the promise; its indicator has the parts and limits.
        held: what was gathered, the parts' figures among it.
        known, catalogue, as_of: as in :func:`luodi.delivery.judge.judge`.
    """
    rules = ask.indicator.parts if ask.indicator else []
    by_part = [_holds_by_year(rule, catalogue, known, ask.area) for rule in rules]
    last = min(ask.due.year, as_of.year - 1) if ask.due else as_of.year - 1
    years = range(last - ask.years + 1, last + 1)
    wanted = {rule.indicator for rule in rules}
    own = [one for one in held if one.source.role == "direct" and one.indicator.id in wanted]
    verdict = Verdict(
        status="not_measurable",
        reason=Words(zh="", en=""),
        evidence="incomplete" if own else "none",
        parts=[
            _part(rule, catalogue, years, values, [one for one in own if one.indicator.id == rule.indicator])
            for rule, values in zip(rules, by_part, strict=True)
        ],
    )
    failed = [
        (year, rule)
        for year in years
        for rule, values in zip(rules, by_part, strict=True)
        if values.get(year) is False
    ]
    absent = [
        (year, rule)
        for year in years
        for rule, values in zip(rules, by_part, strict=True)
        if rule.needed and year not in values
    ]
    settled = ask.due is not None and last == ask.due.year
    if failed:
        status: Status = "missed" if settled else "at_risk"
        named = _names(failed, catalogue)
        verdict.status, verdict.evidence = status, "direct"
        verdict.reason = Words(zh=f"未达标：{named.zh}", en=f"above the limit: {named.en}")
    elif absent:
        needed = sum(rule.needed for rule in rules)
        full = sum(
            rule.needed and all(year in values for year in years)
            for rule, values in zip(rules, by_part, strict=True)
        )
        span = f"{years[0]}–{last}" if len(years) > 1 else str(last)
        verdict.reason = Words(
            zh=f"{needed}项中{full}项有{span}全年数据",
            en=f"{full} of {needed} parts have whole-year figures for {span}",
        )
        verdict.missing = [
            wanting(catalogue[rule.indicator], "", str(last), ask.area)
            for year, rule in absent
            if year == last
        ]
        verdict.faults = {one.fact.observation.row: verdict.reason for one in own if one.why is None}
    else:
        verdict.status, verdict.evidence = ("met" if settled else "on_track"), "direct"
        verdict.reason = Words(zh="各项全部达标", en="all parts comply")
    if verdict.evidence == "direct":
        verdict.deciding = [one for one in own if one.on.year in years and one.fact.period.whole_year]
    return verdict


def rounded(value: float, decimals: int | None) -> float:
    """Round half to even on the printed decimals, as GB/T 8170 asks before a comparison with a limit.

    >>> rounded(35.5, 0), rounded(34.5, 0), rounded(4.05, 1), rounded(35.49, None)
    (36.0, 34.0, 4.0, 35.49)
    """
    if decimals is None:
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))


def _holds_by_year(rule: PartRule, catalogue: Catalogue, known: Known, area: str) -> dict[int, bool]:
    unit = catalogue[rule.indicator].unit
    found: dict[int, bool] = {}
    for fact in known.series(rule.indicator, area):
        one = fact.observation
        if fact.period.whole_year and comparable(one.unit, unit):
            value = rounded(convert(one.value, one.unit, unit), rule.decimals)
            found[fact.period.year] = value <= rule.limit if rule.comparator == "le" else value >= rule.limit
    return found


def _part(
    rule: PartRule, catalogue: Catalogue, years: range, values: dict[int, bool], own: list[Held]
) -> Part:
    indicator = catalogue[rule.indicator]
    limit = compared(rule.comparator, rule.limit, None, indicator.unit)
    last = own[-1] if own else None
    if last is None:
        words = Words(zh=f"没有数据；{limit.zh}", en=f"no figure; {limit.en}")
    else:
        said = f"{last.fact.observation.period}: {number(last.fact.observation.value)}"
        words = Words(zh=f"{said}；{limit.zh}", en=f"{said}; {limit.en}")
    known = [values[year] for year in years if year in values]
    holds = False if False in known else True if len(known) == len(years) else None
    return Part(
        indicator=rule.indicator,
        name=Words(zh=indicator.name_zh, en=indicator.name_en),
        comparator=rule.comparator,
        limit=rule.limit,
        unit=indicator.unit,
        source=rule.source,
        holds=holds,
        words=words,
    )


def _names(failed: list[tuple[int, PartRule]], catalogue: Catalogue) -> Words:
    return Words(
        zh="、".join(f"{year}年{catalogue[rule.indicator].name_zh}" for year, rule in failed),
        en=", ".join(f"{catalogue[rule.indicator].name_en} in {year}" for year, rule in failed),
    )
