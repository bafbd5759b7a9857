"""Staying out of a check (回避): declared by whoever would check, or named by the office."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held
from luodi.site.base.models import User
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import is_office, standing

from .. import machine
from ..models import Duty, Recusal
from ..rules import CHECKERS, RIGHTS

LONGEST = 300


@action("duty.recuse", gettext_lazy("回避"), right=RIGHTS["recuse"])
def recuse(actor: Actor, duty: Duty, *, person: User, ground: str) -> Recusal:
    """Keep a person from checking a duty (回避): they neither judge its evidence nor review, close or extend it.

    Args:
        actor: whoever declares their own recusal, or somebody of the office who names one.
        duty: the duty.
        person: who stays out of it.
        ground: why, in words.

    Raises:
        Unfit: no ground is given, the person checks nothing, or it is not the actor's to name them.
        NotNow: the person is recused already.
    """
    duty = held(duty)
    machine.move(duty, "recuse")
    wrong: dict[str, str] = {}
    if not 0 < len(ground.strip()) <= LONGEST:
        wrong["ground"] = _("请写明回避的事由,不超过%(limit)s字。") % {"limit": LONGEST}
    if not standing(person).has(*CHECKERS):
        wrong["person"] = _("“%(person)s”不是督查办公室或第三方评估人员,不需要回避。") % {"person": person}
    if actor.user is not None and person.pk != actor.user.pk and not is_office.test(actor.user):
        wrong["person"] = _("您只能申请本人回避;请督查办公室指定他人回避。")
    if wrong:
        raise Unfit(wrong)
    if duty.recusals.filter(person=person).exists():
        raise NotNow(_("“%(person)s”已对本事项回避。") % {"person": person})
    return Recusal.objects.create(
        duty=duty, person=person, ground=ground.strip(), by=actor.user, at=timezone.now()
    )
