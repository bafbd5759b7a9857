"""The comparison as a table (版本对照): long unchanged runs folded into one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from .versions import Row, compare, difference

FOLD: Final = 3
"""Unchanged sentences at each end of a run that stay in view."""


class Line(NamedTuple):
    """One line of the table: left and right as stretches (same, gone, new), or how many sentences are folded away."""

    kind: str
    old: list[tuple[str, str]]
    new: list[tuple[str, str]]
    folded: int = 0


def table(old: str, new: str) -> list[Line]:
    """Two texts side by side."""
    lines: list[Line] = []
    for same, group in groupby(compare(old, new), key=lambda row: row.kind == "same"):
        rows = list(group)
        if not same or len(rows) <= 2 * FOLD:
            lines += [_line(row, old, new) for row in rows]
            continue
        lines += [_line(row, old, new) for row in rows[:FOLD]]
        lines.append(Line("folded", [], [], len(rows) - 2 * FOLD))
        lines += [_line(row, old, new) for row in rows[-FOLD:]]
    return lines


def _line(row: Row, old: str, new: str) -> Line:
    left = old[row.old.start : row.old.end].strip() if row.old else ""
    right = new[row.new.start : row.new.end].strip() if row.new else ""
    if row.kind != "changed":
        return Line(row.kind, [("same", left)] if left else [], [("same", right)] if right else [])
    parts = difference(left, right)
    return Line(
        row.kind, [each for each in parts if each[0] != "new"], [each for each in parts if each[0] != "gone"]
    )


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """How many sentences stayed, moved, changed, came and went."""
    found = Counter(line.kind for line in lines if line.kind != "folded")
    found["same"] += sum(line.folded for line in lines)
    return {kind: found[kind] for kind in ("same", "moved", "changed", "new", "gone")}
