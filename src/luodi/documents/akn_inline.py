"""What stands inside the lines of an Akoma Ntoso text: commitments, quantities, dates, bodies, the title."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from luodi.core.record import Measure, Milestone, Reading, Target
from luodi.documents.plain import clean, number, one_line

_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)

Commitment = Target | Milestone | Measure


class Mark(NamedTuple):
    """An inline element over ``text[start:end]``."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]


class References(msgspec.Struct, frozen=True):
    """What the text refers to: ids within the XML → names, and the marks that point to them."""

    organizations: dict[str, str]
    concepts: dict[str, Commitment]
    marks: list[Mark]


def references(reading: Reading) -> References:
    """Collect every mark of a reading, outer marks before inner ones."""
    commitments: list[Commitment] = [*reading.targets, *reading.milestones, *reading.measures]
    commitments.sort(key=lambda one: (one.start, -one.end))
    concepts = {f"c-{order}": one for order, one in enumerate(commitments, 1)}
    quotes: dict[tuple[int, int], list[str]] = {}
    marks: list[Mark] = []
    for name, one in concepts.items():
        quotes.setdefault((one.start, one.end), []).append(f"#{name}")
        if isinstance(one, Target):
            marks += _quantities(one, f"#{name}")
    # a list of indicators shares one sentence: the sentence then refers to all of them
    marks += [Mark(*span, "span", {"refersTo": " ".join(names)}) for span, names in quotes.items()]
    names: dict[str, str] = {}
    for duty in reading.responsibilities:
        for unit in (*duty.lead, *duty.cooperating):
            if not one_line(unit):
                continue
            name = names.setdefault(one_line(unit), f"org-{len(names) + 1}")
            place = duty.quote.find(unit)
            if place >= 0:
                start = duty.start + place
                marks.append(Mark(start, start + len(unit), "organization", {"refersTo": f"#{name}"}))
    marks += _dates(reading.text)
    marks += _title(reading)
    return References({name: unit for unit, name in names.items()}, concepts, _nested(marks))


def within(marks: list[Mark], start: int, end: int) -> list[Mark]:
    """Give the marks that lie wholly inside a stretch of the text.

    Args:
        marks: marks in order, as :func:`references` gives them.
        start: where the stretch begins.
        end: where it ends.
    """
    found = []
    for place in range(bisect_left(marks, start, key=lambda mark: mark.start), len(marks)):
        if marks[place].start >= end:
            break
        if marks[place].end <= end:
            found.append(marks[place])
    return found


def _nested(marks: Iterable[Mark]) -> list[Mark]:
    """Keep marks that nest: XML cannot hold two that cross, and the earlier, longer one says more."""
    order = {"docTitle": 0, "span": 1, "organization": 2, "quantity": 3, "date": 4}
    kept: list[Mark] = []
    open_marks: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, order[mark.tag])):
        if mark.start >= mark.end:
            continue
        while open_marks and open_marks[-1].end <= mark.start:
            open_marks.pop()
        if open_marks and open_marks[-1].end < mark.end:
            continue
        if any(same.tag == mark.tag and same[:2] == mark[:2] for same in open_marks):
            continue
        kept.append(mark)
        open_marks.append(mark)
    return kept


def _quantities(target: Target, refers: str) -> Iterator[Mark]:
    """Find the target's figures as written within its quote; numerals in words (翻番) have no such place."""
    for value in (target.value, target.value_high):
        if value is None:
            continue
        for match in _FIGURE.finditer(target.quote):
            # a length first: a numeral of thousands of digits is no figure and slow to convert
            if len(match[0]) < 40 and float(match[0].replace(",", "")) == value:
                end = match.end()
                if target.unit and target.quote.startswith(target.unit, end):
                    end += len(target.unit)
                normalized = number(value) + clean(target.unit or "")
                attributes = {"refersTo": refers, "normalized": normalized}
                yield Mark(target.start + match.start(), target.start + end, "quantity", attributes)
                break


def _dates(text: str) -> Iterator[Mark]:
    for match in _DATE.finditer(text):
        try:
            date = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        yield Mark(match.start(), match.end(), "date", {"date": date.isoformat()})


def _title(reading: Reading) -> Iterator[Mark]:
    title = (reading.document.title or "").strip()
    start = reading.text.find(title) if title else -1
    if start >= 0:
        yield Mark(start, start + len(title), "docTitle", {})
