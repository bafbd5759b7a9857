"""More time: asked with a reason, decided by the office, counted (申请延期、审批延期)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held, locked
from luodi.site.base.languages import in_house_language
from luodi.site.base.refusals import NotNow, Unfit

from .. import calendar, lights, machine
from ..due_days import too_far
from ..independent import apart_from
from ..models import Duty, Extension, FormTime
from ..models.progress import Cause
from ..rules import RIGHTS
from ..timing import UNTIMED, Spent, note_time
from .telling import tell_nobody_can, tell_office, tell_unit


@action("duty.ask_extension", gettext_lazy("申请延期"), right=RIGHTS["ask_extension"])
def ask_extension(
    actor: Actor, duty: Duty, *, new_due_on: date, cause: str, reason: str, spent: Spent = UNTIMED
) -> Extension:
    """Ask for more time (申请延期).

    Raises:
        NotNow: the duty's state allows none, or a request waits already.
        Unfit: the new day is not later, has passed, or lies beyond the duty above; no cause or reason.
    """
    duty = held(duty)
    machine.move(duty, "ask_extension")
    if duty.extensions.filter(state=Extension.State.ASKED).exists():
        raise NotNow(_("“%(number)s”已有一份延期申请待批。") % {"number": duty.number})
    wrong: dict[str, str] = {}
    if fault := _day_fault(duty, new_due_on):
        wrong["new_due_on"] = fault
    if cause not in Cause.values:
        wrong["cause"] = _("请选择延期原因。")
    if not reason.strip():
        wrong["reason"] = _("请说明延期理由。")
    if wrong or duty.due_on is None:
        raise Unfit(wrong)
    asked = Extension.objects.create(
        duty=duty,
        asked_by=actor.user,
        asked_at=timezone.now(),
        old_due_on=duty.due_on,
        new_due_on=new_due_on,
        cause=cause,
        reason=reason.strip(),
    )
    words = gettext_noop("%(unit)s申请将“%(title)s”延期至%(day)s。") % {
        "unit": duty.lead,
        "title": duty.title,
        "day": new_due_on,
    }
    tell_office(duty, f"extension:{asked.pk}", words)
    if not apart_from(duty).office:
        words = gettext_noop(
            "任务%(number)s申请延期,但没有人可以审批:请为办理单位以外的单位人员授予“督查办公室”角色。"
        )
        tell_nobody_can(duty, f"nobody-decides:{asked.pk}", words)
    note_time(actor, FormTime.Kind.EXTENSION, duty.lead, spent, duty)
    return asked


@action("duty.decide_extension", gettext_lazy("审批延期"), right=RIGHTS["decide_extension"])
def decide_extension(actor: Actor, asked: Extension, *, granted: bool, note: str = "") -> Extension:
    """Decide on a request for more time (审批延期).

    Granted, it is counted, the due day moves, and every node still to come moves by as many days. More time is a judgement
    on the duty as closing is: nobody decides on it who does the duty, works below a unit that does, or is recused.

    Raises:
        NotNow: it was decided before, or the due day was changed since it was asked.
        Unfit: refused without a reason, or the day has passed meanwhile.
    """
    duty = locked(asked.duty)
    machine.move(duty, "decide_extension")
    asked = Extension.objects.select_for_update().get(pk=asked.pk)
    if asked.state != Extension.State.ASKED:
        raise NotNow(
            _("这份申请已由%(who)s审批为“%(state)s”。")
            % {"who": asked.decided_by or _("系统"), "state": asked.get_state_display()}
        )
    if not granted and not note.strip():
        raise Unfit({"note": _("请写明不同意的理由。")})
    if granted:
        _move(duty, asked)
    asked.state = Extension.State.GRANTED if granted else Extension.State.REFUSED
    asked.decided_by, asked.decided_at, asked.note = actor.user, timezone.now(), note.strip()[:300]
    asked.save()
    duty.save()
    with in_house_language():
        words = _("延期申请%(state)s:“%(title)s”") % {"state": asked.get_state_display(), "title": duty.title}
    tell_unit(duty, f"extension-decided:{asked.pk}", words)
    return asked


def give(actor: Actor, duty: Duty, *, new_due_on: date, cause: str, reason: str) -> Extension:
    """Give a duty that was handed down more time without being asked (督查办公室调整时限); part of an action.

    It is decided, reasoned and counted as any other, and moves the nodes still to come; the caller saves the duty.

    Raises:
        Unfit: the person may not decide on more time for this duty, a request waits, or there is no cause or reason.
    """
    wrong: dict[str, str] = {}
    if actor.user is not None and not RIGHTS["decide_extension"].test(actor.user, duty):
        wrong["due_on"] = _(
            "交办后延后时限即为延期,您不能审批本事项的延期(已回避、经办过本事项,或任职的单位办理本事项)。"
        )
    elif duty.extensions.filter(state=Extension.State.ASKED).exists():
        wrong["due_on"] = _("已有一份延期申请待批,请先审批,再调整时限。")
    if cause not in Cause.values:
        wrong["cause"] = _("交办后延后时限即为延期,请选择延期原因。")
    if not reason.strip():
        wrong["reason"] = _("交办后延后时限即为延期,请说明延期理由。")
    if wrong or duty.due_on is None:
        raise Unfit(wrong)
    now = timezone.now()
    given = Extension(
        duty=duty, asked_at=now, old_due_on=duty.due_on, new_due_on=new_due_on, cause=cause, reason=reason.strip(),
        state=Extension.State.GRANTED, decided_by=actor.user, decided_at=now,
    )  # fmt: skip
    _move(duty, given, "due_on")
    given.save()
    words = gettext_noop("“%(title)s”的时限由%(old)s延至%(new)s:%(reason)s") % {
        "title": duty.title, "old": given.old_due_on, "new": given.new_due_on, "reason": given.reason,
    }  # fmt: skip
    tell_unit(duty, f"extension-given:{given.pk}", words)
    return given


def _move(duty: Duty, asked: Extension, field: str = "granted") -> None:
    if duty.due_on != asked.old_due_on:
        raise NotNow(
            _("申请之后,时限已由%(old)s改为%(new)s。请退回申请,由单位按新时限重新申请。")
            % {"old": asked.old_due_on, "new": duty.due_on}
        )
    if fault := _day_fault(duty, asked.new_due_on):
        raise Unfit({field: fault})
    later: timedelta = asked.new_due_on - asked.old_due_on
    for node in duty.nodes.filter(due_on__gt=timezone.localdate()).order_by("-due_on"):
        node.due_on += later  # from the last to the first: two never stand on one day
        node.save()
    duty.due_on = asked.new_due_on
    duty.extensions_granted += 1
    lights.shine(duty)


def _day_fault(duty: Duty, day: date) -> str:
    if duty.due_on is None:
        return _("本任务没有设定时限,无须延期。")
    if day.year > calendar.LAST:
        return too_far(day)
    if day <= duty.due_on:
        return _("申请时限须晚于现时限%(day)s。") % {"day": duty.due_on}
    if day < timezone.localdate():
        return _("时限%(day)s已过,请填写今天或以后的日期。") % {"day": day}
    if duty.parent and duty.parent.due_on and day > duty.parent.due_on:
        return _("晚于上级任务%(number)s的时限%(day)s,请先申请上级任务延期。") % {
            "number": duty.parent.number,
            "day": duty.parent.due_on,
        }
    return ""
