"""Rows that look like one thing (疑似重复): found by code and by name, decided by a person."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.checking import Checked
from luodi.core.registers.model import Duplicate
from luodi.core.registers.names import normalise


class Alike(NamedTuple):
    """Rows that look like one thing, and in which columns."""

    rows: tuple[int, ...]
    columns: tuple[str, ...]
    by: str


def duplicates(checked: Checked) -> list[Alike]:
    """Name groups of rows that look like one thing, by the declaration's ``duplicates``.

    Args:
        checked: rows after :func:`luodi.core.registers.check`; rows with an empty column are not compared.

    Returns:
        The groups in the order of their first rows.
    """
    found = []
    for rule in checked.register.duplicates:
        for group in _groups(checked, rule):
            alike = _at_once(checked, group) if rule.at_once else group
            if len(alike) > 1:
                found.append(Alike(tuple(alike), tuple(rule.columns), rule.by))
    return sorted(found)


def _groups(checked: Checked, rule: Duplicate) -> list[list[int]]:
    cells = [checked.columns[name] for name in rule.columns]
    rows: NDArray[np.intp] = np.flatnonzero(np.logical_and.reduce([one.given for one in cells]))
    lists: list[list[Any]] = [one.values[rows].tolist() for one in cells]
    if rule.by == "name":
        lists = [
            [*map(normalise, values)] if one.column.type == "text" else values
            for one, values in zip(cells, lists, strict=True)
        ]
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, key in zip(rows.tolist(), zip(*lists, strict=True), strict=True):
        groups.setdefault(key, []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _at_once(checked: Checked, rows: list[int]) -> list[int]:
    """Keep the rows that hold at the same time as another; a row without an end holds for good."""
    validity = checked.register.validity
    assert validity is not None, "declarations are checked when they are loaded"
    start, end = checked.columns[validity.start], checked.columns.get(validity.end)
    spans: list[tuple[Any, Any, int]] = sorted(
        (start.one(row) or date.min, (end.one(row) if end else None) or date.max, row) for row in rows
    )
    kept: set[int] = set()
    _, reach, furthest = spans[0]
    for begun, last, row in spans[1:]:
        if begun <= reach:
            kept |= {furthest, row}
        if last > reach:
            reach, furthest = last, row
    return sorted(kept)
