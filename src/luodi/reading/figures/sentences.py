"""Figures in running text (文中数据): from the numbers of a sentence to what they say of what, and by when.

The steps, in order: cut the sentence into clauses and its numbers into lists (``cutting``); leave out
numbers that set a condition or an order (``barring``); name the others (``naming``); tell what shall be from
what has been, and give the year (``deciding``). What a clause leaves unsaid, it takes from the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.barring import is_no_figure
from luodi.reading.figures.cutting import clauses_of, group_at, qualifies, spot_at
from luodi.reading.figures.deciding import all_past, is_ahead, what_of, year_of, years_apart
from luodi.reading.figures.figure import Carried, Clause, Figure, Sentence, Spot
from luodi.reading.figures.naming import Named, change_of, comparator_of, kind_of, named
from luodi.reading.figures.relative import relative_targets
from luodi.reading.figures.scopes import Frame, Scope
from luodi.reading.marks import NUMBERING
from luodi.reading.mentions import mentions
from luodi.reading.when import Moment, between

_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_LONGEST: Final = 3000
"""Characters of the longest sentence that is taken apart; a longer one is no sentence."""
_FAR: Final = 45
"""Characters between a subject and a number that still make one quote."""
_BEHIND: Final = 14
"""Characters behind a clause in which its time may follow in brackets."""
_OPENING: Final = 30
"""Characters at a paragraph's beginning in which it sets its years."""
_FINISHED: Final = re.compile(
    r"(?:要|应|须|于|该任务|任务|确保|力争|，)*[^，。；]{0,14}?(?:全部|基本|如期)?(?:完成|完工|建成|"
    r"达标|投用|竣工|到位|通车|前|投入使用)\Z"
)
_NO_THEME: Final = re.compile(r"[创同按居保位总其此这]")
_NO_TOPIC: Final = re.compile(r"[其此这]|具体|如下|包括|注")
_LONGEST_THEME: Final = 24
_LONGEST_TOPIC: Final = 14
_HEDGED: Final = re.compile(r"力争|争取|努力")


def of_block(flat: str, start: int, end: int, scope: Scope, frame: Frame) -> list[Figure]:
    """Find the figures of one paragraph, in order.

    Args:
        flat: the folded text.
        start: where the paragraph, or the cell of a table, begins.
        end: where it ends.
        scope: what it speaks of.
        frame: what holds for the document.
    """
    carried = Carried()
    if scope.mood == "review":
        carried.paragraph_time = _opening(frame, start, end)
    numbered = NUMBERING.match(flat, start, end)
    found: list[Figure] = []
    for match in _SENTENCE.finditer(flat, numbered.end() if numbered else start, end):
        if match.end() - match.start() <= _LONGEST:
            found += _of_sentence(flat, match.start(), match.end(), scope, frame, carried)
    return found


def _opening(frame: Frame, start: int, end: int) -> Moment | None:
    """Give the years a review's paragraph opens with (五年来, “十四五”以来), which hold for all of it."""
    for moment in between(frame.times, start, min(end, start + _OPENING)):
        if moment.role == "time" and moment.first is not None and moment.first != moment.last:
            return moment
    return None


def _of_sentence(
    flat: str, start: int, end: int, scope: Scope, frame: Frame, carried: Carried
) -> list[Figure]:
    times = between(frame.times, start, end)
    numbers = list(mentions(flat, start, end))
    carried.begin_sentence()
    if scope.mood == "review":
        carried.time = carried.paragraph_time
    if not numbers:
        for moment in times:
            if scope.mood != "review" and moment.role == "time" and is_ahead(moment, frame):
                carried.time = moment
        return list(relative_targets(flat, start, end, scope, frame, carried))
    past = all_past(flat, start, end, scope, frame, times)
    sentence = Sentence(flat, start, end, scope, frame, times, past, carried)
    found: list[Figure] = []
    for clause in clauses_of(flat, start, end, numbers):
        if clause.mentions:
            found += _of_clause(sentence, clause)
            continue
        _without_numbers(sentence, clause)
        found += relative_targets(flat, clause.start, clause.end, scope, frame, carried)
        dated = sentence.times_in(clause.start, clause.end)
        if found and dated and found[-1].what == "target" and _FINISHED.match(flat, clause.start, clause.end):
            # 新建雨水管网46公里，2024年6月底前完成: the time stands behind what it dates
            found[-1].year = dated[-1].label
    return found


