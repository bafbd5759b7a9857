"""Many commitments in one step (批量立项、批量撤销): every problem is named at once, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.models import Organisation
from luodi.site.base.refusals import Refusal, Unfit

from .. import rules
from ..locking import from_below
from ..models import Commitment, Decision, Duty
from . import duties


class Row(NamedTuple):
    """What is asked for one commitment: who leads, who helps with what, by when; ``problem`` is what its reader could
    not use."""

    commitment: int
    lead: Organisation | None = None
    co_units: Sequence[Organisation] = ()
    due_on: date | None = None
    problem: str = ""
    shares: Mapping[int, str] | None = None


@action("duty.register_many", gettext_lazy("批量立项"), right=rules.can_manage)
def register_many(
    actor: Actor,
    decision: Decision,
    *,
    rows: Sequence[Row],
    starts_on: date | None = None,
    hand_down: bool = False,
) -> list[Duty]:
    """Put many commitments on the list, with lead unit and day, and hand them down if asked (批量立项、交办).

    Raises:
        Unfit: keyed by commitment id, every row that cannot be done and why; then none is done.
    """
    known = {
        each.pk: each
        for each in decision.commitments.filter(dropped_in=None, pk__in=[row.commitment for row in rows])
    }
    wrong: dict[str, str] = {}
    made = []
    for row in sorted(rows, key=lambda row: row.commitment):  # two at once lock them in one order
        if row.problem:
            wrong[str(row.commitment)] = row.problem
            continue
        try:
            made.append(_one(actor, known, row, starts_on, hand_down))
        except Refusal as error:
            wrong[str(row.commitment)] = str(error)
    if not rows:
        wrong["rows"] = _("请先勾选要立项的承诺事项。")
    if wrong:
        raise Unfit(wrong)
    return made


def _one(
    actor: Actor, known: dict[int, Commitment], row: Row, starts_on: date | None, hand_down: bool
) -> Duty:
    commitment = known.get(row.commitment)
    if commitment is None:
        raise Unfit({"commitment": _("这一承诺事项不属于本决定,或新文本中已不再出现。")})
    duty = duties.register(actor, commitment, starts_on=starts_on)
    due_on = row.due_on or commitment.deadline
    if row.lead is not None:
        if due_on is None:
            raise Unfit({"due_on": _("请填写完成时限。")})
        duty = duties.assign(
            actor, duty, lead=row.lead, due_on=due_on, co_units=row.co_units, shares=row.shares
        )
    elif row.co_units or (row.due_on and row.due_on != commitment.deadline):
        raise Unfit({"lead": _("请先填写牵头单位。")})
    return duties.hand_down(actor, duty) if hand_down else duty


@action("duty.withdraw_many", gettext_lazy("批量撤销"), right=rules.can_manage)
def withdraw_many(actor: Actor, decision: Decision, *, chosen: Sequence[int], reason: str) -> list[Duty]:
    """Withdraw duties whose commitments a later text no longer holds (批量撤销), with one reason.

    Raises:
        Unfit: keyed by duty id, every one that cannot be withdrawn now; then none is.
    """
    wrong: dict[str, str] = {}
    done = []
    offered = Duty.objects.filter(
        commitment__decision=decision, commitment__dropped_in__isnull=False, pk__in=chosen
    )
    for duty in from_below(offered):
        try:
            done.append(duties.withdraw(actor, duty, reason=reason))
        except Refusal as error:
            wrong[str(duty.pk)] = str(error)
    if not done and not wrong:
        wrong["chosen"] = _("请先勾选要撤销的责任事项。")
    if wrong:
        raise Unfit(wrong)
    return done
