"""Days that fit together (时限协调): of a duty, its whole, its parts and its nodes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from . import calendar
from .models import Duty


def too_far(day: date) -> str:
    """What is said of a day beyond the calendar, most likely a mistyped year."""
    return _("时限%(day)s太远,最晚%(last)s年。请核对年份。") % {"day": day, "last": calendar.LAST}


def day_fault(duty: Duty, due_on: date) -> str:
    """What is wrong with a day for a duty: it lies before its start, a node or a part of it, or after the whole."""
    if due_on.year > calendar.LAST:
        return too_far(due_on)
    if duty.starts_on and due_on < duty.starts_on:
        return _("时限早于开始日期%(day)s。") % {"day": duty.starts_on}
    above = duty.parent
    if above is not None and above.due_on and due_on > above.due_on:
        return _("晚于上级任务%(number)s的时限%(day)s,请先调整上级任务的时限。") % {
            "number": above.number,
            "day": above.due_on,
        }
    if duty.pk is None or (duty.due_on and due_on >= duty.due_on):
        return ""
    part = duty.parts.exclude(state__in=Duty.OVER).filter(due_on__gt=due_on).first()
    if part is not None:
        return _("分解任务%(number)s的时限%(day)s更晚,请先调整。") % {
            "number": part.number,
            "day": part.due_on,
        }
    node = duty.nodes.filter(due_on__gt=due_on).first()
    if node is not None:
        return _("节点“%(node)s”的时限%(day)s更晚,请先调整节点。") % {"node": node.title, "day": node.due_on}
    return ""
