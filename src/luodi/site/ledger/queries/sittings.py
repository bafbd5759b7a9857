"""What the pages of conferences and inspections ask (联席会议、专项督查查询)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from luodi.site.base.ready import ready
from luodi.site.base.rights import UNIT_ROLES, Person, sees_all, standing

from ..models import Conference, Inspection, InspectionItem


def conferences_seen_by(person: Person) -> QuerySet[Conference]:
    """The sittings a person may see: all, or those their unit takes part in."""
    every = Conference.objects.order_by("-held_on", "-id")
    if sees_all.test(person):
        return every
    units = standing(person).units(*UNIT_ROLES)
    taking_part = Conference.attendees.through.objects.filter(organisation__in=units).values("conference")
    return every.filter(pk__in=taking_part) if units else every.none()


@ready
def conferences(keys: list[int]) -> QuerySet[Conference]:
    """Sittings with some ids, with how much was resolved and how much of it became tasks."""
    found = Conference.objects.filter(pk__in=keys).only("held_on", "title", "chair", "file")
    return found.annotate(
        resolved=Count("resolutions", distinct=True),
        tasks=Count("resolutions", distinct=True, filter=Q(resolutions__duty__isnull=False)),
    ).order_by()


def inspections_seen_by(person: Person) -> QuerySet[Inspection]:
    """The inspections a person may see: all, or those concluded that looked at a duty of their unit."""
    every = Inspection.objects.order_by("-starts_on", "-id")
    if sees_all.test(person):
        return every
    units = standing(person).units(*UNIT_ROLES)
    own = InspectionItem.objects.filter(duty__lead__in=units).values("inspection")
    return every.filter(pk__in=own, concluded_on__isnull=False) if units else every.none()


@ready
def inspections(keys: list[int]) -> QuerySet[Inspection]:
    """Inspections with some ids, with how many things were drawn, how many have faults, how many of these are mended."""
    found = Inspection.objects.filter(pk__in=keys).only("title", "starts_on", "ends_on", "state")
    return found.annotate(
        drawn=Count("items"),
        faults=Count("items", filter=Q(items__state__in=("fault", "rectified", "verified"))),
        done=Count("items", filter=Q(items__state="verified")),
    ).order_by()


def items_seen_by(person: Person, inspection: Inspection) -> QuerySet[InspectionItem]:
    """The items of an inspection a person may see: all, or their unit's."""
    items = inspection.items.select_related("duty", "duty__lead").order_by("id")
    if sees_all.test(person):
        return items
    return items.filter(duty__lead__in=standing(person).units(*UNIT_ROLES))


def items_of(person: Person, keys: Iterable[int]) -> QuerySet[InspectionItem]:
    """Items by their ids, of those a person may see: all, or their unit's, once there is a conclusion."""
    items = InspectionItem.objects.filter(pk__in=keys).select_related("duty", "inspection").order_by("id")
    if sees_all.test(person):
        return items
    units = standing(person).units(*UNIT_ROLES)
    return items.filter(duty__lead__in=units, inspection__concluded_on__isnull=False)
