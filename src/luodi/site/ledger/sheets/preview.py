"""What a workbook would change (导入预览): each row old and new, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.urls import reverse

from luodi.site.base.models import User

from ..models import Duty
from ..models.progress import Cause
from ..queries import duties_seen_by
from ..queries.papers import papers_seen_by
from ..queries.sittings import items_of
from ..reporting import asked_of
from .columns import PAGES
from .found import Entry, Fault
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
    causes = dict(Cause.choices)
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
                str(causes.get(line.cause, "")),
                Pair(
                    f"{figure.period} {figure.value.normalize():f}" if figure else "",
                    "" if line.value is None else f"{line.period} {line.value:f}",
                ),
                line.row in bad,
            )
        )
    return changes


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
        known = _SEEN[code](user, [each.thing for each in some]) if some else {}
        rows = [
            Asking(
                each.row, *known.get(each.thing, ("", ""))[:2], _given(each, known), (code, each.row) in bad
            )
            for each in some
        ]
        if rows:
            shown.append((str(page.title), rows))
    return shown


Known = dict[int, tuple[str, str, str]]
"""Things by their ids: name, address, and the day by which it is due now where a later one is asked for."""


def _given(entry: Entry, known: Known) -> list[tuple[str, Pair]]:
    page, causes = PAGES[entry.page], dict(Cause.choices)
    _name, _url, due = known.get(entry.thing, ("", "", ""))
    return [
        (
            page.column(field),
            Pair(
                due if field == "new_due_on" else "",
                str(causes.get(value, value)) if field == "cause" else value,
            ),
        )
        for field, value in entry.given.items()
    ]


def _duties(user: User, keys: list[int]) -> Known:
    return {
        duty.pk: (str(duty), reverse("ledger:duty", args=[duty.pk]), str(duty.due_on or ""))
        for duty in duties_seen_by(user).filter(pk__in=keys)
    }


def _papers(user: User, keys: list[int]) -> Known:
    return {
        paper.pk: (paper.title, reverse("ledger:paper", args=[paper.pk]), "")
        for paper in papers_seen_by(user).filter(pk__in=keys)
    }


def _items(user: User, keys: list[int]) -> Known:
    return {
        item.pk: (f"{item.duty} · {item.finding}", reverse("ledger:inspection_item", args=[item.pk]), "")
        for item in items_of(user, keys)
    }


_SEEN: Final = {"extension": _duties, "answer": _papers, "rectify": _items}
