"""What a person may see of the ledger (可见范围)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from luodi.site.base.models import Role
from luodi.site.base.ready import ready
from luodi.site.base.rights import UNIT_ROLES, Person, sees_all, standing

from ..models import Commitment, Decision, DocumentVersion, Duty, Report


class Reach(NamedTuple):
    """How far somebody sees (可见范围), in plain values: everything, or the duties of some units and areas.

    ``leads`` are the units whose duties one sees, ``units`` those whose help is asked in a duty, ``areas`` one's counties,
    ``wholes`` the units the parts of whose duties one sees, whoever leads them.
    """

    everything: bool
    leads: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    wholes: tuple[int, ...] = ()


def reach(person: Person) -> Reach:
    """How far a person sees: all, or the duties of their units and of units below, the parts of these, where they help,
    and what is in their county."""
    if sees_all.test(person):
        return Reach(everything=True)
    held = standing(person)
    units = held.units(*UNIT_ROLES)
    leads = units | held.led
    return Reach(False, *(tuple(sorted(each)) for each in (leads, units, held.areas(Role.COUNTY), leads)))


def duties_within(
    everything: bool,
    leads: Sequence[int] = (),
    units: Sequence[int] = (),
    areas: Sequence[int] = (),
    wholes: Sequence[int] = (),
) -> QuerySet[Duty]:
    """The duties within a :class:`Reach`, which is given as ``*reach``."""
    every = Duty.objects.all()
    if everything:
        return every
    # each part is found by its own index; joined by "or" they would be looked for in the whole table
    parts = [Duty.objects.filter(lead__in=leads)] if leads else []
    if units:
        parts.append(Duty.objects.filter(co_units__organisation__in=units))
    if areas:
        parts.append(Duty.objects.filter(area__in=areas))
    if wholes:
        parts.append(Duty.objects.filter(parent__lead__in=wholes))
    return every.filter(pk__in=in_any(*parts)) if parts else every.none()


def duties_seen_by(person: Person) -> QuerySet[Duty]:
    """The duties a person may see, see :func:`reach`, with what most pages print of others."""
    return duties_within(*reach(person)).select_related("lead", "area", "commitment", "person")


def keys_seen(person: Person, duties: Iterable[int | None]) -> frozenset[int]:
    """The ids of those among a few duties that a person may see; one query, none for who sees all."""
    keys = sorted({pk for pk in duties if pk is not None})
    if not keys or sees_all.test(person):
        return frozenset(keys)
    return frozenset(_keys(keys, *reach(person)[1:]))


@ready
def _keys(
    keys: list[int], leads: list[int], units: list[int], areas: list[int], wholes: list[int]
) -> QuerySet[Duty, int]:
    within = duties_within(False, leads, units, areas, wholes)
    return within.filter(pk__in=keys).order_by().values_list("pk", flat=True)


def in_any(*parts: QuerySet[Duty]) -> QuerySet[Duty, int]:
    """The ids of the duties that are in any of the parts."""
    first, *others = (each.order_by().values_list("pk", flat=True) for each in parts)
    return first.union(*others)


def adopted_decisions() -> QuerySet[Decision]:
    """The decisions of which a text was adopted; others are seen by those who see all."""
    adopted = DocumentVersion.objects.filter(state=DocumentVersion.State.ADOPTED)
    return Decision.objects.filter(pk__in=adopted.values("decision"))


def commitments_seen_by(person: Person) -> QuerySet[Commitment]:
    """The commitments a person may see: all, or those of which they see a duty and those published."""
    if sees_all.test(person):
        return Commitment.objects.all()
    seen = duties_seen_by(person).select_related(None).order_by().values_list("commitment", flat=True)
    # each part is found by its own index, see above
    public = Commitment.objects.filter(published=True, decision__published=True).order_by()
    return Commitment.objects.filter(pk__in=seen.union(public.values_list("pk", flat=True)))


def seen_among(person: Person, commitments: Iterable[Commitment]) -> set[int]:
    """The ids of those among a few commitments, read with their decision, that a person may see; as above."""
    few = list(commitments)
    keys = {each.pk for each in few}
    if sees_all.test(person) or not few:
        return keys
    public = {each.pk for each in few if each.published and each.decision.published}
    return public | set(_with_duties(sorted(keys - public), *reach(person)[1:]))


@ready
def _with_duties(
    commitments: list[int], leads: list[int], units: list[int], areas: list[int], wholes: list[int]
) -> QuerySet[Duty, int]:
    found = duties_within(False, leads, units, areas, wholes).filter(commitment__in=commitments)
    return found.order_by().values_list("commitment", flat=True)


def reports_seen_by(person: Person) -> QuerySet[Report]:
    """The reports on duties a person may see."""
    if sees_all.test(person):
        return Report.objects.all()
    return Report.objects.filter(duty__in=duties_seen_by(person).select_related(None).order_by().values("pk"))
