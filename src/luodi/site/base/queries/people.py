"""Who there is (人员查询): accounts with their roles, colleagues who can act for somebody."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import Delegation, Grant, User
from ..ready import ready
from ..rights import valid_today


def people(asked: str = "", *, closed: bool = False) -> QuerySet[User]:
    """Accounts, open ones only unless asked otherwise, by the name they sign in with."""
    found = User.objects.order_by("username")
    if not closed:
        found = found.filter(is_active=True)
    if asked:
        found = found.filter(
            Q(username__icontains=asked)
            | Q(name__icontains=asked)
            | Q(grants__organisation__name__icontains=asked)
            | Q(grants__organisation__short_name__icontains=asked)
        ).distinct()
    return found


def with_roles(keys: list[int]) -> list[Any]:
    """Accounts with some ids, each with the roles it has today (``held``)."""
    held: dict[int, list[Grant]] = defaultdict(list)
    for grant in _held(keys, timezone.localdate()):
        held[grant.user_id].append(grant)
    found = _accounts(keys)
    for each in found:
        each.held = held[each.pk]  # type: ignore[attr-defined]
    return found


@ready
def _accounts(keys: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=keys).only(
        "name", "username", "is_active", "must_change_password", "last_login"
    )


@ready
def _held(keys: list[int], today: date) -> QuerySet[Grant]:
    found = Grant.objects.filter(valid_today(today), user__in=keys).select_related("organisation", "area")
    return found.only(
        "user", "role", "organisation__name", "organisation__short_name", "area__name"
    ).order_by("id")


def standing_of(person: User) -> dict[str, Any]:
    """A person's roles, held and over, and those who act or acted for them."""
    grants = list(person.grants.select_related("organisation", "area").order_by("-until", "id"))
    today = timezone.localdate()
    return {
        "grants": [each for each in grants if not _over(each.until, today)],
        "ended": [each for each in grants if _over(each.until, today)],
        "delegations": delegations_of(person),
        "today": today,
    }


def delegations_of(person: User) -> list[Delegation]:
    """Who acts for a person, and for whom they act, as long as it is not over."""
    found = Delegation.objects.filter(Q(absent=person) | Q(deputy=person))
    return list(
        found.filter(until__gte=timezone.localdate()).select_related("absent", "deputy").order_by("since")
    )


def colleagues(person: User) -> QuerySet[User]:
    """Who can be asked to act for a person: those who work in a unit of theirs today."""
    units = Grant.objects.filter(valid_today(), user=person).exclude(organisation=None).values("organisation")
    there = Grant.objects.filter(valid_today(), organisation__in=units).values("user")
    return User.objects.filter(pk__in=there, is_active=True).exclude(pk=person.pk)


def _over(until: date | None, today: date) -> bool:
    return until is not None and until < today
