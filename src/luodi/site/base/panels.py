"""Panels (工作台版块): what rooms put on a desk, by right. The ledger draws desks and may not import the other rooms.

A desk is opened all day and must be quick: a panel that takes more than half a millisecond has the browser fetch what it
shows, by ``hx-trigger="load"``, and says until then, or where no script runs, where it is to be found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from rules.predicates import Predicate

from .rights import Person

Given = Callable[[Person], dict[str, Any]]


class Panel(NamedTuple):
    """A part of a desk.

    Attributes:
        desks: names of the desks that show it.
        template: what draws it; it knows ``panel``, which is what ``given`` says.
        right: decides who sees it.
        given: what the template is given.
        urgent: it stands beside what is late; else it comes after the desk's own.
    """

    desks: tuple[str, ...]
    template: str
    right: Predicate
    given: Given
    urgent: bool


PANELS: Final[list[Panel]] = []


def add(
    desks: tuple[str, ...],
    template: str,
    right: Predicate,
    given: Given | None = None,
    *,
    urgent: bool = False,
) -> None:
    """Put a panel onto desks; a room does it in its ``urls.py``."""
    PANELS.append(Panel(desks, template, right, given or (lambda person: {}), urgent))


def drawn(desk: str, person: Person, *, urgent: bool = False) -> list[dict[str, Any]]:
    """The panels of a desk that a person sees, each with its template and what it shows."""
    return [
        {"template": each.template, **each.given(person)}
        for each in PANELS
        if desk in each.desks and each.urgent == urgent and each.right.test(person)
    ]
