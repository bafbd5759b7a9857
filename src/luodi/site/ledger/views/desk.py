"""Everyone's own page (工作台): one desk per role; who has several roles chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from luodi.site.base import panels, rights
from luodi.site.base.fresh import one_reading
from luodi.site.base.guard import in_bulk
from luodi.site.base.models import Area, Delegation, Organisation, Role
from luodi.site.base.rights import Person, standing

from ..queries import desks, duties_seen_by, instructions, setup, steps
from ..queries.seen import Reach, duties_within, reach


class Desk(NamedTuple):
    """One role's desk: its name in the address, its title, who has it, what is on it."""

    name: str
    title: Any
    right: Predicate
    given: Callable[[Person], dict[str, Any]]


def _office(person: Person) -> dict[str, Any]:
    duties = duties_seen_by(person)
    return {
        "times": desks.time(duties),
        "queue": desks.queue(duties, "report", "extension", "check", "sign", "hand_down", "register"),
        "lanes": desks.lanes(duties),
        "late": desks.most_late(reach(person)),
        "soon": desks.due_soon(reach(person)),
        "reports": desks.reports_waiting(),
        "texts": desks.texts_waiting(),
        "instructions": instructions.office_desk(),
    }


def _leader(person: Person) -> dict[str, Any]:
    duties = duties_seen_by(person)
    return {
        "lanes": desks.lanes(duties),
        "week": desks.this_week(duties),
        "units": desks.worst_units(duties),
        "articles": desks.worst_articles(duties),
        "late": desks.most_late(reach(person), 5),
        "instructions": instructions.leaders_desk(person),
    }


def _evaluator(person: Person) -> dict[str, Any]:
    duties = duties_seen_by(person)
    return {
        "times": desks.time(duties),
        "lanes": desks.lanes(duties),
        "queue": desks.queue(duties, "evidence", "report", "check"),
        "late": desks.most_late(reach(person)),
    }


def _unit(person: Person) -> dict[str, Any]:
    mine = steps.by_urgency(person)
    units = sorted(standing(person).units(*rights.UNIT_ROLES))
    return {
        "whose": _names(Organisation, units),
        "mine": mine,
        "at_hand": steps.AT_HAND,
        "now": sum(each.step.urgency == 0 for each in mine),
        "lanes": desks.lanes(duties_within(False, units, units), unit=units),
        "instructions": instructions.units_desk(person),
    }


def _county(person: Person) -> dict[str, Any]:
    areas = standing(person).areas(Role.COUNTY)
    there = Reach(False, areas=tuple(areas))
    duties = duties_within(*there)
    filters = {"area": sorted(areas)}
    return {
        "whose": _names(Area, areas),
        "times": desks.time(duties, **filters),
        "lanes": desks.lanes(duties, **filters),
        "late": desks.most_late(there),
        "soon": desks.due_soon(there),
        "mine": steps.by_urgency(person),
        "at_hand": steps.AT_HAND,
        "instructions": instructions.units_desk(person),
    }


def _names(model: type[Model], keys: Iterable[int]) -> str:
    """The names of units or areas, for the heading of a desk."""
    return str(_("、")).join(str(each) for _pk, each in sorted(in_bulk(model, keys).items()))


def _acting_for(person: Person) -> list[Delegation]:
    """For whom one acts today (代办)."""
    if all(each.of == person.pk for each in standing(person).held):
        return []
    today = timezone.localdate()
    found = Delegation.objects.filter(
        deputy=person, since__lte=today, until__gte=today, absent__is_active=True
    )
    return list(found.select_related("absent").order_by("until", "id"))


def _administrator(person: Person) -> dict[str, Any]:
    items = setup.items()
    return {"items": items, "open": sum(not item.fine for item in items)}


DESKS = {
    desk.name: desk
    for desk in (
        Desk("office", _("督查办公室"), rights.is_office, _office),
        Desk("leader", _("全市一页"), rights.is_leader, _leader),
        Desk("evaluator", _("评估"), rights.is_evaluator, _evaluator),
        Desk("unit", _("本单位"), rights.is_in_unit_office, _unit),
        Desk("county", _("本县(市、区)"), rights.is_county_contact, _county),
        Desk("administrator", _("系统管理"), rights.is_administrator, _administrator),
    )
}


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The desk one asked for, or the first that one's roles have."""
    mine = [each for each in DESKS.values() if each.right.test(request.user)]
    if not mine:
        return render(request, "ledger/desks/none.html")
    chosen = next((each for each in mine if each.name == request.GET.get("desk")), mine[0])
    with one_reading():
        given = chosen.given(request.user)
        shown = {
            "desk": chosen,
            "desks": mine,
            "acts_for": _acting_for(request.user),
            "panels": panels.drawn(chosen.name, request.user),
            "urgent": panels.drawn(chosen.name, request.user, urgent=True),
        }
    return render(request, f"ledger/desks/{chosen.name}.html", given | shown)
