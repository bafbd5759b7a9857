"""One PDF page: its characters as lines in reading order, its ruled tables as rows."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import msgspec

from luodi.reading.sources.tables import Cell, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_MAX_EDGES: Final = 4000
"""Drawn edges on a page above which it is a map or a chart, in which no table is looked for."""
_UNMAPPED: Final = re.compile(r"\(cid:\d+\)")
_UNUSABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_RADICALS: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_EAST_ASIAN: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d]")


class Glyph(msgspec.Struct, frozen=True):
    """One printed character and where it stands, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str


class Line(msgspec.Struct, kw_only=True):
    """One printed line, or one row of a table (``row``), in a column with ``left`` and ``right`` margins."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float = 0.0
    font: str = ""
    page: int = 0
    column: int = 0
    columns: int = 1
    left: float = 0.0
    right: float = 0.0
    row: bool = False


class PdfPage(msgspec.Struct, kw_only=True):
    """What one page holds."""

    number: int
    height: float
    lines: list[Line]
    characters: int
    unmapped: int
    pictures: int


def read_page(page: Page) -> PdfPage:
    """Take a page apart.

    Args:
        page: a page as pdfplumber gives it.

    Returns:
        Its lines and table rows in reading order, with counts that tell text from pictures.
    """
    glyphs, unmapped, count = _glyphs(page.chars)
    tables = _tables(page)
    rows: list[Line] = []
    for table in tables:
        x0, top, x1, bottom = table.bbox
        inside = [g for g in glyphs if x0 <= _middle(g) <= x1 and top <= (g.top + g.bottom) / 2 <= bottom]
        texts = _table_lines(table, inside)
        if not texts:
            continue
        taken = set(map(id, inside))
        glyphs = [g for g in glyphs if id(g) not in taken]
        rows += [
            # rows keep the table's place and their own order
            Line(text=text, x0=x0, x1=x1, top=top + 0.001 * place, bottom=bottom, row=True)
            for place, text in enumerate(texts)
        ]
    return PdfPage(
        number=page.page_number,
        height=float(page.height),
        lines=[_numbered(line, page.page_number) for line in _ordered(glyphs, rows)],
        characters=count,
        unmapped=unmapped,
        pictures=len(page.images),
    )


def _numbered(line: Line, page: int) -> Line:
    line.page = page
    return line


def _middle(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _glyphs(chars: list[dict[str, Any]]) -> tuple[list[Glyph], int, int]:
    """Keep what is printed upright (watermarks are not), and count what has no Unicode value."""
    glyphs: list[Glyph] = []
    unmapped = count = 0
    for char in chars:
        text = str(char["text"])
        if not text.strip():
            if text:
                glyphs.append(_glyph(char, " "))
            continue
        count += 1
        if _UNMAPPED.fullmatch(text):
            unmapped += 1
            continue
        text = _UNUSABLE.sub("", text)
        if text and char["upright"] and char["size"] > 0.5:
            # fonts of some writers map 一 and 人 to the radicals that look like them (⼀ ⼈)
            text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
            glyphs.append(_glyph(char, text))
    return glyphs, unmapped, count


def _glyph(char: dict[str, Any], text: str) -> Glyph:
    x0, x1, top, bottom = (float(char[name]) for name in ("x0", "x1", "top", "bottom"))
    return Glyph(text, x0, x1, top, bottom, float(char["size"]), str(char["fontname"]))


def rows_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group characters that stand on one line, from top to bottom, each line from left to right."""
    rows: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0)):
        shared = min(bottom, glyph.bottom) - max(top, glyph.top)
        if rows and shared > 0.5 * min(bottom - top, glyph.bottom - glyph.top):
            rows[-1].append(glyph)
            if glyph.size >= rows[-1][0].size:  # a small exponent must not stretch the line
                top, bottom = min(top, glyph.top), max(bottom, glyph.bottom)
        else:
            rows.append([glyph])
            top, bottom = glyph.top, glyph.bottom
    return [sorted(row, key=lambda g: g.x0) for row in rows]


