"""What a workbook would change (导入预览): each row old and new, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.urls import reverse

from luodi.site.base.models import User

from ..models import Duty
from ..queries import duties_seen_by
from ..reporting import Asked, asked_of, taken_over
from .cells import cause_in_words
from .found import Entry, Fault
from .pages import PAGES, Page
from .taken import Line


class Pair(NamedTuple):
    """One value before and after; equal ones are shown once."""

    old: str
    new: str


class Change(NamedTuple):
    """One row of the preview."""

    row: int
    duty: Duty | None
    percent: Pair
    text: Pair
    cause: str
    figure: Pair
    bad: bool


def preview(user: User, lines: Sequence[Line], faults: Iterable[Fault]) -> list[Change]:
    """Set what the rows say beside what is known; a duty one may not see is not shown."""
    seen = duties_seen_by(user).filter(pk__in=[line.duty for line in lines])
    duties = {duty.pk: duty for duty in seen}
    asked = asked_of(user, duties.values())
    bad = {fault.row for fault in faults if not fault.page}
    changes = []
    for line in lines:
        duty = duties.get(line.duty)
        known = asked.get(line.duty)
        last = known.last if known else None
        figure = known.figure if known else None
        changes.append(
            Change(
                line.row,
                duty,
                Pair(
                    f"{duty.percent:f}%" if duty else "", "" if line.percent is None else f"{line.percent:f}%"
                ),
                Pair(last.text if last else "", line.text),
                cause_in_words(line.cause),
                Pair(
                    f"{figure.period} {figure.value.normalize():f}" if figure else "",
                    _figure(line, known),
                ),
                line.row in bad,
            )
        )
    return changes


def _figure(line: Line, known: Asked | None) -> str:
    """What the row would have kept as the figure: one that is taken over says whose it is."""
    if line.reuse is not None:
        return taken_over(known.other) if known and known.other and known.other.pk == line.reuse else ""
    return "" if line.value is None else f"{line.period} {line.value:f}"


class Asking(NamedTuple):
    """One row of another sheet in the preview: what it is about and where that is, what was typed, column by column."""

    row: int
    thing: str
    url: str
    given: list[tuple[str, Pair]]
    bad: bool


def previews(user: User, entries: Sequence[Entry], faults: Iterable[Fault]) -> list[tuple[str, list[Asking]]]:
    """The rows of the other sheets, sheet by sheet; a thing one may not see is not shown."""
    bad = {(fault.page, fault.row) for fault in faults}
    shown = []
    for code, page in PAGES.items():
        some = [each for each in entries if each.page == code]
        things = {thing.pk: thing for thing in page.seen(user, [each.thing for each in some])} if some else {}
        rows = [_asking(page, each, things.get(each.thing), (code, each.row) in bad) for each in some]
        if rows:
            shown.append((str(page.title), rows))
    return shown


def _asking(page: Page, entry: Entry, thing: Any, bad: bool) -> Asking:
    name, url = (page.called(thing), reverse(page.route, args=[thing.pk])) if thing is not None else ("", "")
    given = []
    for field, value in entry.given.items():
        column = page.column(field)
        was = attrgetter(column.was)(thing) if column.was and thing is not None else None
        given.append((str(column.title), Pair(str(was or ""), column.says(value))))
    return Asking(entry.row, name, url, given, bad)
