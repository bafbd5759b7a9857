"""What a dissolved unit leaves in the ledger (职能承接): duties it leads, duties it helps with, orders and instructions to answer."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.holders import reached, works_in
from luodi.site.base.languages import in_house_language, joined
from luodi.site.base.models import Organisation
from luodi.site.base.notices import tell
from luodi.site.base.rights import UNIT_ROLES, is_administrator
from luodi.site.base.succession import inherited

from .helping import LONGEST
from .locking import from_below
from .models import CoUnit, Duty, Instruction, SupervisionPaper
from .rules import can_manage


def running(unit: Organisation) -> QuerySet[Duty]:
    """The duties that a unit leads and that are not over."""
    return Duty.objects.filter(lead=unit).exclude(state__in=Duty.OVER)


def helped(unit: Organisation) -> QuerySet[CoUnit]:
    """Where a unit helps with duties that are not over."""
    return CoUnit.objects.filter(organisation=unit).exclude(duty__state__in=Duty.OVER)


def unanswered(unit: Organisation) -> QuerySet[SupervisionPaper]:
    """Supervision orders to a unit, drafted or issued, that nobody has answered."""
    return SupervisionPaper.objects.filter(addressee=unit, answered_at=None)


def instructed(unit: Organisation) -> QuerySet[Instruction]:
    """Leaders' instructions handed to a unit that are not over."""
    return Instruction.objects.filter(unit=unit, state__in=Instruction.OPEN)


def _held(unit: Organisation) -> str:
    led, also = running(unit).count(), helped(unit).count()
    said = [_("%(count)s项未办结的牵头事项") % {"count": led}] if led else []
    said += [_("%(count)s项协办事项") % {"count": also}] if also else []
    orders = unanswered(unit).count()
    said += [_("%(count)s份未回复的督办单") % {"count": orders}] if orders else []
    left = instructed(unit).count()
    return joined(said + ([_("%(count)s件未办结的批示") % {"count": left}] if left else []))


@inherited(_held)
def _hand_over(actor: Actor, unit: Organisation, successor: Organisation) -> None:
    inherit(actor, successor, predecessor=unit)


@action("duty.inherit", gettext_lazy("承接事项"), right=is_administrator | can_manage)
def inherit(actor: Actor, successor: Organisation, *, predecessor: Organisation) -> int:
    """Give a unit what another one led and helped with (承接事项); its people are told. How many duties it leads now.

    A person who was responsible stays so only if they have a role in the successor, too.
    """
    taken = 0
    for found in from_below(running(predecessor)):
        duty = locked(found)
        duty.lead = successor
        if duty.area_id == predecessor.area_id:
            duty.area = successor.area
        if duty.person and not works_in(duty.person, successor):
            duty.person = None
        duty.save()
        duty.co_units.filter(organisation=successor).delete()
        taken += 1
    for each in helped(predecessor).select_related("duty"):
        there = each.duty.co_units.filter(organisation=successor).first()
        if there is not None and each.part not in there.part:
            there.part = _(";").join(filter(None, (there.part, each.part)))[:LONGEST]
            there.save()
        if there is not None or each.duty.lead_id == successor.pk:
            each.delete()
        else:
            each.organisation = successor
            each.save()
    for order in unanswered(predecessor).order_by("id"):
        order = locked(order)
        order.addressee = successor
        order.save()
    for instruction in instructed(predecessor).order_by("id"):
        instruction = locked(instruction)
        instruction.unit = successor
        instruction.save()
    if taken:
        with in_house_language():
            words = ngettext(
                "“%(unit)s”撤销,其%(count)s项牵头事项由“%(successor)s”承接。",
                "“%(unit)s”撤销,其%(count)s项牵头事项由“%(successor)s”承接。",
                taken,
            )
        words %= {"unit": predecessor, "count": taken, "successor": successor}
        tell(reached(UNIT_ROLES, [successor]), f"inherited:{predecessor.pk}", words, reverse("ledger:desk"))
    return taken
