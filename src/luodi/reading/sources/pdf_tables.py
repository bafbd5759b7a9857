"""Ruled tables on a PDF page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from luodi.reading.sources.pdf_lines import Glyph, joined, rows_of, segments_of
from luodi.reading.sources.tables import Cell, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_MAX_EDGES: Final = 4000
"""Drawn edges on a page above which it is a map or a chart, in which no table is looked for."""


def find_tables(page: Page) -> list[Table]:
    """Find the tables that ruled lines draw."""
    edges = len(page.edges)
    if not 4 <= edges <= _MAX_EDGES:
        return []
    # two columns at least: a frame around a paragraph is no table
    return [table for table in page.find_tables() if len({cell[0] for cell in table.cells if cell}) > 1]


def table_lines(table: Table, glyphs: list[Glyph]) -> list[str]:
    """Write a table and the characters within its frame as lines; none if it holds hardly any text."""
    boxes = [cell for cell in table.cells if cell]
    xs, ys = (_edges([box[at] for box in boxes for at in pair]) for pair in ((0, 2), (1, 3)))
    owner: dict[tuple[int, int], int] = {}
    spans = []
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        columns = range(_place(xs, x0), max(_place(xs, x1), _place(xs, x0) + 1))
        rows = range(_place(ys, top), max(_place(ys, bottom), _place(ys, top) + 1))
        spans.append((rows, columns))
        owner.update({(row, column): number for row in rows for column in columns})
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        place = bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, bisect_right(xs, glyph.middle) - 1
        held.setdefault(owner.get(place, -1), []).append(glyph)
    cells = [
        Cell(
            row=rows.start,
            column=columns.start,
            down=len(rows),
            across=len(columns),
            lines=_cell_lines(held.get(number, []), boxes[number]),
        )
        for number, (rows, columns) in enumerate(spans)
    ]
    if held.get(-1):  # beside every cell, yet within the table: nothing may be lost
        cells.append(Cell(row=len(ys), column=0, lines=_cell_lines(held[-1], table.bbox)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return lines_of(cells) if sum(any(cell.lines) for cell in cells) > 2 else []


def _edges(values: list[float]) -> list[float]:
    """Sort the rules' places; those less than 2 points apart are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2:
            edges.append(value)
    return edges


def _place(edges: list[float], value: float) -> int:
    return bisect_left(edges, value - 2)


def _cell_lines(glyphs: list[Glyph], box: tuple[float, float, float, float]) -> list[str]:
    """Give a cell's lines, those that only its width broke joined again."""
    lines: list[str] = []
    full = False
    for row in rows_of(glyphs):
        for line in segments_of(row):
            lines = [*lines[:-1], joined(lines[-1], line.text)] if full and lines else [*lines, line.text]
            full = box[2] - line.x1 < min(2.2 * line.size, max(0.35 * (box[2] - box[0]), 6))
    return lines
