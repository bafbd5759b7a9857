"""The tree of units, laid out (单位树)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count

from ..models import Grant, Organisation
from ..rights import valid_today


class Branch(NamedTuple):
    """A unit with its depth in the tree and how many people hold a role in it today."""

    unit: Organisation
    depth: int
    people: int


def tree(*, dissolved: bool = False) -> list[Branch]:
    """All units, each below the one above it; two queries, whatever the depth."""
    found = Organisation.objects.select_related("area", "parent").order_by("kind", "name")
    units = list(found if dissolved else found.filter(dissolved_on=None))
    held = Grant.objects.filter(valid_today(), user__is_active=True).exclude(organisation=None)
    people = dict(held.order_by().values_list("organisation").annotate(people=Count("user", distinct=True)))
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    return list(_walk(below, people, None, 0))


def _walk(
    below: dict[int | None, list[Organisation]], people: dict[int, int], at: int | None, depth: int
) -> Iterator[Branch]:
    for unit in below[at]:
        yield Branch(unit, min(depth, 5), people.get(unit.pk, 0))
        yield from _walk(below, people, unit.pk, depth + 1)
