"""What a workbook would change (导入预览): each row old and new, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luodi.site.base.models import User

from ..models import Duty
from ..models.progress import Cause
from ..queries import duties_seen_by
from ..reporting import asked_of
from .taken import Fault, Line


class Pair(NamedTuple):
    """One value before and after; equal ones are shown once."""

    old: str
    new: str


class Change(NamedTuple):
    """One row of the preview."""

    row: int
    duty: Duty | None
    percent: Pair
    text: Pair
    cause: str
    figure: Pair
    bad: bool


def preview(user: User, lines: Sequence[Line], faults: Iterable[Fault]) -> list[Change]:
    """Set what the rows say beside what is known; a duty one may not see is not shown."""
    seen = duties_seen_by(user).filter(pk__in=[line.duty for line in lines])
    duties = {duty.pk: duty for duty in seen}
    asked = asked_of(user, duties.values())
    bad = {fault.row for fault in faults}
    causes = dict(Cause.choices)
    changes = []
    for line in lines:
        duty = duties.get(line.duty)
        known = asked.get(line.duty)
        last = known.last if known else None
        figure = known.figure if known else None
        changes.append(
            Change(
                line.row,
                duty,
                Pair(
                    f"{duty.percent:f}%" if duty else "", "" if line.percent is None else f"{line.percent:f}%"
                ),
                Pair(last.text if last else "", line.text),
                str(causes.get(line.cause, "")),
                Pair(
                    f"{figure.period} {figure.value.normalize():f}" if figure else "",
                    "" if line.value is None else f"{line.period} {line.value:f}",
                ),
                line.row in bad,
            )
        )
    return changes
