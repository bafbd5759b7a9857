"""What the public may see (公开查询): published rows only, and of them only what is named here.

Persons, internal notes, reasons of lights, reports and evidence are never read by this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.ready import ready
from luodi.site.ledger.models import Commitment, Decision, DocumentVersion, Duty, Edition, Report
from luodi.site.ledger.queries import lanes, narrow, overview
from luodi.site.ledger.queries.overview import Tile
from luodi.site.observatory.models import DeliveryLine, DeliveryRun
from luodi.site.observatory.queries import latest

OPEN: Final = (
    Duty.State.HANDED_DOWN,
    Duty.State.IN_PROGRESS,
    Duty.State.CHECKING,
    Duty.State.CLOSED,
    Duty.State.ARCHIVED,
)
"""States of a duty that the public sees: what is only being prepared, or was taken back, is not shown."""


RECENT: Final = 8
"""Commitments on the first page."""
EDITIONS: Final = 10
"""Editions on the first page."""
AT_ONCE: Final = 500
"""Commitments whose duties and reports are read together: a file of all of them is written in parts."""


class Day(NamedTuple):
    """The day by which something is due (完成时限), and the one that was promised first where it was put off (原定时限)."""

    due: date | None
    first: date | None = None

    @classmethod
    def of(cls, duty: Duty) -> Day:
        """A duty's."""
        return cls(duty.due_on, duty.first_due_on if duty.first_due_on != duty.due_on else None)


class Part(NamedTuple):
    """One duty as the public sees it: who, by when, how far, in words."""

    unit: str
    area: str
    day: Day
    percent: Decimal
    words: str
    light: str


class Promise(NamedTuple):
    """One commitment as the public sees it."""

    commitment: Commitment
    words: str
    light: str
    percent: Decimal | None
    grade: str
    grade_words: str
    status: str
    day: Day
    parts: list[Part]


def decisions() -> QuerySet[Decision]:
    """The decisions that are published."""
    return Decision.objects.filter(published=True)


@ready
def all_decisions() -> QuerySet[Decision]:
    """The same, made ready."""
    return decisions()


@ready
def recent() -> QuerySet[Commitment]:
    """The commitments published last."""
    return commitments().order_by("-id")[:RECENT]


def commitments() -> QuerySet[Commitment]:
    """The commitments that are published and whose decision is."""
    return Commitment.objects.filter(
        published=True, decision__published=True, dropped_in=None
    ).select_related("decision")


@ready
def listed(keys: list[int]) -> QuerySet[Commitment]:
    """Commitments with some ids, with what a line prints of them."""
    return Commitment.objects.filter(pk__in=keys).only("title", "article", "article_heading", "deadline")


def duties() -> QuerySet[Duty]:
    """The duties whose progress the public sees: those of published commitments, not their parts."""
    return Duty.objects.filter(
        commitment__published=True,
        commitment__decision__published=True,
        commitment__dropped_in=None,
        parent=None,
        state__in=OPEN,
    )


def editions() -> QuerySet[Edition]:
    """The editions that are published."""
    return Edition.objects.filter(published=True).select_related("file")


@ready
def newest_editions() -> QuerySet[Edition]:
    """The newest of them."""
    return editions()[:EDITIONS]


def run() -> DeliveryRun | None:
    """The latest delivery report that is published."""
    return latest(published=True)


def text_of(decision: Decision) -> DocumentVersion | None:
    """The adopted text of a decision."""
    adopted = decision.versions.filter(state=DocumentVersion.State.ADOPTED)
    return adopted.order_by("-number").first()


def promises(found: Iterable[Commitment]) -> list[Promise]:
    """Commitments in plain words: three queries for each :data:`AT_ONCE` of them, beside that of the commitments."""
    shown, told = list(found), run()
    limit = narrow.first_day_not_late(timezone.localdate())
    parts = (shown[at : at + AT_ONCE] for at in range(0, len(shown), AT_ONCE))
    return [promise for part in parts for promise in _promises(part, told, limit)]


def _promises(some: list[Commitment], told: DeliveryRun | None, limit: date) -> Iterator[Promise]:
    keys = [each.pk for each in some]
    found: dict[int, list[Duty]] = {}
    for duty in _shown_duties(keys):
        found.setdefault(duty.commitment_id, []).append(duty)
    lines = {line.commitment_id: line for line in _lines(told.pk, keys)} if told is not None else {}
    reported = set(_reported(keys))
    for each in some:
        yield _promise(each, found.get(each.pk, []), lines.get(each.pk), each.pk in reported, limit)


@ready
def _shown_duties(commitments: list[int]) -> QuerySet[Duty]:
    found = duties().filter(commitment__in=commitments).select_related("lead", "area").order_by("id")
    return found.only(
        "commitment", "state", "light", "due_on", "first_due_on", "percent", "lead__name", "lead__short_name", "area__name",
    )  # fmt: skip


@ready
def _lines(run: int, commitments: list[int]) -> QuerySet[DeliveryLine]:
    found = DeliveryLine.objects.filter(run=run, commitment__in=commitments)
    return found.only("commitment", "status", "grade").order_by("-position")


