"""What stands on each desk (工作台): counts, each with the address of the rows it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.fresh import kept
from luodi.site.base.ready import ready

from ..models import DocumentVersion, Duty, Finding, Report, SupervisionPaper
from .lanes import LANES, RUNNING, counts, on_the_list, worst
from .narrow import (
    BY_STATE,
    LATE,
    NO_ARTICLE,
    NOBODY,
    SOON,
    days_soon,
    due_before,
    due_between,
    first_day_not_late,
    late,
    rows_url,
    soon,
    waiting,
    waiting_words,
)  # fmt: skip
from .seen import Reach, duties_within

LINES: Final = 10
"""Duties and reports named on a desk, beside the counts that lead to all of them."""


class Number(NamedTuple):
    """A count with its name and the rows behind it; ``light`` draws it, where it is one of the lights."""

    title: str
    amount: int
    url: str
    light: str = ""


def lanes(duties: QuerySet[Duty], **filters: object) -> list[Number]:
    """How many duties stand in each lane, worst first, and in all: one query."""
    (found,) = counts(duties)
    numbers = [
        Number(str(lane.title), found[name], rows_url(lane=name, **filters), lane.light)
        for name, lane in LANES.items()
    ]
    return [*numbers, Number(_("合计"), found["total"], rows_url(**filters))]


def time(duties: QuerySet[Duty], **filters: object) -> list[Number]:
    """What is late and what is due soon: one query."""
    plain = duties.select_related(None).order_by()
    found = kept(
        "time",
        plain.values("pk"),
        lambda: plain.aggregate(late=Count("pk", filter=late()), soon=Count("pk", filter=soon())),
    )
    return [
        Number(_("已逾期"), found["late"], rows_url(due=LATE, **filters), "red"),
        Number(_("%(days)s个工作日内到期") % {"days": SOON}, found["soon"], rows_url(due=SOON, **filters)),
    ]


def queue(duties: QuerySet[Duty], *kinds: str) -> list[Number]:
    """What waits, by kind, when something changed: one query for all that is a state, one short one for each other."""
    plain = on_the_list(duties).select_related(None).order_by()
    found = kept(
        f"waiting {kinds}",
        plain.values("pk"),
        lambda: _waiting(plain, kinds),
    )
    words = waiting_words()
    return [Number(words[kind], found[kind], rows_url(waiting=kind)) for kind in kinds]


def _waiting(plain: QuerySet[Duty], kinds: tuple[str, ...]) -> dict[str, int]:
    states = {kind: BY_STATE[kind] for kind in kinds if kind in BY_STATE}
    found = plain.filter(state__in=states.values()).values_list("state").annotate(Count("pk"))
    by_state = dict(found) if states else {}
    return {
        kind: by_state.get(states[kind], 0) if kind in states else plain.filter(waiting(kind)).count()
        for kind in kinds
    }


def most_late(reach: Reach, limit: int = LINES) -> list[Duty]:
    """The duties longest past their day, :data:`LINES` at most."""
    return _late(*reach, first_day_not_late(timezone.localdate()))[:limit]


def due_soon(reach: Reach) -> list[Duty]:
    """The duties due next."""
    return _soon(*reach, *days_soon())


@ready
def _late(
    everything: bool, leads: list[int], units: list[int], areas: list[int], wholes: list[int], edge: date
) -> QuerySet[Duty]:
    return _lines(duties_within(everything, leads, units, areas, wholes).filter(due_before(edge)))


@ready
def _soon(
    everything: bool, leads: list[int], units: list[int], areas: list[int], wholes: list[int], since: date, until: date,
) -> QuerySet[Duty]:  # fmt: skip
    return _lines(duties_within(everything, leads, units, areas, wholes).filter(due_between(since, until)))


def _lines(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """The first by their day, with what a line prints and no more."""
    return duties.select_related("lead").order_by("due_on", "id")[:LINES]


def worst_units(duties: QuerySet[Duty], limit: int = 5) -> list[dict[str, Any]]:
    """The units with most red and yellow duties."""
    found = worst(counts(duties.exclude(lead=None), "lead", "lead__name", "lead__short_name"), limit)
    return [
        row
        | {"title": row["lead__short_name"] or row["lead__name"], "filters": {"lead": row["lead"] or NOBODY}}
        for row in found
    ]


def worst_articles(duties: QuerySet[Duty], limit: int = 5) -> list[dict[str, Any]]:
    """The articles with most red and yellow duties."""
    by = (
        "commitment__decision", "commitment__decision__title", "commitment__article", "commitment__article_heading",
    )  # fmt: skip
    rows = counts(duties, *by)
    several = len({row["commitment__decision"] for row in rows}) > 1
    return [
        row
        | {
            "title": " ".join(row[name] for name in (by[1:] if several else by[2:]) if row[name]),
            "filters": {
                "decision": row["commitment__decision"],
                "article": row["commitment__article"] or NO_ARTICLE,
            },
        }
        for row in worst(rows, limit)
    ]


def this_week(duties: QuerySet[Duty]) -> list[Number]:
    """What changed in the last seven days: closed, newly late, reported, pressed."""
    today = timezone.localdate()
    since = today - timedelta(days=7)
    plain = duties.select_related(None).order_by()
    found = kept(
        "week",
        plain.values("pk"),
        lambda: plain.aggregate(
            closed=Count("pk", filter=Q(closed_at__date__gte=since)),
            late=Count("pk", filter=late(today) & Q(due_on__gte=since)),
            reported=Count("pk", filter=Q(reported_at__date__gte=since, state__in=RUNNING)),
        ),
    )
    papers = SupervisionPaper.objects.filter(
        state=SupervisionPaper.State.ISSUED, issued_on__gte=since
    ).count()
    return [
        Number(_("本周销号"), found["closed"], rows_url(closed_since=since)),
        Number(_("本周新逾期"), found["late"], rows_url(late_since=since), "red"),
        Number(_("本周有反馈"), found["reported"], rows_url(reported_since=since)),
        Number(_("本周印发督办文书"), papers, ""),
    ]


@ready
def reports_waiting() -> QuerySet[Report]:
    """The reports that wait longest for review."""
    found = Report.objects.filter(state=Report.State.SUBMITTED).select_related("duty", "organisation")
    return found.order_by("id")[:LINES]


def texts_waiting() -> list[DocumentVersion]:
    """The texts under review, each with how many findings wait (``waiting``): one query."""
    waits = Count("findings", filter=Q(findings__state=Finding.State.PROPOSED))
    found = DocumentVersion.objects.filter(state=DocumentVersion.State.REVIEW)
    return list(
        found.select_related("decision").defer("text").annotate(waiting=waits).order_by("-id")[:LINES]
    )
