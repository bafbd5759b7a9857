"""Reading order on a PDF page: down each of two columns, between what spans both."""

from __future__ import annotations

from statistics import median
from typing import Final

from luodi.reading.sources.pdf_lines import Glyph, Line, rows_as_lines, rows_of

_FEW: Final = 200
"""Characters on a page below which columns cannot be told from chance."""


def ordered(glyphs: list[Glyph], tables: list[Line], gutter: float | None) -> list[Line]:
    """Put lines and tables into reading order: down each of two columns between what spans both."""
    if gutter is None:
        return sorted([*rows_as_lines(glyphs), *tables], key=lambda line: line.top)
    crossing = [row for row in rows_of(glyphs) if any(g.x0 < gutter < g.x1 for g in row if g.text != " ")]
    spanning = rows_as_lines([g for row in crossing for g in row])
    spanning += [line for line in tables if line.x0 < gutter < line.x1]
    taken = {id(g) for row in crossing for g in row}
    columns: list[list[Line]] = []
    for number in (0, 1):
        own = [g for g in glyphs if id(g) not in taken and (g.middle > gutter) == bool(number)]
        lines = rows_as_lines(own)
        lines += [x for x in tables if not x.x0 < gutter < x.x1 and (x.x0 > gutter) == bool(number)]
        for line in lines:
            line.column, line.columns = number, 2
        columns.append(sorted(lines, key=lambda line: line.top))
    ordered: list[Line] = []
    begin = float("-inf")
    for line in sorted(spanning, key=lambda line: line.top):
        for column in columns:
            ordered += [x for x in column if begin <= x.top < line.top]
        ordered.append(line)
        begin = line.top
    for column in columns:
        ordered += [x for x in column if x.top >= begin]
    return ordered


def find_gutter(glyphs: list[Glyph], before: float | None = None) -> float | None:
    """Find the middle of the white strip between two columns.

    Args:
        glyphs: the page's characters.
        before: where the page beside it was parted; first and last pages have few full lines to judge by.

    Returns:
        A place in points from the left; None for a page of one column.
    """
    printed = [g for g in glyphs if g.text != " "]
    found = _strip(printed) if len(printed) >= _FEW else None
    if found is not None or before is None or not printed:
        return found
    crossed, parted = 0, 0
    for row in rows_of(printed):
        if any(g.x0 - 0.4 * g.size < before < g.x1 + 0.4 * g.size for g in row):
            crossed += 1
        elif row[0].x0 < before < row[-1].x1:
            parted += 1
    return before if parted > 2 * crossed else None


def _strip(printed: list[Glyph]) -> float | None:
    """Look for a white strip that hardly a line crosses, both sides being full."""
    left, right = min(g.x0 for g in printed), max(g.x1 for g in printed)
    step = (right - left) / 200
    crossed = [0] * 202
    for g in printed:
        for place in range(max(int((g.x0 - left) / step), 0), min(int((g.x1 - left) / step), 200) + 1):
            crossed[place] += 1
    size = median(g.size for g in printed)
    place = min(range(70, 131), key=lambda x: (crossed[x], abs(x - 100)))
    rows = rows_of(printed)
    if crossed[place] > 0.35 * len(rows) or step <= 0:
        return None
    white = crossed[place] + max(1, 0.05 * len(rows))
    first, last = place, place
    while first > 60 and crossed[first - 1] <= white:
        first -= 1
    while last < 140 and crossed[last + 1] <= white:
        last += 1
    if (last - first + 1) * step < 0.8 * size:
        return None
    gutter = left + (first + last + 1) / 2 * step
    for begin, end in ((left, left + first * step), (left + (last + 1) * step, right)):
        fills = [
            sum(g.x1 - g.x0 for g in row if begin - 1 <= g.x0 and g.x1 <= end + 1) / (end - begin)
            for row in rows
        ]
        full = [fill for fill in fills if fill > 0.05]
        if len(full) < 8 or median(full) < 0.7:
            return None
    return gutter
