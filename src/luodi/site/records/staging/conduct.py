"""From a table to a staged batch (核对与暂存)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from luodi.core.registers import Checked, check, load
from luodi.core.registers.cells import Problem as Found
from luodi.site.base.action import Actor
from luodi.site.sqlite.bulk import writing_much

from ..actions import outcome
from ..models import Batch
from ..show import in_words
from .known import Known, plain
from .references import looked_up
from .turns import Turns
from .writing import Changed, write

MOST: Final = 10_000
"""Problems that are kept of one file; all are counted."""
EXAMPLES: Final = 20

Told = Callable[[int, int, str], object]


class Sorted(NamedTuple):
    """A chunk of checked rows, by what they are to the register."""

    new: list[tuple[Any, ...]]
    changed: list[Changed]
    same: int


def stage(
    batch: Batch,
    columns: Mapping[str, Sequence[Any]],
    first_row: int,
    told: Told,
    beside: Sequence[int] = (),
) -> bool:
    """Check a table, compare it with what is there and stage its rows unseen, or keep what is wrong with it.

    They are staged in the order of their key, so that neighbours in the key's index are written together.

    Args:
        batch: in state ``reading``, without rows.
        columns: cells by the register's names of columns.
        first_row: the number the file gives its first row of data.
        told: hears done, total and what is being done; may raise to stop.
        beside: ids of batches that become valid together with this one; references may lead to their rows.

    Returns:
        Whether it was staged; if not, its problems are kept and nothing of it.
    """
    register = load()[batch.register]
    before = outcome.valid_batches(batch.register)
    total = max((len(cells) for cells in columns.values()), default=0)
    told(0, total, _("正在核对"))
    checked = check(register, columns, most=MOST)
    told(0, total, _("正在与在册记录比较"))
    known = Known(register)
    missing = looked_up(batch, checked, first_row, beside)
    found = _problems(checked, known)
    if found or missing.total:
        count = checked.total + len(found) - len(checked.problems) + missing.total
        bad = checked.wrong | missing.wrong
        bad[[each.row for each in found]] = True
        wrong = int(bad.sum())
        found = sorted(found + missing.problems, key=lambda each: each.row)
        lines = [(each.row + first_row, each.column, in_words(register, each, first_row)) for each in found]
        outcome.refuse(Actor.system(), batch, problems=lines[:MOST], total=count, wrong=wrong)
        return False
    turns, counts, examples = Turns(), {"new": 0, "changed": 0, "same": 0}, []  # type: ignore[var-annotated]
    start, order = 0, checked.by_key()
    with writing_much(connection):
        while start < checked.size:
            told(start, total, _("正在暂存"))
            places = order[start : start + turns.size]
            part = _sorted(checked.rows(places), known)
            turns(lambda part=part: write(Actor.system(), batch, new=part.new, changed=part.changed))  # type: ignore[misc]
            start += len(places)
            counts["new"] += len(part.new)
            counts["changed"] += len(part.changed)
            counts["same"] += part.same
            examples += part.changed[: EXAMPLES - len(examples)]
    outcome.staged(Actor.system(), batch, counts=counts, before=before, examples=[pk for pk, _ in examples])
    return True


def _problems(checked: Checked, known: Known) -> list[Found]:
    if checked.total or not len(known) or not known.rules:
        return list(checked.problems)
    return [Found(*clash) for clash in known.clashes(lambda: map(plain, checked.rows()))]


def _sorted(rows: Iterator[tuple[Any, ...]], known: Known) -> Sorted:
    if not len(known):
        return Sorted(list(rows), [], 0)
    part = Sorted([], [], 0)
    same = 0
    for values in rows:
        pk, equal = known.find(plain(values))
        if pk is None:
            part.new.append(values)
        elif equal:
            same += 1
        else:
            part.changed.append((pk, values))
    return part._replace(same=same)
