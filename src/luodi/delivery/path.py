"""Promises with a level to reach: distance, pace, status (docs/methods/delivery.md, with every formula)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from luodi.core.period import years_between
from luodi.delivery.ask import Ask
from luodi.delivery.held import Held, Verdict
from luodi.delivery.report import Baseline, Distance, Pace, Point, Rate, Status, Terms, Words
from luodi.delivery.wording import both, number, short
from luodi.delivery.wording import period as say_period

ON_TRACK: Final = 0.95
AT_RISK: Final = 0.60
"""Actual ÷ required pace. A choice, after the bounds of Eurostat's SDG monitoring for indicators with a
target (95% and 60% of the required pace; unverified)."""
MAX_AGE_YEARS: Final = 2.0
"""A last figure older than this before the deadline (or the report's date) decides nothing."""

Shape = Literal["line", "growth"]


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A value on the way to the promise."""

    on: date
    value: float
    held: Held


def rate(since: date, first: float, until: date, last: float) -> Rate | None:
    """Give the pace between two values: per year and in % a year.

    >>> rate(date(2020, 12, 31), 100, date(2025, 12, 31), 200)
    Rate(since='2020-12-31', until='2025-12-31', per_year=20.0, percent=14.869835499703509)
    """
    years = years_between(since, until)
    if years <= 0:
        return None
    percent = ((last / first) ** (1 / years) - 1) * 100 if first > 0 and last > 0 else None
    return Rate(
        since=since.isoformat(), until=until.isoformat(), per_year=(last - first) / years, percent=percent
    )


def distance(ask: Ask, threshold: float, base: float | None, last: Mark, *, unit: str) -> Distance:
    """Say how far the last value is from the promise, in a unit that an index does not have."""
    gap = threshold - last.value if ask.up else last.value - threshold
    share = None
    if last.value > 0 and threshold > 0:
        share = last.value / threshold if ask.up else threshold / last.value
    way = None
    if base is not None and threshold != base:
        way = (last.value - base) / (threshold - base)
    return Distance(value=last.value, on=last.on.isoformat(), gap=gap, unit=unit, share=share, of_way=way)


def ratio(required: Rate | None, actual: Rate | None, shape: Shape) -> float | None:
    """Actual ÷ required pace: in % a year on a growing path, per year on a straight one."""
    if required is None or actual is None:
        return None
    one, other = actual.per_year, required.per_year
    if shape == "growth" and actual.percent is not None and required.percent is not None:
        one, other = actual.percent, required.percent
    return one / other if other else None


def judge_path(
    ask: Ask,
    marks: Sequence[Mark],
    base: float | None,
    as_of: date,
    shape: Shape = "line",
    *,
    terms: Terms = "figure",
) -> Verdict:
    """Judge values against the level that the promise asks for.

    Args:
        ask: the promise.
        marks: at least one value, by date, in the ask's unit.
        base: the value at the baseline; None when not known.
        as_of: the report's date.
        shape: whether the path grows by a share a year or by an amount a year.
        terms: what the values are.
    """
    threshold = ask.threshold(base)
    if threshold is None:
        return Verdict(
            status="not_measurable", reason=Words(zh="缺少基期数据", en="the baseline figure is missing")
        )
    due, start = ask.due, ask.baseline.end
    at_due = next((mark for mark in marks if due and mark.on >= due), None)
    last = at_due or marks[-1]
    verdict = Verdict(
        status="not_measurable",
        reason=Words(zh="", en=""),
        evidence="direct",
        threshold=threshold,
        terms=terms,
    )
    if terms != "figure":
        verdict.progress = [Point(on=mark.on.isoformat(), value=mark.value) for mark in marks]
    verdict.distance = distance(ask, threshold, base, last, unit="" if terms == "chain" else ask.unit)
    verdict.baseline = Baseline(period=ask.baseline_text, on=start.isoformat(), value=base)
    first = _start(marks, base, start)
    verdict.deciding = [last.held]
    if due:
        verdict.path = _path(first, due, threshold, shape)
        verdict.pace = _pace(ask, first, last, due, threshold, shape)
    reached = ask.reached(last.value, threshold)
    bound = _only_a_bound(ask, last, reached)
    if bound is not None:
        verdict.evidence, verdict.reason = "incomplete", bound
        verdict.faults = {last.held.fact.observation.row: bound}
    elif at_due or (reached and due is None):
        verdict.status, verdict.reason = (
            ("met" if reached else "missed"),
            _settled(ask, last, threshold, reached, terms),
        )
    else:
        _decide_early(verdict, ask, first, last, threshold, reached, as_of)
    return verdict


def _decide_early(
    verdict: Verdict,
    ask: Ask,
    first: tuple[date, float] | None,
    last: Mark,
    threshold: float,
    reached: bool,
    as_of: date,
) -> None:
    """Judge by pace: no figure of the deadline is known."""
    due = ask.due
    said = _last_words(ask, last, verdict.terms)
    if due is None:
        verdict.status = "not_yet_due"
        verdict.reason = Words(
            zh=f"{said.zh}，尚未达到；原文未写期限",
            en=f"{said.en}, not reached; the sentence sets no deadline",
        )
        return
    over = as_of > due
    no_figure = Words(zh="", en="")
    if over:
        no_figure = Words(
            zh=f"期限已过，尚无{due.year}年数据；",
            en=f"the deadline has passed without a figure of {due.year}; ",
        )
    age = years_between(last.on, min(as_of, due))
    if age > MAX_AGE_YEARS:
        verdict.evidence = "incomplete"
        verdict.reason = Words(
            zh=f"{no_figure.zh}{said.zh}，距今超过{number(MAX_AGE_YEARS)}年，不能判断",
            en=f"{no_figure.en}{said.en}: more than {number(MAX_AGE_YEARS)} years too old to tell",
        )
        verdict.faults = {last.held.fact.observation.row: Words(zh="数据过旧", en="it is too old")}
        verdict.pace, verdict.deciding = None, []
        return
    if reached:
        verdict.status = "on_track"
        verdict.reason = Words(
            zh=f"{no_figure.zh}{said.zh}，已达到要求，以到期数据为准",
            en=f"{no_figure.en}{said.en}, already reached; the figure of the deadline will settle it",
        )
        return
    share = verdict.pace.ratio if verdict.pace else None
    if share is None or verdict.pace is None or first is None:
        verdict.status = "not_measurable" if over else "not_yet_due"
        verdict.evidence = "incomplete" if over else "direct"
        verdict.reason = Words(
            zh=f"{no_figure.zh}{said.zh}，只有一个数据，无法判断进度",
            en=f"{no_figure.en}{said.en}; one figure only, no pace can be told",
        )
        if over:
            verdict.faults = {last.held.fact.observation.row: Words(zh="只有一个数据", en="it stands alone")}
        return
    status: Status = "on_track" if share >= ON_TRACK else "at_risk" if share >= AT_RISK else "off_track"
    verdict.status = status
    required, actual = verdict.pace.required, verdict.pace.actual
    zh_pace = en_pace = ""
    if required and actual:
        zh_pace = f"，每年{_signed(actual)}，要求每年{_signed(required)}（{short(share * 100)}%）"
        en_pace = (
            f"; {_signed(actual)} a year, {_signed(required)} required ({short(share * 100)}% of the pace)"
        )
    verdict.reason = Words(zh=f"{no_figure.zh}{said.zh}{zh_pace}", en=f"{no_figure.en}{said.en}{en_pace}")


def _signed(pace: Rate) -> str:
    return ("+" if pace.per_year >= 0 else "") + short(pace.per_year)


def _last_words(ask: Ask, last: Mark, terms: Terms) -> Words:
    when = say_period(last.held.fact.observation.period)
    amount = _amount(ask, last.value, terms)
    base = ask.baseline_text
    if terms == "change":
        return Words(
            zh=f"{base}年至{when.zh}变化{number(last.value)}{ask.unit}",
            en=f"a change of {amount.en} from {base} to {when.en}",
        )
    if terms == "sum":
        return Words(
            zh=f"{base}年后至{when.zh}累计{amount.zh}", en=f"{amount.en} in all after {base} up to {when.en}"
        )
    if terms == "chain":
        return Words(
            zh=f"以{base}年为100，{when.zh}为{amount.zh}", en=f"{amount.en} in {when.en} ({base} = 100)"
        )
    return Words(zh=f"{when.zh}为{amount.zh}", en=f"{amount.en} in {when.en}")


def _amount(ask: Ask, value: float, terms: Terms) -> Words:
    """Say an amount; an index (链式指数) has no unit, least of all the per cent of its rates."""
    if terms == "chain":
        said = number(round(value, 2))
        return Words(zh=said, en=said)
    return both(value, ask.unit)


def _settled(ask: Ask, last: Mark, threshold: float, reached: bool, terms: Terms) -> Words:
    said, wanted = _last_words(ask, last, terms), _amount(ask, threshold, terms)
    if reached:
        return Words(zh=f"{said.zh}，要求{wanted.zh}", en=f"{said.en}; {wanted.en} were promised")
    gap = _amount(ask, abs(threshold - last.value), terms)
    return Words(
        zh=f"{said.zh}，要求{wanted.zh}，{'少' if ask.up else '多'}{gap.zh}",
        en=f"{said.en}, {gap.en} {'short of' if ask.up else 'above'} the {wanted.en} promised",
    )


def _only_a_bound(ask: Ask, last: Mark, reached: bool) -> Words | None:
    """A figure given as 以上 proves that a level is passed, not that it is missed; 以内 the reverse."""
    bound = last.held.fact.observation.bound
    proves = {"at_least": ask.up and reached, "at_most": not ask.up and reached}
    if proves.get(bound, True):
        return None
    return Words(zh="只公布了界限，不是数值本身", en="only a bound was published, not the figure itself")


def _start(marks: Sequence[Mark], base: float | None, start: date) -> tuple[date, float] | None:
    """The baseline, else the first value since; None when there is no value before the last."""
    if base is not None:
        return start, base
    since = [mark for mark in marks if mark.on >= start]
    return (since[0].on, since[0].value) if since else None


def _pace(
    ask: Ask, first: tuple[date, float] | None, last: Mark, due: date, threshold: float, shape: Shape
) -> Pace | None:
    if first is None:
        return None
    required = rate(*first, due, threshold)
    actual = rate(*first, last.on, last.value)
    needed = None if ask.reached(last.value, threshold) else rate(last.on, last.value, due, threshold)
    return Pace(required=required, actual=actual, needed=needed, ratio=ratio(required, actual, shape))


def _path(first: tuple[date, float] | None, due: date, threshold: float, shape: Shape) -> list[Point]:
    if first is None or first[0] >= due:
        return [Point(on=due.isoformat(), value=threshold)]
    since, value = first
    points = [Point(on=since.isoformat(), value=value)]
    if shape == "growth" and value > 0 and threshold > 0:
        years = years_between(since, due)
        points += [
            Point(
                on=date(year, 12, 31).isoformat(), value=value * math.pow(threshold / value, passed / years)
            )
            for year in range(since.year, due.year)
            if 0 < (passed := years_between(since, date(year, 12, 31))) < years
        ]
    return [*points, Point(on=due.isoformat(), value=threshold)]
