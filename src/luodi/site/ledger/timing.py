"""What a form took (填报用时): counted by the page, kept with what the form did."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Final, NamedTuple

from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Organisation

from .models import Duty, FormTime, InspectionItem, Instruction, SupervisionPaper

TENTH: Final = Decimal("0.1")
MOST_MINUTES: Final = Decimal(1440)


class Spent(NamedTuple):
    """What went into one matter of a form (用时).

    Attributes:
        minutes: how long filling it in took; None where no script counted.
        counted: whether the matter stands for the form, as the first of several in one form does.
    """

    minutes: Decimal | None = None
    counted: bool = True


UNTIMED: Final = Spent()


def sane(minutes: Decimal | None) -> Decimal | None:
    """Minutes as they are kept: in tenths, a day at most; None for what no clock says."""
    if minutes is None or not minutes.is_finite() or minutes < 0:
        return None
    return min(minutes, MOST_MINUTES).quantize(TENTH)


def split(minutes: Decimal | None, count: int) -> list[Decimal | None]:
    """The minutes of one form shared out among its matters, in tenths, so that they add up again.

    >>> split(Decimal("1.0"), 3)
    [Decimal('0.4'), Decimal('0.3'), Decimal('0.3')]
    """
    whole = sane(minutes)
    if whole is None or not count:
        return [None] * count
    share = (whole / count).quantize(TENTH, ROUND_DOWN)
    rest = int((whole - share * count) / TENTH)
    return [share + TENTH if position < rest else share for position in range(count)]


def note_time(
    actor: Actor, kind: FormTime.Kind, unit: Organisation | None, spent: Spent,
    about: Duty | SupervisionPaper | InspectionItem | Instruction,
) -> None:  # fmt: skip
    """Keep what a form took. What the system does itself, and what no unit does, is no burden.

    Args:
        actor: who filled it in.
        kind: which form.
        unit: for which unit.
        spent: minutes, and whether it counts as a form of its own.
        about: what the form was about.
    """
    if actor.user is None or unit is None:
        return
    FormTime.objects.create(
        at=timezone.now(),
        organisation=unit,
        by=actor.user,
        kind=kind,
        minutes=sane(spent.minutes),
        counted=spent.counted,
        duty=about if isinstance(about, Duty) else None,
        paper=about if isinstance(about, SupervisionPaper) else None,
        item=about if isinstance(about, InspectionItem) else None,
        instruction=about if isinstance(about, Instruction) else None,
    )
