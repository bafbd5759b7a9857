"""The navigation (导航): which pages a person finds in the bar, by right, the rarer ones under a menu."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from rules.predicates import Predicate


class Entry(NamedTuple):
    """One link in the bar. ``order`` sorts; ``right`` decides who sees it (None: everybody); ``rare`` may be folded."""

    order: int
    title: Any
    route: str
    right: Predicate | None
    rare: bool


class Link(NamedTuple):
    """A link as it stands on a page; ``here`` is the page itself."""

    title: Any
    url: str
    here: bool


class Bar(NamedTuple):
    """The links side by side, and those under the menu 更多; ``inside``: the page itself is under the menu."""

    side_by_side: list[Link]
    folded: list[Link]

    @property
    def inside(self) -> bool:
        """Whether the menu holds the present page."""
        return any(each.here for each in self.folded)


ENTRIES: Final[list[Entry]] = []
ROOM: Final = 10
"""So many links stand on one line of 1280 pixels beside a menu, in English too; with no more there is no menu."""


def add(order: int, title: Any, route: str, right: Predicate | None = None, *, rare: bool = False) -> None:
    """Put a page into the bar; a room does it in its ``urls.py``. ``rare``: it goes under the menu where room is short."""
    ENTRIES.append(Entry(order, title, route, right, rare))
    ENTRIES.sort(key=lambda entry: entry.order)


def drawn(request: HttpRequest) -> SafeString:
    """The links this person sees, the present one marked, as HTML."""
    seen = tuple(each.route for each in ENTRIES if each.right is None or each.right.test(request.user))
    here = request.resolver_match.view_name if request.resolver_match else ""
    return _drawn(seen, here if here in seen else "", get_language(), get_script_prefix())


@lru_cache(maxsize=1024)
def _drawn(seen: tuple[str, ...], here: str, _language: str | None, _prefix: str) -> SafeString:
    return render_to_string("base/bar.html", {"bar": bar(seen, here)})


def bar(seen: tuple[str, ...], here: str) -> Bar:
    """The links to some pages, one of which one is on."""
    short = len(seen) > ROOM
    made = Bar([], [])
    for each in (entry for entry in ENTRIES if entry.route in seen):
        links = made.folded if short and each.rare else made.side_by_side
        links.append(Link(each.title, reverse(each.route), each.route == here))
    return made
