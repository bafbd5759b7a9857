"""The life of a duty (状态机): the verbs of supervision practice and the states they lead to.

The table below is all there is; :mod:`luodi.site.ledger.actions` moves a duty only by it, and the docs draw it from here
(``python docs/machine.py``). Verbs that leave the state as it is (feedback, reminding, chasing, asking for more time) are
listed too, for they are allowed in some states only.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luodi.site.base.refusals import NotNow

from .models import Duty, Instruction

S = Duty.State


class Verb(NamedTuple):
    """One verb (动作): its title, the states in which it may be done, the state it leads to (None: stays)."""

    title: object
    sources: tuple[str, ...]
    target: str | None
    who: str


VERBS: Final[dict[str, Verb]] = {
    "register": Verb(gettext_lazy("立项"), (S.DRAFT,), S.REGISTERED, "office"),
    "assign": Verb(
        gettext_lazy("明确责任"), (S.DRAFT, S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS), None, "office"
    ),
    "hand_down": Verb(gettext_lazy("交办"), (S.REGISTERED,), S.HANDED_DOWN, "office"),
    "decline": Verb(gettext_lazy("退回交办"), (S.HANDED_DOWN,), S.REGISTERED, "unit"),
    "sign": Verb(gettext_lazy("签收"), (S.HANDED_DOWN,), S.IN_PROGRESS, "unit"),
    "hand_over": Verb(
        gettext_lazy("交接责任人"), (S.HANDED_DOWN, S.IN_PROGRESS, S.CHECKING), None, "office or unit"
    ),
    "plan": Verb(
        gettext_lazy("设置节点"), (S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS), None, "office or unit"
    ),
    "break_down": Verb(
        gettext_lazy("分解"), (S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS), None, "office or unit"
    ),
    "move_under": Verb(
        gettext_lazy("调整上级任务"), (S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS), None, "office"
    ),
    "report": Verb(gettext_lazy("反馈"), (S.IN_PROGRESS,), None, "unit"),
    "return_report": Verb(gettext_lazy("退回反馈"), (S.IN_PROGRESS, S.CHECKING), None, "office"),
    "accept_report": Verb(gettext_lazy("采纳反馈"), (S.IN_PROGRESS, S.CHECKING), None, "office"),
    "offer_evidence": Verb(gettext_lazy("提交佐证"), (S.IN_PROGRESS, S.CHECKING), None, "unit"),
    "judge_evidence": Verb(gettext_lazy("核验佐证"), (S.IN_PROGRESS, S.CHECKING), None, "another unit"),
    "recuse": Verb(
        gettext_lazy("回避"),
        (S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS, S.CHECKING),
        None,
        "office or evaluator",
    ),
    "remind": Verb(gettext_lazy("提醒"), (S.HANDED_DOWN, S.IN_PROGRESS), None, "office or clock"),
    "chase": Verb(gettext_lazy("催办"), (S.HANDED_DOWN, S.IN_PROGRESS), None, "office or clock"),
    "ask_extension": Verb(gettext_lazy("申请延期"), (S.IN_PROGRESS,), None, "unit"),
    "decide_extension": Verb(gettext_lazy("审批延期"), (S.IN_PROGRESS,), None, "office of another unit"),
    "ask_close": Verb(gettext_lazy("申请销号"), (S.IN_PROGRESS,), S.CHECKING, "unit"),
    "send_back": Verb(
        pgettext_lazy("supervision", "核查不通过"), (S.CHECKING,), S.IN_PROGRESS, "another unit"
    ),
    "close": Verb(gettext_lazy("销号"), (S.CHECKING,), S.CLOSED, "another unit"),
    "reopen": Verb(gettext_lazy("恢复办理"), (S.CLOSED,), S.IN_PROGRESS, "office"),
    "archive": Verb(gettext_lazy("归档"), (S.CLOSED,), S.ARCHIVED, "office"),
    "withdraw": Verb(
        gettext_lazy("撤销"), (S.DRAFT, S.REGISTERED, S.HANDED_DOWN, S.IN_PROGRESS), S.WITHDRAWN, "office"
    ),
}


def possible(duty: Duty) -> list[str]:
    """The verbs that the duty's state allows, whoever asks."""
    return [name for name, verb in VERBS.items() if duty.state in verb.sources]


def move(duty: Duty, name: str) -> None:
    """Check that a verb may be done to a duty now, and set the state it leads to (the caller saves).

    Raises:
        NotNow: the duty's state does not allow it; says which states do.
    """
    advance(duty, duty.number, VERBS[name])


def advance(thing: Duty | Instruction, called: str, verb: Verb) -> None:
    """Check that a verb may be done to a thing with a state now, and set the state it leads to (the caller saves).

    Args:
        thing: the duty or the instruction.
        called: what a person knows it by.
        verb: the verb, of the thing's own table.

    Raises:
        NotNow: its state does not allow it; says which states do.
    """
    if thing.state not in verb.sources:
        raise NotNow(
            _(
                "“%(number)s”目前是“%(state)s”,不能%(verb)s;只有处于%(sources)s时才可以。请刷新页面查看最新状态。"
            )
            % {
                "number": called,
                "state": thing.get_state_display(),
                "verb": verb.title,
                "sources": _("、").join(f"“{thing.State(source).label}”" for source in verb.sources),
            }
        )
    if verb.target is not None:
        thing.state = verb.target
