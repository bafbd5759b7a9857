"""What a page prints around its text (版面杂项): menus, headline lists, page numbers, notes on who edited it."""

from __future__ import annotations

from typing import Final

from luodi.reading.lines import Line
from luodi.reading.marks import FURNITURE, NUMBERING, PAGE_NUMBER_MARKED, TAIL, TITLE

_SHORT: Final = 120
_PARAGRAPH: Final = 50
"""Characters from which a line with a full stop is a paragraph, never a headline."""
_ISSUER_ENDS: Final = ("委", "府", "会", "厅", "局", "办公室", "部", "院", "公署")


def set_aside(lines: list[Line]) -> None:
    """Mark the lines that are furniture, in place.

    Besides lines that are furniture by what they say, the headlines above the title of a page that shows
    furniture there, and everything below the text from the first sign that the text has ended.
    """
    for line in lines:
        if line.kind == "text" and len(line.text) <= _SHORT and _alone(line.text):
            line.kind = "furniture"
    _above(lines)
    _below(lines)


def _alone(text: str) -> bool:
    return PAGE_NUMBER_MARKED.match(text) is not None or FURNITURE.match(text) is not None


def _body(line: Line) -> bool:
    """Whether a line belongs to a document's body for certain."""
    if line.kind == "furniture":
        return False
    if line.kind == "row":
        return True
    text = line.text
    long = len(text) >= _PARAGRAPH and ("。" in text or "；" in text)
    return long or (NUMBERING.match(text) is not None and not text.startswith("——"))


def _above(lines: list[Line]) -> None:
    first = next((i for i, line in enumerate(lines) if _body(line)), 0)
    titles = [i for i in range(first) if lines[i].kind == "text" and TITLE.match(lines[i].text)]
    if not titles or not any(line.kind == "furniture" for line in lines[: titles[-1]]):
        return
    top = titles[-1]
    while top and lines[top - 1].kind == "text" and lines[top - 1].text.endswith(_ISSUER_ENDS):
        top -= 1
    for line in lines[:top]:
        line.kind = "furniture"


def _below(lines: list[Line]) -> None:
    last = next((i for i in range(len(lines) - 1, -1, -1) if _body(lines[i])), len(lines))
    tail = next((i for i in range(last + 1, len(lines)) if TAIL.match(lines[i].text)), len(lines))
    for line in lines[tail:]:
        line.kind = "furniture"
