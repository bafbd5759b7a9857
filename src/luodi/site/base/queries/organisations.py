"""The tree of units, laid out (单位树)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Q

from ..models import Organisation
from ..rights import valid_today


class Branch(NamedTuple):
    """A unit with its depth in the tree and how many people hold a role in it today."""

    unit: Organisation
    depth: int
    people: int


def tree(*, dissolved: bool = False) -> list[Branch]:
    """All units, each below the one above it; one query, whatever the depth."""
    held = Q(grants__user__is_active=True) & _of_grants()
    found = Organisation.objects.select_related("area").annotate(
        people=Count("grants__user", filter=held, distinct=True)
    )
    if not dissolved:
        found = found.filter(dissolved_on=None)
    units = list(found.order_by("kind", "name"))
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Organisation]], at: int | None, depth: int) -> Iterator[Branch]:
    for unit in below[at]:
        yield Branch(unit, min(depth, 5), unit.people)  # type: ignore[attr-defined]
        yield from _walk(below, unit.pk, depth + 1)


def _of_grants() -> Q:
    """What :func:`valid_today` asks of a grant, asked from the unit."""
    return _prefixed(valid_today(), "grants__")


def _prefixed(asked: Q, prefix: str) -> Q:
    made = Q(_connector=asked.connector, _negated=asked.negated)
    for child in asked.children:
        made.children.append(
            _prefixed(child, prefix) if isinstance(child, Q) else (prefix + child[0], child[1])
        )
    return made
