"""Who may do what with registers (登记簿权限): the unit that keeps one, its lead, and the office."""

from __future__ import annotations

from typing import Any, Final

import rules

from luodi.site.base.models import Role
from luodi.site.base.rights import Person, is_administrator, is_office, sees_the_ledger, standing

from .models import Keeper

UNIT: Final = (Role.UNIT_LEAD.value, Role.UNIT_STAFF.value)


def register_of(thing: Any) -> str:
    """The id of the register that something belongs to: itself, a batch's, a request's, a row's."""
    found = getattr(thing, "register", thing)
    return str(getattr(found, "id", found) or "")


def _kept_by(units: frozenset[int], thing: Any) -> bool:
    name = register_of(thing)
    return bool(units and name) and Keeper.objects.filter(register=name, organisation__in=units).exists()


@rules.predicate
def works_for_the_keeper(person: Person, thing: Any) -> bool:
    """Lead or staff of a unit that keeps the register (管理单位人员)."""
    return _kept_by(standing(person).units(*UNIT), thing)


@rules.predicate
def leads_the_keeper(person: Person, thing: Any) -> bool:
    """Lead of a unit that keeps the register (管理单位负责人)."""
    return _kept_by(standing(person).units(Role.UNIT_LEAD.value), thing)


@rules.predicate
def asked_for_it(person: Person, thing: Any) -> bool:
    """Whoever asked for the change (申请人): never the one who decides it."""
    return getattr(thing, "by_id", None) is not None and thing.by_id == person.pk


can_see_records = sees_the_ledger
can_set_keepers = is_office | is_administrator
keeps_register = is_office | works_for_the_keeper
sees_personal = keeps_register
decides_change = (is_office | leads_the_keeper) & ~asked_for_it