@ready
def _reported(commitments: list[int]) -> QuerySet[Report, int]:
    found = Report.objects.filter(duty__commitment__in=commitments, state=Report.State.ACCEPTED).order_by()
    return found.values_list("duty__commitment", flat=True).distinct()


def _promise(
    commitment: Commitment, found: list[Duty], line: DeliveryLine | None, reported: bool, limit: date
) -> Promise:
    parts = [_part(duty, limit) for duty in found]
    words, light = _summary(found, limit)
    percent = min((duty.percent for duty in found), default=None)
    grade, grade_words = _grade(found, line, reported)
    status, day = line.status if line else "", _day(commitment, found, limit)
    return Promise(commitment, words, light, percent, grade, grade_words, status, day, parts)


def _part(duty: Duty, limit: date) -> Part:
    words, light = _summary([duty], limit)
    return Part(str(duty.lead or ""), str(duty.area or ""), Day.of(duty), duty.percent, words, light)


def _is_late(duty: Duty, limit: date) -> bool:
    running = duty.state not in lanes.DONE and duty.state != Duty.State.CHECKING
    return running and duty.due_on is not None and duty.due_on < limit


def _day(commitment: Commitment, found: Iterable[Duty], limit: date) -> Day:
    """The day that makes a promise late, where one does; else the promised day, or a later one that was granted."""
    days = sorted((each for each in found if each.due_on), key=lambda duty: duty.due_on or date.max)
    for duty in days:
        if _is_late(duty, limit):
            return Day.of(duty)
    promised = commitment.deadline
    if not days or (promised and promised >= (days[-1].due_on or promised)):
        return Day(promised)
    return Day(days[-1].due_on, promised or Day.of(days[-1]).first)


def _summary(found: Iterable[Duty], limit: date) -> tuple[str, str]:
    """Where it stands, as somebody says it who does not know the words of supervision."""
    some = list(found)
    if not some:
        return _("尚未启动"), "none"
    running = [duty for duty in some if duty.state not in lanes.DONE]
    if not running:
        return _("已完成并经核查"), "closed"
    if any(_is_late(duty, limit) for duty in running):
        return _("已过期限,仍在办理"), "red"
    if all(duty.state == Duty.State.CHECKING for duty in running):
        return _("已报完成,正在核查"), "green"
    lights = {duty.light for duty in running}
    if Duty.Light.RED in lights or Duty.Light.YELLOW in lights:
        return _("正在办理,进度落后于计划"), "red" if Duty.Light.RED in lights else "yellow"
    return _("正在按计划办理"), "green"


def _grade(found: list[Duty], line: DeliveryLine | None, reported: bool) -> tuple[str, str]:
    """How good the evidence is: of the figure, where there is one; else of what the unit said."""
    named = {
        "A": _("按规定方法由台账算得"), "B": _("官方发布"), "C": _("转引"), "D": _("责任单位自报"),
    }  # fmt: skip
    if line is not None and line.grade:
        return line.grade, named[line.grade]
    if found and all(duty.state in lanes.DONE for duty in found):
        return "D", _("责任单位自报,佐证经另一单位核查")
    if reported:
        return "D", named["D"]
    return "", _("还没有数据")


def tiles(address: str) -> list[Tile]:
    """The counties with the published duties in each, each tile with the address of its commitments: two queries."""
    return overview.tiles(duties(), lambda area: f"{address}?area={area}")


class Span(NamedTuple):
    """A stretch of a decision's text; ``pk`` of the published commitment that it is the sentence of, or None."""

    text: str
    pk: int | None


def spans(version: DocumentVersion) -> list[Span]:
    """The text cut at the sentences of the published commitments; of two that overlap the first is marked."""
    made: list[Span] = []
    before = 0
    own = commitments().filter(adopted_in=version).order_by("start", "-end")
    for pk, start, end in own.values_list("pk", "start", "end"):
        if start < before or end > len(version.text):
            continue
        if start > before:
            made.append(Span(version.text[before:start], None))
        made.append(Span(version.text[start:end], pk))
        before = end
    if before < len(version.text):
        made.append(Span(version.text[before:], None))
    return made


FIELDS: Final = (
    "decision", "number", "article", "article_heading", "title", "quote", "indicator", "comparator", "value", "value_high", "unit",
    "deadline", "due_on", "first_due_on", "status", "percent", "lead_units", "evidence_grade", "evidence_words",
)  # fmt: skip


def records(found: list[Promise]) -> list[dict[str, Any]]:
    """Commitments as open data: one flat record each."""
    return [_record(each) for each in found]


def _record(each: Promise) -> dict[str, Any]:
    c = each.commitment
    units = _("、").join(dict.fromkeys(part.unit for part in each.parts if part.unit))
    values = (
        c.decision.title, c.number, c.article, c.article_heading, c.title, c.quote, c.indicator, c.comparator, _plain(c.value),
        _plain(c.value_high), c.unit, _iso(c.deadline), _iso(each.day.due), _iso(each.day.first), each.words, _plain(each.percent), units,
        each.grade, each.grade_words,
    )  # fmt: skip
    return dict(zip(FIELDS, values, strict=True))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def in_area(found: QuerySet[Commitment], area: int) -> QuerySet[Commitment]:
    """Those with a shown duty in an area."""
    return found.filter(Q(pk__in=duties().filter(area=area).values("commitment")))
