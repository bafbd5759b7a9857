"""Who may do what (权限): a right is a small named predicate; rights join with ``&`` and ``|``.

A predicate asks a person's :class:`Standing`, read once per request: the roles they hold today themselves and those of
the colleagues they act for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from rules.predicates import Predicate

from .models import Area, Delegation, Grant, Job, Organisation, Role, User
from .ready import Ready, ready

Person = User | AnonymousUser


class Held(NamedTuple):
    """One role somebody can use today; ``of`` is whose it is, themselves or a colleague on leave."""

    role: str
    organisation: int | None
    area: int | None
    of: int


class Standing:
    """All roles a person can use today (在岗角色)."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = tuple(held)
        self.roles = frozenset(each.role for each in self.held)

    def has(self, *roles: str) -> bool:
        """Whether one of these roles is held, in whatever unit."""
        return not self.roles.isdisjoint(roles)

    def units(self, *roles: str) -> frozenset[int]:
        """Ids of the units in which one of these roles is held."""
        return frozenset(
            each.organisation for each in self.held if each.role in roles and each.organisation is not None
        )

    def areas(self, *roles: str) -> frozenset[int]:
        """Ids of the areas in which one of these roles is held, and of the parks and towns within them."""
        return areas_within(
            frozenset(each.area for each in self.held if each.role in roles and each.area is not None)
        )

    @cached_property
    def line(self) -> frozenset[int]:
        """Ids of the units in which any role is held, and of all units above them; read once."""
        return units_above(
            frozenset(each.organisation for each in self.held if each.organisation is not None)
        )

    @cached_property
    def led(self) -> frozenset[int]:
        """Ids of the units whose head one is, and of all units below them; read once."""
        return units_under(self.units(Role.UNIT_LEAD))

    @property
    def colleagues(self) -> tuple[int, ...]:
        """Ids of all whose roles can be used: one's own, and those of colleagues on leave."""
        return tuple(sorted({each.of for each in self.held}))

    def only(self, *of: int) -> Standing:
        """What is left when only the roles of these people are used."""
        return Standing(each for each in self.held if each.of in of)


UNIT_ROLES = (Role.UNIT_LEAD.value, Role.UNIT_STAFF.value, Role.COUNTY.value)


def standing(person: Person) -> Standing:
    """What somebody is today; kept on the user object for the length of a request."""
    if not isinstance(person, User) or not person.is_active:
        return Standing(())
    kept = getattr(person, "_standing", None)
    if kept is None:
        kept = Standing(Held(*each) for each in _held(person.pk, timezone.localdate()))
        person._standing = kept  # type: ignore[attr-defined]
    return kept


def acting_for(person: User, right: Predicate, thing: object) -> int | None:
    """Whose role lets a person do something: None if their own does, else the id of the absent colleague's."""
    whole = standing(person)
    others = [each for each in whole.colleagues if each != person.pk]
    if not others:
        return None
    for other in (None, *others):
        with _standing_as(person, whole.only(person.pk, *([] if other is None else [other]))):
            if right.test(person, thing):
                return other
    return None


@contextmanager
def _standing_as(person: User, held: Standing) -> Iterator[None]:
    whole, person._standing = standing(person), held  # type: ignore[attr-defined]
    try:
        yield
    finally:
        person._standing = whole  # type: ignore[attr-defined]


def valid_today(on: date | None = None) -> Q:
    """The grants that hold on a day (有效授权)."""
    day = on or timezone.localdate()
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))


@ready
def _held(person: int, on: date) -> QuerySet[Grant, tuple[str, int | None, int | None, int]]:
    absent = Q(
        user__deputies__deputy=person,
        user__deputies__since__lte=on,
        user__deputies__until__gte=on,
        user__is_active=True,
    )
    found = Grant.objects.filter(valid_today(on) & (Q(user=person) | absent)).exclude(
        Q(role=Role.ADMINISTRATOR) & ~Q(user=person)  # a deputy never becomes an administrator
    )
    return found.values_list("role", "organisation", "area", "user").distinct()


