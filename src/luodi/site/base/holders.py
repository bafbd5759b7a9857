"""Who holds a role today (在岗人员): whom notices reach, and who can be named for something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Delegation, Grant, Organisation, User
from .rights import UNIT_ROLES, valid_today


def holders(roles: Iterable[str], units: Any = None) -> QuerySet[User]:
    """The people who hold one of these roles themselves today (在岗人员).

    Args:
        roles: the roles.
        units: units, their ids or a query of them, in which the role is held; None: in any or none.
    """
    return User.objects.filter(pk__in=_held(roles, units), is_active=True)


def reached(roles: Iterable[str], units: Any = None) -> QuerySet[User]:
    """Those who hold one of these roles today, and those who act for them while they are on leave (通知对象)."""
    today, held = timezone.localdate(), _held(roles, units)
    lent = Delegation.objects.filter(absent__in=held, since__lte=today, until__gte=today).order_by()
    return User.objects.filter(Q(pk__in=held) | Q(pk__in=lent.values("deputy")), is_active=True)


def _held(roles: Iterable[str], units: Any) -> QuerySet[Grant, Any]:
    """Ids of those who hold one of these roles today."""
    held = Grant.objects.filter(valid_today(), role__in=list(roles), user__is_active=True)
    if units is not None:
        held = held.filter(organisation__in=units)
    return held.order_by().values("user")


def works_in(person: User, unit: Organisation | None) -> bool:
    """Whether somebody has an open account and holds a role in a unit today (在任)."""
    if unit is None or not person.is_active:
        return False
    return Grant.objects.filter(valid_today(), user=person, organisation=unit, role__in=UNIT_ROLES).exists()
