"""Who stands apart from a duty and may judge it (无利害关系的核查人员), as far as roles, units and recusals tell.

《政府督查工作条例》 leaves it to each government where its supervision body stands (第六条); often that is below the general office,
which leads duties itself. What a body below the doers cannot judge, the government has a department (第七条) or a group with
outside experts (第八条) look at: here people of another unit who hold the office's role, and third-party evaluators.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.fresh import kept
from luodi.site.base.guard import in_bulk
from luodi.site.base.languages import bracketed, joined
from luodi.site.base.models import Grant, Organisation, Role, User
from luodi.site.base.ready import ready
from luodi.site.base.rights import units_under, valid_today

from .doers import hands_on
from .models import Duty

NAMED = 5
"""People who are named where a page says who can do something."""


class Apart(NamedTuple):
    """Who stands apart from a duty (可核查人员), each as (person, unit in which they hold the role), in ids.

    ``reviewed`` is whether anybody of the office is left to read its reports, which asks no more than not to be recused.
    """

    office: tuple[tuple[int, int], ...]
    evaluators: tuple[tuple[int, int], ...]
    reviewed: bool


def apart_from(duty: Duty) -> Apart:
    """Who of the office, and who of the evaluators, does not do a duty, work below who does, or stay out of it.

    Answered once for a duty that is held in the hand: two queries, and three or four more when something changed.
    """
    known: Apart | None = getattr(duty, "_apart", None)
    if known is None:
        known = duty._apart = _apart_from(duty)  # type: ignore[attr-defined]
    return known


def _apart_from(duty: Duty) -> Apart:
    hands = hands_on(duty)
    units = tuple(sorted(hands.units))
    near, checking = kept(
        "who checks", units, lambda: (units_under(hands.units), _held(timezone.localdate()))
    )
    recused = {each.person_id for each in duty.recusals.all()}
    out = hands.people | recused
    held: dict[int, list[tuple[str, int | None]]] = {}
    for person, role, unit in checking:
        held.setdefault(person, []).append((role, unit))
    free = {
        person: roles
        for person, roles in held.items()
        if person not in out and near.isdisjoint(unit for _role, unit in roles if unit is not None)
    }
    reads = {who for who, roles in held.items() if any(role == Role.OFFICE for role, _unit in roles)}
    return Apart(_with(free, Role.OFFICE), _with(free, Role.EVALUATOR), bool(reads - recused))


def _with(people: dict[int, list[tuple[str, int | None]]], role: str) -> tuple[tuple[int, int], ...]:
    """Those who hold a role in a unit: one without a unit judges for nobody."""
    found = ((who, [unit for held, unit in roles if held == role and unit]) for who, roles in people.items())
    return tuple((who, units[0]) for who, units in found if units)


@ready
def _held(on: date) -> QuerySet[Grant, tuple[int, str, int | None]]:
    """(person, role, unit) of all roles of those who check, as they hold today."""
    checking = Grant.objects.filter(valid_today(on), role__in=(Role.OFFICE, Role.EVALUATOR)).order_by()
    found = Grant.objects.filter(valid_today(on), user__is_active=True, user__in=checking.values("user"))
    return found.order_by("user", "id").values_list("user", "role", "organisation")


def in_words(people: tuple[tuple[int, int], ...]) -> str:
    """People by name and unit, the first few of them: two queries."""
    first = people[:NAMED]
    users = in_bulk(User, {who for who, _unit in first})
    units = in_bulk(Organisation, {unit for _who, unit in first})
    named = joined(bracketed(users[who], units[unit]) for who, unit in first)
    if len(people) > NAMED:
        return _("%(named)s等%(count)s人") % {"named": named, "count": len(people)}
    return named