def _without_numbers(sentence: Sentence, clause: Clause) -> None:
    """Let a clause without numbers set the time, the topic or the subject of those that follow."""
    sentence.set_time(clause.start, clause.end)
    carried = sentence.carried
    name = names.clean(sentence.flat[clause.start : clause.end])
    if len(name) < 2:
        return
    if len(name) <= _LONGEST_THEME and not _NO_THEME.match(name):
        carried.theme = name
    announced = sentence.flat.startswith("：", clause.end)
    if (announced or (len(name) <= _LONGEST_TOPIC and not carried.history)) and not _NO_TOPIC.match(name):
        carried.topic = carried.subject = name
        carried.subject_start = clause.start


def _of_clause(sentence: Sentence, clause: Clause) -> list[Figure]:
    """Take a clause's numbers list by list, each with the words since the list before."""
    flat, carried = sentence.flat, sentence.carried
    found: list[Figure] = []
    at, position, before = clause.start, 0, carried.time
    carried.verb = ""
    while position < len(clause.mentions):
        group = group_at(flat, clause, position)
        position += len(group)
        sentence.set_time(at, group[-1].end)
        spot = spot_at(sentence, clause, group, at, position)
        figures = list(_of_spot(sentence, spot))
        if not figures:
            continue
        found += figures
        limit = spot.following.comparator_start if spot.following else clause.end
        joint = names.JOINTS.search(flat, group[-1].end, limit)
        at = joint.start() if joint else group[-1].end
        if spot.following is not None and qualifies(flat, group[-1], spot.following):
            at = spot.following.end
            position += 1
    behind = sentence.times_in(at, clause.end + _BEHIND)
    if found and behind and behind[0].by and flat[behind[0].start - 1] == "（":
        for figure in found:  # 泵站6座（2023年底前完成）
            if figure.what == "target":
                figure.year = behind[0].label
        carried.time = before
    else:
        sentence.set_time(at, clause.end)
    return found


def _of_spot(sentence: Sentence, spot: Spot) -> Iterator[Figure]:
    """Read one list of numbers, and hand its name on to what follows."""
    carried = sentence.carried
    if is_no_figure(sentence, spot):
        return
    changing = change_of(spot, carried)
    to_number = sentence.flat[spot.at : spot.first.start]
    margin = words.MARGIN.search(to_number) if "于" in to_number or "超过" in to_number else None
    called = named(spot, carried, changing, margin)
    if called is None:
        return
    what = what_of(sentence, spot, changing, named=bool(called.names[0]))
    if what is None:
        return
    start = _begin(sentence, spot, called)
    area = words.AREA.search(spot.before)
    apart = years_apart(sentence, spot)
    year = year_of(sentence, what)
    base = [m for m in between(sentence.times, spot.clause.start, spot.first.start) if m.role == "baseline"]
    hedged = bool(_HEDGED.search(spot.before))
    group = spot.group if len(spot.group) > 1 else spot.group * len(called.names)
    for place, (number, name) in enumerate(zip(group, called.names, strict=True)):
        yield Figure(
            start=start,
            end=max(called.end, number.end),
            name=names.plain(name),
            comparator=comparator_of(number, spot),
            value=number.value,
            high=number.high,
            unit=number.unit or "",
            kind=called.kind or kind_of(number, name),
            direction="decrease" if number.negative else called.direction,
            year=apart[place] if apart else year,
            what=what,
            area=area[0] if area else None,
            baseline=margin["than"] if margin else None,
            baseline_year=str(base[0].last) if base else None,
            hedged=hedged,
        )
    carried.last_what, carried.listed = what, called.names
    if not (changing or called.inherited):
        carried.history += called.names
    carried.subject, carried.subject_start = called.names[-1], start
    carried.verb = names.verb_of(spot.own) or carried.verb


def _begin(sentence: Sentence, spot: Spot, called: Named) -> int:
    """Let a quote begin with the name it takes from before, when that is near, else with its own words."""
    carried, at = sentence.carried, spot.at
    if (
        called.inherited
        and carried.subject
        and at - carried.subject_start <= _FAR
        and carried.subject_start >= sentence.start
    ):
        return carried.subject_start
    if at == spot.clause.start:
        return at
    return at + len(spot.head) - len(spot.head.lstrip("、和与及，"))
