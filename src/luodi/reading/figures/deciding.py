"""Target or observed figure (目标还是实绩), and of which year: by heading, time, verb and comparator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.figure import Sentence, Spot, What
from luodi.reading.figures.scopes import Frame, Scope
from luodi.reading.when import Moment

_FUTURE: Final = re.compile(r"将|力争|确保|争取|计划|拟|目标|预期")
_LOOKS_BACK: Final = re.compile(r"[^，]{0,8}(?:截至|截止|目前|近年来|去年|过去|五年来)")
_TURNING: Final = re.compile(rf"(?:[^，。；]{{0,4}}[，])?{words.TURNING}")
_BARRED: Final = re.compile(r"不得|严禁|禁止|不再|原则上|不予")
_HEDGED: Final = re.compile(r"力争|争取|确保")
_LEAD: Final = 40
"""Characters before a number in which a verb of doing may stand."""


def is_ahead(moment: Moment | None, frame: Frame) -> bool:
    """Say whether a time does not lie before the document's own year."""
    return moment is not None and not moment.past and (frame.base is None or moment.last >= frame.base)


def all_past(flat: str, start: int, end: int, scope: Scope, frame: Frame, times: Sequence[Moment]) -> bool:
    """Say whether a whole sentence tells what has happened, even in a plan (截至2020年底，…)."""
    if scope.mood == "review":
        return True
    dated = [m for m in times if m.role == "time"]
    if any(is_ahead(m, frame) for m in dated):
        return False
    if any(m.past or (frame.base is not None and m.last < frame.base) for m in dated):
        return True
    return bool(_LOOKS_BACK.match(flat, start, min(end, start + 20)))


def what_of(sentence: Sentence, spot: Spot, changing: re.Match[str] | None, *, named: bool) -> What | None:
    """Tell a target from an observed figure; None when a number is neither.

    Args:
        sentence: where it stands.
        spot: the number and the words around it.
        changing: the verb of change before it (增长, 下降).
        named: whether it has a name.
    """
    if sentence.scope.mood == "review":
        return _in_a_review(sentence, spot)
    frame, scope, carried = sentence.frame, sentence.scope, sentence.carried
    if sentence.past or words.PAST.search(spot.before):
        return "observed"
    dated = sentence.times_in(spot.clause.start, spot.first.start)
    if dated and frame.base is not None and dated[-1].last < frame.base:
        return "observed"
    ahead = is_ahead(carried.time, frame)
    says = bool(spot.reached or changing or spot.first.comparator != "eq" or _HEDGED.search(spot.before))
    if scope.mood == "preamble" or frame.rules:
        # neither an introduction nor a rule promises, save with an express date
        if not (ahead and carried.time is not None and carried.time.by and (says or spot.doing())):
            return None
    elif not (ahead or scope.year or frame.plan):
        lead = sentence.flat[sentence.start : spot.first.start]
        if not ((spot.compared or spot.reached) and words.AREA.search(lead)):
            return None
    if _is_means(spot, changing) or _BARRED.search(spot.before):
        return None
    if scope.goal or says or spot.first.form in ("multiple", "rank"):
        return "target"
    if carried.last_what == "target" or spot.doing() or names.verb_of(names.clean(spot.before)):
        return "target"
    if ahead and sentence.times_in(sentence.start, spot.first.start):
        return "target"
    if frame.report or (named and spot.percent):
        return "target"
    return "target" if words.DOES.search(sentence.flat, *_lead(sentence, spot)) else None


def _lead(sentence: Sentence, spot: Spot) -> tuple[int, int]:
    return max(sentence.start, spot.first.start - _LEAD), spot.first.start


def _in_a_review(sentence: Sentence, spot: Spot) -> What | None:
    """In a review only a date beyond the years reviewed makes a target (“十五五”将…)."""
    frame, scope, time = sentence.frame, sentence.scope, sentence.carried.time
    if frame.communique:
        return "observed"
    if time is None:
        return "observed"
    if not frame.report and is_ahead(time, frame) and time.by:
        return None
    later = (
        scope.last is not None and time.last > scope.last and (time.by or bool(_FUTURE.search(spot.before)))
    )
    return "target" if later else "observed"


def _is_means(spot: Spot, changing: re.Match[str] | None) -> bool:
    """围绕50万亩优质稻基地…: the number says what is cared for, not what shall be reached."""
    if spot.reached or changing:
        return False
    turning = _TURNING.match(spot.before)
    return turning is not None and not words.DOES.search(spot.before, turning.end())


def year_of(sentence: Sentence, what: What) -> str | None:
    """Give the deadline of a target, the period of an observed figure."""
    scope, frame, time = sentence.scope, sentence.frame, sentence.carried.time
    if what == "target":
        return time.label if time is not None and is_ahead(time, frame) else scope.year
    if scope.mood != "review":
        if time is not None:
            return time.label
        return str(frame.base - 1) if frame.base else None
    if time is None or (scope.last is not None and time.last > scope.last and not time.past):
        return scope.year
    if frame.communique and time.last != scope.last and time.start < sentence.start:
        # a year of comparison holds in its own sentence only
        return scope.year
    return time.label


def years_apart(sentence: Sentence, spot: Spot) -> list[str] | None:
    """2024年、2025年分别新增20万千瓦、25万千瓦: one year for each number."""
    if len(spot.group) < 2 or "分别" not in spot.head:
        return None
    dated = [m for m in sentence.times_in(spot.clause.start, spot.first.start) if m.first is None]
    return [m.label for m in dated] if len(dated) == len(spot.group) else None
