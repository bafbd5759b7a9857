"""Panels (工作台版块): what rooms above the ledger put on a desk of the ledger.

The ledger may not import them; they add themselves in their ``apps.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from luodi.site.base.rights import Person


class Panel(NamedTuple):
    """A part of a desk: which desks show it, the template that draws it, what the template is given."""

    desks: tuple[str, ...]
    template: str
    given: Callable[[Person], dict[str, Any]]


PANELS: Final[list[Panel]] = []


def drawn(desk: str, person: Person) -> list[dict[str, Any]]:
    """The panels of a desk, each with its template and what it shows."""
    return [{"template": each.template, **each.given(person)} for each in PANELS if desk in each.desks]
