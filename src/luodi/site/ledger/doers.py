"""Who did a duty, and for which unit somebody acts on it (办理单位、办理人、以何单位身份)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.models import Organisation, Role
from luodi.site.base.ready import ready
from luodi.site.base.refusals import NotNow
from luodi.site.base.rights import UNIT_ROLES, standing

from .models import ClosingRequest, Duty, Evidence, Report


class Hands(NamedTuple):
    """Whose hands a duty went through (经办): ids of units and of people, those of today and those who handed it on."""

    units: frozenset[int]
    people: frozenset[int]


def hands_on(duty: Duty) -> Hands:
    """Who leads, helps, is named, has reported, offered evidence or asked to close; told apart from who checks.

    What was done stays so for the length of a request; who leads and helps is asked each time.
    """
    past: set[tuple[int | None, int | None]] | None = getattr(duty, "_hands", None)
    if past is None:
        past = set(_past(duty.pk))
        duty._hands = past  # type: ignore[attr-defined]
    units = {unit for unit, _person in past} | {each.organisation_id for each in duty.co_units.all()}
    people = {person for _unit, person in past}
    return Hands(
        frozenset(pk for pk in (*units, duty.lead_id) if pk is not None),
        frozenset(pk for pk in (*people, duty.person_id) if pk is not None),
    )


@ready
def _past(duty: int) -> QuerySet[Report, tuple[int | None, int | None]]:
    told = Report.objects.filter(duty=duty).order_by().values_list("organisation", "by")
    proved = Evidence.objects.filter(duty=duty).order_by().values_list("organisation", "by")
    closing = ClosingRequest.objects.filter(duty=duty).order_by().values_list("duty__lead", "by")
    return told.union(proved, closing)


def dissolved(unit: Organisation) -> str:
    """What is said of a unit that is gone."""
    return _("“%(unit)s”已于%(day)s撤销,请选择承接其职能的单位。") % {"unit": unit, "day": unit.dissolved_on}


def unit_of(actor: Actor, duty: Duty) -> Organisation:
    """The unit for which somebody reports: the lead unit if they belong to it, else their co-unit.

    Raises:
        NotNow: no unit is responsible yet, or theirs is not among the responsible ones.
    """
    doing = [duty.lead_id, *duty.co_units.order_by("id").values_list("organisation", flat=True)]
    own = standing(actor.user).units(*UNIT_ROLES) if actor.user else frozenset(doing[:1])
    for pk in doing:
        if pk is not None and pk in own:
            return Organisation.objects.get(pk=pk)
    raise NotNow(_("您的单位不是“%(number)s”的牵头或协办单位。") % {"number": duty.number})


def judging_unit(actor: Actor, but: Iterable[int | None]) -> Organisation:
    """The unit for which the office or an evaluator judges: one that is none of the doers.

    Raises:
        NotNow: the person's role names no such unit.
    """
    own = standing(actor.user).units(Role.OFFICE, Role.EVALUATOR) if actor.user else frozenset()
    free = sorted(own - {pk for pk in but if pk is not None})
    if not free:
        raise NotNow(_("核验须由填报单位以外的任职单位进行。请系统管理员在授权中写明您的单位。"))
    return Organisation.objects.get(pk=free[0])
