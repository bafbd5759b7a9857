"""Put a promise to its test."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from luodi.delivery.ask import Ask
from luodi.delivery.compound import judge_compound
from luodi.delivery.held import Held, Verdict, usable, wanting
from luodi.delivery.path import Mark, judge_path
from luodi.delivery.relative import judge_above
from luodi.delivery.report import Baseline, Point, Words
from luodi.delivery.wording import both
from luodi.delivery.wording import period as say_period
from luodi.measuring.catalogue import Catalogue
from luodi.measuring.known import Known


def judge(ask: Ask, held: list[Held], known: Known, catalogue: Catalogue, as_of: date, words: str) -> Verdict:
    """Judge one promise.

    Args:
        ask: its test.
        held: everything held against it.
        known: all figures, for parts and comparisons.
        catalogue: for the names of parts.
        as_of: the report's date.
        words: the promise's own words, for naming what is missing where it is bound to no indicator.
    """
    good = usable(held)
    if ask.test == "compound":
        return judge_compound(ask, held, known, catalogue, as_of)
    if ask.test == "above":
        return judge_above(ask, good, known, as_of)
    if ask.test == "event":
        return _judge_event(ask, good, as_of, words)
    if ask.test == "unclear":
        return Verdict(
            status="not_measurable",
            reason=Words(zh="原文没有可检验的数值", en="the sentence states no number to test"),
            missing=[Words(zh="可检验的数值或排名", en="a number or rank to test")],
        )
    if ask.test == "rising":
        return _judge_rising(ask, good, as_of)
    if not good:
        when = ask.deadline or ""
        return Verdict(
            status="not_measurable",
            reason=_nothing_complete(held),
            missing=[wanting(ask.indicator, words, str(ask.due.year) if ask.due else when, ask.area)],
        )
    return _judge_number(ask, good, as_of)


def _nothing_complete(held: list[Held]) -> Words:
    own = [one for one in held if one.source.role == "direct" and one.why is not None]
    if not own:
        return Words(zh="没有本指标的数据", en="no figure of its own indicator is known")
    last = max(own, key=lambda one: one.on)
    one, why = last.fact.observation, last.why or Words(zh="", en="")
    said, when = both(one.value, one.unit), say_period(one.period)
    return Words(zh=f"{when.zh}为{said.zh}，但{why.zh}", en=f"{said.en} in {when.en}, but {why.en}")


def _judge_number(ask: Ask, good: list[Held], as_of: date) -> Verdict:
    base_year = ask.baseline.end
    kind = ask.indicator.kind if ask.indicator else good[0].indicator.kind
    marks = [Mark(one.on, one.value, one) for one in good if one.value is not None]
    if ask.test == "level":
        at_start = next((mark.value for mark in marks if mark.on == base_year), None)
        return judge_path(ask, marks, at_start, as_of)
    if ask.test == "increment" and kind == "flow":
        marks = _summed(marks, base_year.year)
        if not marks:
            return _no_baseline(ask, good, str(base_year.year + 1))
        return judge_path(ask, marks, 0.0, as_of, terms="sum")
    if ask.test == "growth" and kind == "rate":
        marks = _chained(marks, base_year.year)
        if not marks:
            return _no_baseline(ask, good, str(base_year.year + 1))
        return judge_path(ask, marks, 100.0, as_of, "growth", terms="chain")
    base = next((mark for mark in marks if mark.on == base_year), None)
    if base is None:
        return _no_baseline(ask, good, ask.baseline_text)
    later = [mark for mark in marks if mark.on > base_year]
    if not later:
        verdict = _no_baseline(ask, good, str(ask.due.year) if ask.due else "")
        verdict.reason = Words(zh="只有基期数据", en="only the baseline figure is known")
        return verdict
    if ask.test == "increment":
        sign = -1 if ask.direction == "decrease" else 1
        later = [Mark(mark.on, sign * (mark.value - base.value), mark.held) for mark in later]
        verdict = judge_path(ask, later, 0.0, as_of, terms="change")
    else:
        verdict = judge_path(ask, later, base.value, as_of, "growth")
    verdict.deciding.append(base.held)
    return verdict


def _no_baseline(ask: Ask, good: list[Held], period: str) -> Verdict:
    last = good[-1]
    why = say_period(period)
    lacking = Words(zh=f"缺少{why.zh}数据", en=f"the figure of {why.en} is missing")
    said, when = both(last.value or 0.0, ask.unit), say_period(last.fact.observation.period)
    return Verdict(
        status="not_measurable",
        evidence="incomplete",
        reason=Words(
            zh=f"{when.zh}为{said.zh}，但{lacking.zh}", en=f"{said.en} in {when.en}, but {lacking.en}"
        ),
        missing=[wanting(last.indicator, "", period, ask.area)],
        baseline=Baseline(period=ask.baseline_text, on=ask.baseline.on),
        faults={one.fact.observation.row: lacking for one in good},
    )


def _summed(marks: list[Mark], base_year: int) -> list[Mark]:
    """Add up yearly flows from the year after the baseline; a gap ends the sum."""
    found: list[Mark] = []
    total = 0.0
    for mark in marks:
        if mark.on.year == base_year + len(found) + 1:
            total += mark.value
            found.append(Mark(mark.on, total, mark.held))
    return found


def _chained(marks: list[Mark], base_year: int) -> list[Mark]:
    """Chain yearly growth rates into an index, 100 in the baseline year; a gap ends the chain."""
    found: list[Mark] = []
    index = 100.0
    for mark in marks:
        if mark.on.year == base_year + len(found) + 1:
            index *= 1 + mark.value / 100
            found.append(Mark(mark.on, index, mark.held))
    return found


def _judge_event(ask: Ask, good: list[Held], as_of: date, words: str) -> Verdict:
    happened = next((one for one in good if one.value), None)
    if happened:
        when = say_period(happened.fact.observation.period)
        title = happened.fact.observation.source_title
        return Verdict(
            status="met",
            evidence="direct",
            reason=Words(zh=f"{when.zh}已实现（{title}）", en=f"done, {when.en} ({title})"),
            deciding=[happened],
        )
    needed = [
        Words(zh=f"{words}的认定、验收或公告", en="a published recognition, acceptance or notice of it")
    ]
    if ask.due is not None and as_of <= ask.due:
        return Verdict(
            status="not_yet_due",
            reason=Words(
                zh=f"期限未到（{ask.due.year}年）", en=f"its deadline is still ahead ({ask.due.year})"
            ),
            missing=needed,
            evidence="direct" if good else "none",
            path=[Point(on=ask.due.isoformat(), value=1)],
        )
    denied = next((one for one in good if ask.due and one.on >= ask.due), None)
    if denied:
        return Verdict(
            status="missed",
            evidence="direct",
            reason=Words(zh="到期未实现", en="not done when it was due"),
            deciding=[denied],
        )
    late = Words(zh="期限已过，没有公开证据", en="the deadline has passed; no published evidence either way")
    none = Words(zh="原文未写期限，也没有公开证据", en="no deadline and no published evidence")
    return Verdict(status="not_measurable", reason=late if ask.due else none, missing=needed)


def _judge_rising(ask: Ask, good: list[Held], as_of: date) -> Verdict:
    """Every year must be better than the one before; one that is not breaks the promise for good."""
    start = ask.baseline.end.year
    values = {one.on.year: one for one in good if one.on.year >= start}
    years = sorted(values)
    steps = [(values[one], values[other]) for one, other in pairwise(years) if other == one + 1]
    for before, after in steps:
        one, other = before.value or 0.0, after.value or 0.0
        if not (other > one if ask.up else other < one):
            said = f"{number_pair(before, ask)} → {number_pair(after, ask)}"
            return Verdict(
                status="missed",
                evidence="direct",
                reason=Words(zh=f"没有逐年改善：{said}", en=f"not better every year: {said}"),
                deciding=[before, after],
            )
    last_year = ask.due.year if ask.due else as_of.year - 1
    wanted = range(start, min(last_year, as_of.year - 1) + 1)
    absent = [year for year in wanted if year not in values]
    if (
        not steps
        or (absent and absent[0] < years[-1])
        or (ask.due and as_of > ask.due and last_year not in values)
    ):
        return Verdict(
            status="not_measurable",
            evidence="incomplete" if good else "none",
            reason=Words(zh="缺少连续各年的数据", en="figures of consecutive years are missing"),
            missing=[wanting(ask.indicator, "", str(year), ask.area) for year in absent[:5]],
            faults={
                one.fact.observation.row: Words(zh="各年数据不连续", en="years are missing") for one in good
            },
        )
    done = ask.due is not None and last_year in values
    span = f"{start}–{years[-1]}"
    return Verdict(
        status="met" if done else "on_track",
        evidence="direct",
        reason=Words(zh=f"{span}逐年改善", en=f"better every year, {span}"),
        deciding=[values[years[0]], values[years[-1]]],
    )


def number_pair(held: Held, ask: Ask) -> str:
    """Say a figure with its period, for both languages."""
    return f"{held.fact.observation.period} {both(held.value or 0.0, ask.unit).zh}"
