"""The one thing to do next on a duty (下一步), for the unit that answers for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.fresh import as_read, kept
from luodi.site.base.models import Role
from luodi.site.base.ready import ready
from luodi.site.base.rights import UNIT_ROLES, Person, standing

from ..models import Duty, Extension, Report
from .lanes import RUNNING
from .narrow import first_day_not_late
from .seen import duties_within

STALE: Final = timedelta(days=30)
"""A duty that shines red or yellow and was not reported on for so long wants a report."""
AT_HAND: Final = 50
"""Lines of a desk: more than anybody does before lunch; the list has all."""
WEIGHED: Final = 1000
"""Duties whose next steps are held against each other; no unit has as many at once."""


class AtHand(NamedTuple):
    """What a line of one's own duties prints (待办事项), and what decides the next step."""

    pk: int
    number: str
    title: str
    lead_id: int | None
    state: str
    due_on: date | None
    percent: Decimal
    light: str
    light_reason: str
    reported_at: datetime | None
    last_report: str | None
    asked_until: date | None
    broken_down: bool = False


class Step(NamedTuple):
    """What to do next (下一步) and how soon: 0 at once, 1 soon, 2 in its time, 3 nothing but to wait.

    ``verb`` names the form in which it is done; without one the duty's page shows what there is.
    """

    urgency: int
    words: str
    verb: str = ""


class Mine(NamedTuple):
    """A duty on somebody's own desk: whether their unit leads it, and the next step."""

    duty: AtHand
    leads: bool
    step: Step


@ready
def _at_hand(units: list[int]) -> QuerySet[Duty, Any]:
    latest = Report.objects.filter(duty=OuterRef("pk")).order_by("-id")
    asked = Extension.objects.filter(duty=OuterRef("pk"), state=Extension.State.ASKED)
    parts = Duty.objects.filter(parent=OuterRef("pk")).exclude(state=Duty.State.WITHDRAWN)
    found = (
        duties_within(False, units, units)
        .filter(state__in=RUNNING)
        .annotate(
            last_report=Subquery(latest.values("state")[:1]),
            asked_until=Subquery(asked.values("new_due_on")[:1]),
            broken_down=Exists(parts),
        )
    )
    soonest = F("due_on").asc(
        nulls_last=True
    )  # else SQLite has those without a day first, and PostgreSQL last
    return found.order_by(soonest, "id").values_list(*AtHand._fields)[:WEIGHED]


def by_urgency(person: Person) -> list[Mine]:
    """The :data:`AT_HAND` most urgent of a person's duties, each with its next step: one query."""
    units = sorted(standing(person).units(*UNIT_ROLES))
    leads = sorted(standing(person).units(Role.UNIT_LEAD, Role.COUNTY))
    which = (*units, None, *leads)
    return kept(as_read("at hand"), which, lambda: _weighed(units, leads))


def _weighed(units: list[int], leads: list[int]) -> list[Mine]:
    today = timezone.localdate()
    edge = first_day_not_late(today)
    mine = [
        Mine(
            duty, duty.lead_id in units, step(duty, duty.lead_id in units, duty.lead_id in leads, today, edge)
        )
        for duty in map(AtHand._make, _at_hand(units))
    ]
    colours = {"red": 0, "yellow": 1}
    mine.sort(
        key=lambda each: (each.step.urgency, colours.get(each.duty.light, 2), each.duty.due_on or date.max)
    )
    return mine[:AT_HAND]


def step(duty: AtHand, leads: bool, answers: bool, today: date, edge: date) -> Step:
    """What is to be done next on a duty of one's own.

    Args:
        duty: what is known of it.
        leads: whether the person's unit leads it.
        answers: whether the person answers for the unit, and may ask for closing and for more time.
        today: the day.
        edge: the earliest due day that is not yet missed.
    """
    if not leads:
        doing = duty.state == Duty.State.IN_PROGRESS
        return Step(2, _("协办:按分工配合,有进展时反馈"), "report" if doing else "")
    if duty.state == Duty.State.HANDED_DOWN:
        return Step(0, _("签收"))
    if duty.state == Duty.State.CHECKING:
        return Step(3, _("等待核查"))
    last, asked = duty.last_report, duty.asked_until
    if last == Report.State.RETURNED:
        return Step(0, _("按退回意见修改后重新反馈"), "report")
    if asked:
        return Step(3, _("等待延期审批(申请延至%(day)s)") % {"day": asked})
    if last == Report.State.SUBMITTED:
        return Step(3, _("等待反馈审核"))
    if duty.percent >= 100:
        return Step(1, _("申请销号"), "ask_close") if answers else Step(1, _("请负责人申请销号"))
    if duty.due_on and duty.due_on < edge:
        late = _("已逾期:反馈进展并说明原因") if not answers else _("已逾期:反馈进展,需要时申请延期")
        return Step(0, late, "report")
    quiet = duty.reported_at is None or timezone.localdate(duty.reported_at) < today - STALE
    if duty.light in (Duty.Light.RED, Duty.Light.YELLOW):
        return Step(0 if quiet else 1, _("进度滞后:反馈进展和措施"), "report")
    if duty.broken_down:
        return Step(2, _("督促分解任务推进"))
    if quiet:
        words = _("反馈进展(30天内没有反馈)") if duty.reported_at else _("首次反馈进展")
        return Step(1, words, "report")
    return Step(2, _("按节点推进"))
