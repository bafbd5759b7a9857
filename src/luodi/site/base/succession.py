"""What a unit leaves when it is dissolved (职能承接): rooms above say what hangs on a unit and how it is handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from .models import Organisation

if TYPE_CHECKING:
    from .action import Actor


class Inheritance(NamedTuple):
    """One sort of thing that hangs on a unit.

    Attributes:
        held: what the unit still holds, in a few words with a number, or "" for nothing.
        hand_over: gives it to the successor.
    """

    held: Callable[[Organisation], str]
    hand_over: Callable[[Actor, Organisation, Organisation], None]


INHERITANCES: Final[list[Inheritance]] = []


def inherited(held: Callable[[Organisation], str]) -> Callable[..., Callable[..., None]]:
    """Make a function hand over what ``held`` finds; a room does it when it is loaded."""

    def wrap(hand_over: Callable[[Actor, Organisation, Organisation], None]) -> Callable[..., None]:
        INHERITANCES.append(Inheritance(held, hand_over))
        return hand_over

    return wrap


def held_by(unit: Organisation) -> list[str]:
    """What still hangs on a unit, each in words."""
    return [words for each in INHERITANCES if (words := each.held(unit))]
