"""Making a task of what was said outside the decision (转任务): a resolution of a conference, a leader's instruction."""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.models import Organisation
from luodi.site.base.refusals import Unfit

from .. import calendar, lights, machine
from ..doers import dissolved
from ..due_days import too_far
from ..locking import one_at_a_time
from ..models import Commitment, Duty


def make(
    commitment: Commitment, letter: str, *, title: str, lead: Organisation, due_on: date, standard: str = ""
) -> Duty:
    """A task under a commitment, on the list, beside the commitment's own duty; part of an action.

    Args:
        commitment: what it belongs to.
        letter: stands before its number: H of a conference (会), P of an instruction (批).
        title: of the task.
        lead: its lead unit.
        due_on: its due day.
        standard: by which it is checked.

    Raises:
        Unfit: the day has passed or lies too far off, or the unit is dissolved.
    """
    wrong = {}
    if due_on < timezone.localdate():
        wrong["due_on"] = _("时限%(day)s已过,请填写今天或以后的日期。") % {"day": due_on}
    if due_on.year > calendar.LAST:
        wrong["due_on"] = too_far(due_on)
    if lead.dissolved_on:
        wrong["lead"] = dissolved(lead)
    if wrong:
        raise Unfit(wrong)
    one_at_a_time(commitment.pk)  # somebody else may be giving the same number
    given = commitment.duties.filter(number__regex=rf"^{re.escape(commitment.number)}-{letter}\d+$").count()
    duty = Duty(
        commitment=commitment,
        number=f"{commitment.number}-{letter}{given + 1}",
        title=title.strip()[:300],
        standard=standard,
        lead=lead,
        area=lead.area,
        starts_on=min(timezone.localdate(), due_on),
        due_on=due_on,
        first_due_on=due_on,
    )
    machine.move(duty, "register")
    lights.shine(duty)
    duty.save()
    return duty
