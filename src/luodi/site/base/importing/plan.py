"""What an import is going to do (导入预览)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ..action import Actor
from ..languages import joined
from ..tables import Row


class Fault(NamedTuple):
    """One bad cell: row, column, what is wrong and what is accepted."""

    row: int
    column: str
    words: str


class Step(NamedTuple):
    """What happens to one row: "new", "changed" or "same", and what in words."""

    row: int
    kind: str
    name: str
    words: str


class Plan(NamedTuple):
    """Faults of all rows, or steps of all rows: with a single fault nothing is done."""

    faults: list[Fault]
    steps: list[Step]

    def count(self, kind: str) -> int:
        """How many rows are of this kind."""
        return sum(step.kind == kind for step in self.steps)


class Sort(NamedTuple):
    """A sort of table that can be imported.

    Attributes:
        title: as printed.
        columns: their names, in the order of the template; ``needed`` must be filled in.
        examples: rows of the template.
        plan: judges all rows against what is there.
        write: does it; called inside an action, after planning again.
    """

    title: Any
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    plan: Callable[[Sequence[Row]], Plan]
    write: Callable[[Actor, Sequence[Row]], list[Any]]


def missing(rows: Sequence[Row], needed: Sequence[str]) -> list[Fault]:
    """The cells that must be filled in and are not."""
    return [
        Fault(row.number, column, _("不能为空。"))
        for row in rows
        for column in needed
        if not row.cells[column]
    ]


def unknown(row: Row, column: str, accepted: Sequence[str]) -> Fault:
    """A word that is none of those accepted; the first dozen are named."""
    named = joined(accepted[:12]) + ("…" if len(accepted) > 12 else "")
    return Fault(
        row.number,
        column,
        _("“%(value)s”不在可选范围:%(accepted)s。") % {"value": row.cells[column], "accepted": named or "—"},
    )
