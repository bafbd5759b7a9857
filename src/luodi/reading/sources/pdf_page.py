"""One PDF page: its characters as lines in reading order, its ruled tables as rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from luodi.reading.sources.lookalikes import LOOKALIKES
from luodi.reading.sources.pdf_columns import find_gutter, ordered
from luodi.reading.sources.pdf_lines import Glyph, Line
from luodi.reading.sources.pdf_tables import find_tables, table_lines

if TYPE_CHECKING:
    from pdfplumber.page import Page

_UNMAPPED: Final = re.compile(r"\(cid:\d+\)")
_FARTHEST: Final = 100_000.0
"""Points; the largest page that PDF allows has 14,400."""
_UNUSABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class PdfPage(msgspec.Struct, kw_only=True):
    """What one page holds; ``gutter`` is where its two columns are parted."""

    number: int
    height: float
    gutter: float | None
    lines: list[Line]
    characters: int
    unmapped: int
    pictures: int


def read_page(page: Page, before: float | None = None) -> PdfPage:
    """Take a page apart.

    Args:
        page: a page as pdfplumber gives it.
        before: where the two columns of the page beside it were parted, if it had any.

    Returns:
        Its lines and table rows in reading order, with counts that tell text from pictures.
    """
    glyphs, unmapped, count = _glyphs(page.chars)
    tables = find_tables(page)
    rows: list[Line] = []
    for table in tables:
        x0, top, x1, bottom = table.bbox
        inside = [g for g in glyphs if x0 <= g.middle <= x1 and top <= (g.top + g.bottom) / 2 <= bottom]
        texts = table_lines(table, inside)
        if not texts:
            continue
        taken = set(map(id, inside))
        glyphs = [g for g in glyphs if id(g) not in taken]
        rows += [
            # rows keep the table's place and their own order
            Line(text=text, x0=x0, x1=x1, top=top + 0.001 * place, bottom=bottom, row=True)
            for place, text in enumerate(texts)
        ]
    gutter = find_gutter(glyphs, before)
    lines = ordered(glyphs, rows, gutter)
    for line in lines:
        line.page = page.page_number
    return PdfPage(
        number=page.page_number,
        height=max(float(page.height), 1.0),
        gutter=gutter,
        lines=lines,
        characters=count,
        unmapped=unmapped,
        pictures=len(page.images),
    )


def _glyphs(chars: list[dict[str, Any]]) -> tuple[list[Glyph], int, int]:
    """Keep what is printed upright (watermarks are not), and count what has no Unicode value."""
    glyphs: list[Glyph] = []
    unmapped = count = 0
    for char in chars:
        text = str(char["text"])
        if not text.strip():
            if text and _is_placed(char):
                glyphs.append(_glyph(char, " "))
            continue
        count += 1
        if _UNMAPPED.fullmatch(text):
            unmapped += 1
            continue
        text = _UNUSABLE.sub("", text)
        if text and char["upright"] and char["size"] > 0.5 and _is_placed(char):
            glyphs.append(_glyph(char, text.translate(LOOKALIKES)))
    return glyphs, unmapped, count


def _is_placed(char: dict[str, Any]) -> bool:
    """Say whether a character stands where paper may be; damaged files put some at the end of the world."""
    return all(abs(float(char[name])) < _FARTHEST for name in ("x0", "x1", "top", "bottom", "size"))


def _glyph(char: dict[str, Any], text: str) -> Glyph:
    x0, x1, top, bottom = (float(char[name]) for name in ("x0", "x1", "top", "bottom"))
    return Glyph(text, x0, x1, top, bottom, float(char["size"]), str(char["fontname"]))
