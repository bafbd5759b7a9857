"""Duties whose named person has left the unit (责任人离任): the unit's lead is asked, once, to hand them over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.models import Grant, Organisation, User
from luodi.site.base.rights import UNIT_ROLES, valid_today

from .. import machine, pressing, rules
from ..models import Duty
from ..recipients import Recipients
from .reminders import Message, in_office_hours, send, unsaid


def left_behind() -> QuerySet[Duty]:
    """Duties that can be handed over and whose named person does not work in their unit today."""
    there = Grant.objects.filter(
        valid_today(), user=OuterRef("person"), organisation=OuterRef("lead"), role__in=UNIT_ROLES
    )
    named = Duty.objects.filter(state__in=machine.VERBS["hand_over"].sources, person__isnull=False)
    return named.filter(Q(person__is_active=False) | ~Exists(there))


def press(now: datetime | None = None) -> int:
    """Ask for the handing over of what somebody left behind; nothing outside office hours of a working day.

    Args:
        now: the moment; the present one if None.

    Returns:
        How many messages went out.
    """
    return in_office_hours(press_now, now)


@action("pressing.vacancies_by_clock", gettext_lazy("提醒交接"), right=rules.can_manage)
def press_now(actor: Actor, hour: pressing.Hour) -> int:
    """Ask the leads of units for a handing over (提醒交接), once for each person who left."""
    found = left_behind().order_by().values("person", "lead").annotate(count=Count("pk"), first=Min("pk"))
    rows = list(found)
    names = User.objects.in_bulk({row["person"] for row in rows})
    units = Organisation.objects.in_bulk({row["lead"] for row in rows if row["lead"]})
    people, messages = Recipients(hour.today), {}
    for row in rows:
        words = {"person": names[row["person"]], "unit": units.get(row["lead"]) or "—", "count": row["count"]}
        text = _("“%(person)s”已不在“%(unit)s”任职,其负责的%(count)s项未办结事项请交接给他人。") % words
        url = reverse("ledger:do", args=[row["first"], "hand_over"])
        messages[f"vacant:{row['person']}:{row['lead']}"] = Message(text, url, people.up_to(1, row["lead"]))
    return send(unsaid(messages))
