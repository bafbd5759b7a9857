"""Due days and nodes by day (到期日历): a month on a page, or a person's own feed."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from luodi.site.base import options
from luodi.site.base.fresh import kept
from luodi.site.base.rights import UNIT_ROLES, Person, sees_all, standing

from .. import calendar
from ..models import Duty, Node
from .lanes import RUNNING
from .narrow import rows_url
from .seen import duties_seen_by

SHOWN: Final = 4
"""Due days that a day on the page names; the rest stand behind a number."""
FED: Final = 2000


class Due(NamedTuple):
    """Something due on a day: a duty, or a node of it."""

    duty: Duty
    title: str
    node: int | None = None


class Named(NamedTuple):
    """Something due on a day as the page names it: the duty's id and light, the title, the node's id if it is one."""

    duty: int
    light: str
    title: str
    node: int | None = None


class Day(NamedTuple):
    """One day of the page: whether it is of the month, whether offices work, what is due."""

    day: date
    inside: bool
    working: bool
    today: bool
    due: list[Named]
    more: int
    instructions: list[Any]

    @property
    def rows(self) -> str:
        """The address of the list of all that is due."""
        return rows_url(day=self.day, state=RUNNING)


Instructed = dict[date, list[Any]]
NOTHING: Final[tuple[list[Named], int]] = ([], 0)


def month(
    duties: QuerySet[Duty],
    first: date,
    instructed: Callable[[date, date], Instructed] = lambda first, last: {},
) -> list[list[Day]]:
    """The weeks of a month, Monday first: what is shown and no more, read when something changed.

    Args:
        duties: what the person may see.
        first: the month's first day.
        instructed: gives the leaders' instructions due from a day to a day.
    """
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    span = (weeks[0][0], weeks[-1][-1])
    told = instructed(*span)
    running = duties.filter(state__in=RUNNING).select_related(None).order_by()
    due = kept(f"month {first}", running.values("pk"), lambda: _by_day(running, span))
    own, today = options.get("own_holidays"), timezone.localdate()
    return [
        [
            Day(
                day, day.month == first.month, calendar.is_working_day(day, own), day == today,
                due.get(day, NOTHING)[0][:SHOWN], max(0, due.get(day, NOTHING)[1] - SHOWN), told.get(day, []),
            )
            for day in week
        ]
        for week in weeks
    ]  # fmt: skip


def _by_day(running: QuerySet[Duty], span: tuple[date, date]) -> dict[date, tuple[list[Named], int]]:
    """The first few things due on each day, duties before nodes, and how many there are: two queries."""
    nodes = Node.objects.filter(_of(running), reached_on=None, due_on__range=span).exclude(
        due_on=F("duty__due_on")
    )
    by_day: dict[date, tuple[list[Named], int]] = {}
    for rows, columns in (
        (running.filter(due_on__range=span), ("pk", "light", "title")),
        (nodes.order_by(), ("duty", "duty__light", "title", "pk")),
    ):
        place, total = (
            Window(how, partition_by="due_on", order_by=by)
            for how, by in ((RowNumber(), "id"), (Count("pk"), None))
        )
        few = rows.annotate(place=place, total=total).filter(place__lte=SHOWN).order_by("due_on", "id")
        before = {day: total for day, (_named, total) in by_day.items()}
        for day, total, *named in few.values_list("due_on", "total", *columns):
            known, _total = by_day.get(day, NOTHING)
            by_day[day] = ([*known, Named(*named)], before.get(day, 0) + total)
    return by_day


def _of(duties: QuerySet[Duty]) -> Exists:
    """Of one of some duties, asked node by node: few fall into a month, and the duties may be all there are."""
    return Exists(duties.filter(pk=OuterRef("duty")))


def own_days(person: Person) -> list[tuple[date, Due]]:
    """What goes into a person's feed, 30 days back and all that is ahead: two queries.

    People of a unit or county get what their units lead or help with; those who see all get what runs.
    """
    since = timezone.localdate() - timedelta(days=30)
    found = duties_seen_by(person).filter(state__in=RUNNING)
    if not sees_all.test(person):
        units = standing(person).units(*UNIT_ROLES)
        helped = Duty.objects.filter(co_units__organisation__in=units).values("pk")
        found = found.filter(Q(lead__in=units) | Q(pk__in=helped))
    made = [
        (duty.due_on, Due(duty, duty.title))
        for duty in found.filter(due_on__gte=since).order_by("due_on", "id")[:FED]
        if duty.due_on
    ]
    nodes = Node.objects.filter(
        _of(found.select_related(None).order_by()), reached_on=None, due_on__gte=since
    )
    made += [
        (node.due_on, Due(node.duty, node.title, node.pk))
        for node in nodes.select_related("duty", "duty__lead").order_by("due_on", "id")[:FED]
        if node.due_on != node.duty.due_on
    ]
    return sorted(made, key=lambda each: (each[0], each[1].duty.pk))
