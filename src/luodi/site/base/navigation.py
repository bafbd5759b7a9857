"""The navigation (导航): which pages a person finds in the bar, by right."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from rules.predicates import Predicate


class Entry(NamedTuple):
    """One link in the bar. ``order`` sorts; ``right`` decides who sees it (None: everybody)."""

    order: int
    title: Any
    route: str
    right: Predicate | None


ENTRIES: Final[list[Entry]] = []


def add(order: int, title: Any, route: str, right: Predicate | None = None) -> None:
    """Put a page into the bar; a room does it in its ``urls.py``."""
    ENTRIES.append(Entry(order, title, route, right))
    ENTRIES.sort(key=lambda entry: entry.order)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """The links this person sees, the present one marked."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"title": each.title, "url": reverse(each.route), "here": each.route == here}
        for each in ENTRIES
        if each.right is None or each.right.test(request.user)
    ]
