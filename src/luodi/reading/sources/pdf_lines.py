"""From printed characters to printed lines."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import Final

import msgspec

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

    @property
    def middle(self) -> float:
        """The place halfway between its left and right edge."""
        return (self.x0 + self.x1) / 2


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
                text += " " if gap > (0.2 if spaced else 0.6) * em else ""
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


def rows_as_lines(glyphs: list[Glyph]) -> list[Line]:
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