def segments_of(row: list[Glyph]) -> list[Line]:
    """Write a line's characters as text, in pieces where two characters' width is left free."""
    segments: list[Line] = []
    members: list[Glyph] = []
    text = ""
    spaced = False
    for glyph in row:
        if glyph.text == " ":
            spaced = True
            continue
        if members:
            before = members[-1]
            gap, em = glyph.x0 - before.x1, max(glyph.size, before.size)
            if glyph.text == before.text and glyph.x0 - before.x0 < 0.12 * em:
                continue  # printed twice to look bold
            if gap > 2 * em:
                segments.append(_line(text, members))
                members, text = [], ""
            elif _EAST_ASIAN.match(before.text[-1]) or _EAST_ASIAN.match(glyph.text):
                text += " " if gap > 0.6 * em else ""
            elif gap > 0.25 * em or (spaced and gap > 0.05 * em):
                text += " "
        text += glyph.text
        members.append(glyph)
        spaced = False
    return [*segments, _line(text, members)] if members else segments


def joined(one: str, other: str) -> str:
    """Join what the width of a page or cell broke: a space only between Latin words.

    >>> joined("高新技术企业达到19", "2家"), joined("the open", "science"), joined("建成", "5G基站")
    ('高新技术企业达到192家', 'the open science', '建成5G基站')
    """
    end, begin = one[-1:], other[:1]
    latin = end.isascii() and begin.isascii() and end.isalnum() and begin.isalnum()
    return f"{one} {other}" if latin and not (end.isdigit() and begin.isdigit()) else one + other


def _line(text: str, members: list[Glyph]) -> Line:
    return Line(
        text=text,
        x0=members[0].x0,
        x1=max(glyph.x1 for glyph in members),
        top=min(glyph.top for glyph in members),
        bottom=max(glyph.bottom for glyph in members),
        size=median(glyph.size for glyph in members),
        font=Counter(glyph.font for glyph in members).most_common(1)[0][0],
    )


def _ordered(glyphs: list[Glyph], tables: list[Line]) -> list[Line]:
    """Put lines and tables into reading order: down each of two columns between what spans both."""
    gutter = _gutter(glyphs)
    if gutter is None:
        return sorted([*_rows_as_lines(glyphs), *tables], key=lambda line: line.top)
    crossing = [row for row in rows_of(glyphs) if any(g.x0 < gutter < g.x1 for g in row if g.text != " ")]
    spanning = _rows_as_lines([g for row in crossing for g in row])
    spanning += [line for line in tables if line.x0 < gutter < line.x1]
    taken = {id(g) for row in crossing for g in row}
    columns: list[list[Line]] = []
    for number in (0, 1):
        own = [g for g in glyphs if id(g) not in taken and (_middle(g) > gutter) == bool(number)]
        lines = _rows_as_lines(own)
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


def _gutter(glyphs: list[Glyph]) -> float | None:
    """Find the white strip between two columns, which hardly a line crosses, both sides being full."""
    printed = [g for g in glyphs if g.text != " "]
    if len(printed) < 200:
        return None
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


def _rows_as_lines(glyphs: list[Glyph]) -> list[Line]:
    """Write lines; a line in several pieces beside another such line is a row of a table without rules."""
    rows = [segments for row in rows_of(glyphs) if (segments := segments_of(row))]
    lines: list[Line] = []
    for place, segments in enumerate(rows):
        near = [rows[x] for x in (place - 1, place + 1) if 0 <= x < len(rows)]
        tabular = len(segments) > 1 and any(_aligned(segments, other) for other in near)
        whole = _line(("\t" if tabular else " ").join(x.text for x in segments), _as_glyphs(segments))
        whole.row = tabular
        lines.append(whole)
    return lines


def _aligned(one: list[Line], other: list[Line]) -> bool:
    """Say whether two lines have pieces under each other, at the left, the right or in the middle."""
    if len(other) < 2:
        return False
    em = max(one[0].size, 1)
    return any(
        abs(a - b) < em
        for x in one[1:]
        for y in other[1:]
        for a, b in ((x.x0, y.x0), (x.x1, y.x1), ((x.x0 + x.x1) / 2, (y.x0 + y.x1) / 2))
    )


def _as_glyphs(segments: list[Line]) -> list[Glyph]:
    return [Glyph(x.text, x.x0, x.x1, x.top, x.bottom, x.size, x.font) for x in segments]


def _tables(page: Page) -> list[Table]:
    edges = len(page.edges)
    if not 4 <= edges <= _MAX_EDGES:
        return []
    # two columns at least: a frame around a paragraph is no table
    return [table for table in page.find_tables() if len({cell[0] for cell in table.cells if cell}) > 1]


def _table_lines(table: Table, glyphs: list[Glyph]) -> list[str]:
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
        place = bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, bisect_right(xs, _middle(glyph)) - 1
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
