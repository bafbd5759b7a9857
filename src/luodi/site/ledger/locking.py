"""In which order several duties are taken (加锁次序): their commitment first, parts before wholes.

Whoever accepts a report holds the part and then takes the whole, to work out its mean. Whoever took the whole first and
then the part would wait for them, and they for him, until the database breaks one of the two off.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Case, Value, When

from .models import Commitment, Duty

DEEPEST: Final = 6
DEPTH: Final = Case(
    *(When(**{"__".join(["parent"] * level): None}, then=Value(level - 1)) for level in range(1, DEEPEST)),
    default=Value(DEEPEST),
)
"""How far below the top a duty hangs."""
FROM_BELOW: Final = (DEPTH.desc(), "pk")


def one_at_a_time(commitment: int) -> None:
    """Let others who change the tree of a commitment's duties wait until the transaction ends; taken before any duty.

    A lock without the key: with it, whoever holds a duty and makes a part of it, which names the commitment, would wait
    for us, and we for the duty.
    """
    Commitment.objects.select_for_update(no_key=True).only("pk").get(pk=commitment)


def from_below(duties: Iterable[Duty]) -> list[Duty]:
    """The duties, each part before its whole, whatever the caller holds in its hands: the tree is read anew."""
    known = {duty.pk: duty for duty in duties}
    order = Duty.objects.filter(pk__in=known).order_by(*FROM_BELOW).values_list("pk", flat=True)
    return [known[pk] for pk in order]


def take_from_below(duties: Iterable[int]) -> None:
    """Lock duties, given by their ids, until the transaction ends, each part before its whole."""
    chosen = Duty.objects.filter(pk__in=list(duties)).order_by(*FROM_BELOW)
    list(chosen.select_for_update(of=("self",), no_key=True).values_list("pk"))