@rules.predicate
def is_signed_in(person: Person) -> bool:
    """Somebody with an account that is open (已登录)."""
    return person.is_authenticated and person.is_active


@rules.predicate
def is_administrator(person: Person) -> bool:
    """System administrator (系统管理员): accounts, units, settings; no say in the matter itself."""
    return standing(person).has(Role.ADMINISTRATOR)


@rules.predicate
def is_office(person: Person) -> bool:
    """The supervision office (督查办公室)."""
    return standing(person).has(Role.OFFICE)


@rules.predicate
def is_leader(person: Person) -> bool:
    """A leader of the city (市领导): sees all, writes nothing but instructions."""
    return standing(person).has(Role.LEADER)


@rules.predicate
def is_evaluator(person: Person) -> bool:
    """A third-party evaluator (第三方评估): sees all that stands behind a figure, changes nothing."""
    return standing(person).has(Role.EVALUATOR)


@rules.predicate
def is_in_a_unit(person: Person) -> bool:
    """Lead or staff of any unit, or a county's contact (单位人员)."""
    return standing(person).has(*UNIT_ROLES)


@rules.predicate
def began_the_job(person: Person, job: object) -> bool:
    """Whoever set a job going (任务发起人): sees and stops it."""
    return isinstance(job, Job) and job.by_id is not None and job.by_id == person.pk


@rules.predicate
def is_oneself(person: Person, other: object) -> bool:
    """The person the thing is about (本人)."""
    return isinstance(other, User) and other.pk is not None and other.pk == person.pk


@rules.predicate
def is_the_absent_one(person: Person, delegation: object) -> bool:
    """Whoever is acted for (被代办人): ends it when back."""
    return isinstance(delegation, Delegation) and delegation.absent_id == person.pk


can_see_job = began_the_job | is_administrator


@rules.predicate
def is_in_unit_office(person: Person) -> bool:
    """Lead or staff of a unit (单位负责人、经办人)."""
    return standing(person).has(Role.UNIT_LEAD, Role.UNIT_STAFF)


@rules.predicate
def is_county_contact(person: Person) -> bool:
    """A county's contact (县(市、区)联络员)."""
    return standing(person).has(Role.COUNTY)


sees_all = is_office | is_leader | is_evaluator
sees_the_ledger = sees_all | is_in_a_unit
can_read_journal = is_office | is_evaluator | is_administrator


@ready
def _directly_under(organisations: list[int]) -> QuerySet[Organisation, int]:
    return Organisation.objects.filter(parent__in=organisations).values_list("id", flat=True)


@ready
def _directly_within(areas: list[int]) -> QuerySet[Area, int]:
    return Area.objects.filter(parent__in=areas).values_list("id", flat=True)


@ready
def _directly_above(organisations: list[int]) -> QuerySet[Organisation, int | None]:
    return Organisation.objects.filter(pk__in=organisations).values_list("parent", flat=True)


def units_above(organisations: frozenset[int]) -> frozenset[int]:
    """These units and all above them in the tree of units (本单位及上级单位)."""
    return _with_all(organisations, _directly_above)


def units_under(organisations: frozenset[int]) -> frozenset[int]:
    """These units and all below them in the tree of units (本单位及下级单位)."""
    return _with_all(organisations, _directly_under)


def areas_within(areas: frozenset[int]) -> frozenset[int]:
    """These areas and all within them (本区域及所辖区域)."""
    return _with_all(areas, _directly_within)


def _with_all(keys: frozenset[int], next_to: Ready[Any]) -> frozenset[int]:
    """Some keys and all that are reached from them step by step, one query a step."""
    known, edge = set(keys), set(keys)
    while edge:
        edge = {pk for pk in next_to(sorted(edge)) if pk is not None} - known
        known |= edge
    return frozenset(known)
