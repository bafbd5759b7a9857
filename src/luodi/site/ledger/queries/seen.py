"""What the ledger's pages ask (台账查询): each list in a fixed number of queries, cut to what the person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luodi.site.base.models import Role
from luodi.site.base.rights import UNIT_ROLES, Person, standing, units_under

from .models import Duty


def duties_seen_by(person: Person) -> QuerySet[Duty]:
    """The duties a person may see: all, or those of their units, of units below, where they help, in their county."""
    held = standing(person)
    every = Duty.objects.select_related("lead", "area", "commitment", "person")
    if held.has(Role.OFFICE, Role.LEADER, Role.EVALUATOR):
        return every
    units = held.units(*UNIT_ROLES)
    below = units | units_under(held.units(Role.UNIT_LEAD))
    own = Q(lead__in=below) | Q(pk__in=Duty.objects.filter(co_units__organisation__in=units).values("pk"))
    areas = held.areas(Role.COUNTY)
    if areas:
        own |= Q(area__in=areas)
    return every.filter(own) if units or areas else every.none()
