"""The life of an instruction (批示的状态机): its verbs, the states they lead to, its light with the reason in words."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import machine
from .lights import Shine, Sky
from .machine import Verb
from .models import Duty, Instruction
from .queries.narrow import first_day_not_late

S = Instruction.State
NEAR: Final = 2
"""Working days before its day from which an instruction without an answer is yellow (our default)."""

VERBS: Final[dict[str, Verb]] = {
    "place": Verb(gettext_lazy("对应到责任事项"), (S.WRITTEN,), None, "office"),
    "task": Verb(gettext_lazy("立为任务"), (S.WRITTEN,), None, "office"),
    "hand_down": Verb(gettext_lazy("转办"), (S.WRITTEN,), S.HANDED_DOWN, "office"),
    "sign": Verb(gettext_lazy("签收批示"), (S.HANDED_DOWN,), S.SIGNED, "unit"),
    "answer": Verb(gettext_lazy("回复批示"), (S.SIGNED,), S.ANSWERED, "unit"),
    "send_back": Verb(gettext_lazy("退回回复"), (S.ANSWERED,), S.SIGNED, "office"),
    "report_up": Verb(gettext_lazy("呈报办结"), (S.ANSWERED,), S.CLOSED, "office"),
    "withdraw": Verb(gettext_lazy("撤回批示"), Instruction.OPEN, S.WITHDRAWN, "leader or office"),
}


def move(instruction: Instruction, name: str) -> None:
    """Check that a verb may be done to an instruction now, and set the state it leads to (the caller saves).

    Raises:
        NotNow: its state does not allow it; says which states do.
    """
    machine.advance(instruction, str(instruction), VERBS[name])


def late(today: date | None = None, own: dict[str, bool] | None = None) -> Q:
    """Without an answer, and past its day.

    Args:
        today: the day; the present one if None.
        own: the city's own holidays; asked for if None.
    """
    edge = first_day_not_late(today or timezone.localdate(), own)
    return Q(state__in=Instruction.UNANSWERED, answer_by__lt=edge)


def judge(instruction: Instruction, sky: Sky) -> Shine:
    """What light an instruction shows on a day, and why.

    Args:
        instruction: the instruction.
        sky: the day, and the city's own holidays: a day that falls on one moves to the next working day.
    """
    light = Duty.Light
    if instruction.state == S.WITHDRAWN:
        return Shine(light.NONE, None, _("不再办理"))
    due = sky.due(instruction.answer_by)
    if instruction.state not in Instruction.UNANSWERED:
        at = instruction.answered_at
        words = _("回复晚于时限%(day)s") if at and timezone.localdate(at) > due else _("在时限%(day)s前回复")
        return Shine(light.GREEN, None, words % {"day": due})
    if sky.on > due:
        late_by = _("已逾期%(days)s个工作日(时限%(due)s)")
        return Shine(light.RED, None, late_by % {"days": -sky.working_days_to(due), "due": due})
    days = sky.working_days_to(due)
    words = _("还有%(days)s个工作日到期(时限%(due)s)") % {"days": days, "due": due} if days else _("今天到期")
    return Shine(light.YELLOW if days <= NEAR else light.GREEN, None, words)
