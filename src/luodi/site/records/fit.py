"""Whether one row may join a register (单条核对): its own values, what no two rows may share, what looks alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from luodi.core.registers import Checked, Register, check, duplicates
from luodi.core.registers.cells import Problem
from luodi.core.registers.model import Duplicate

from .models import Row, model_of
from .models.rows import PREFIX
from .show import in_words

CANDIDATES: Final = 300
"""Rows that are looked at as possible duplicates of one."""


def checked_row(register: Register, values: Mapping[str, Any]) -> Checked:
    """Check one row by itself."""
    return check(register, [{name: values.get(name) for name in register.names}])


def wrong_fields(register: Register, checked: Checked, old: Row | None = None) -> dict[str, str]:
    """What is wrong with a row, a sentence a column; empty when it may join the visible rows.

    Args:
        register: its declaration.
        checked: the row.
        old: the visible row that it would replace.
    """
    wrong: dict[str, str] = {}
    for problem in checked.problems:
        wrong.setdefault(problem.column, in_words(register, problem))
    for columns, what in _unique(register):
        if any(name in wrong for name in columns):
            continue
        values = {PREFIX + name: checked.columns[name].one(0) for name in columns}
        if None in values.values():
            continue
        same = model_of(register.id).objects.visible().filter(**values)
        if same.exclude(pk=old.pk if old else None).exists():
            wrong[columns[-1]] = in_words(register, Problem(0, columns[-1], what)) + _("请先查看在册记录。")
    return wrong


def _unique(register: Register) -> Iterator[tuple[list[str], str]]:
    yield from ((rule.columns, rule.what) for rule in register.unique)
    if register.key not in [rule.columns for rule in register.unique]:
        yield register.key, "this row is there already"


def lookalikes(register: Register, checked: Checked, old: Row | None = None) -> list[Row]:
    """Visible rows that look like this one, by the declaration's ``duplicates``.

    Names are looked for among rows whose first two characters agree; the library then compares them without legal form,
    width and punctuation.
    """
    found: dict[int, Row] = {}
    for rule in register.duplicates:
        near = _near(checked, rule)
        if near is not None:
            rows = model_of(register.id).objects.visible().filter(near)
            found |= {row.pk: row for row in rows.exclude(pk=old.pk if old else None)[:CANDIDATES]}
    candidates = list(found.values())
    if not candidates:
        return []
    own = {name: checked.columns[name].one(0) for name in register.names}
    both = check(register, [own, *(row.values() for row in candidates)], most=0)
    alike = {place for group in duplicates(both) if 0 in group.rows for place in group.rows}
    return [candidates[place - 1] for place in sorted(alike - {0})]


def _near(checked: Checked, rule: Duplicate) -> Q | None:
    near = Q()
    for name in rule.columns:
        cells = checked.columns[name]
        value = cells.one(0)
        if value is None:
            return None
        by_start = rule.by == "name" and cells.column.type == "text"
        near &= Q(**{f"{PREFIX}{name}__startswith": str(value)[:2]} if by_start else {PREFIX + name: value})
    return near
