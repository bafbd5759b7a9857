"""The text as reading sees it: folded, with each paragraph on one line, and the way back to the text.

Grammar is written against :attr:`Page.flat`; every position in it leads back to the text by
:meth:`Page.span`.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from luodi.reading.furniture import set_aside
from luodi.reading.lines import Line, lines_of
from luodi.reading.paragraphs import joined
from luodi.reading.tables import set_rows

BlockKind = Literal["heading", "text", "row", "furniture"]

_FULL: Final = re.compile("[０-９Ａ-Ｚａ-ｚ％．－＜＞]")
_HALF: Final = {c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))}
_NARROW: Final = re.compile(r"[;()!?]|[,:](?![0-9A-Za-z/])|(?<![0-9A-Za-z])[,:]")
_WIDE: Final = dict(zip(",;:()!?", "，；：（）！？", strict=True))


@dataclass(slots=True)
class Block:
    """One paragraph (自然段), heading or table row of the folded text.

    Attributes:
        start: where it begins in the folded text.
        end: where it ends, its line break not included.
        kind: what it is; furniture (版面杂项) is what a page prints around its text and is never read.
        provision: id of the innermost provision it stands in.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    provision: str | None = None


@dataclass(slots=True)
class Page:
    """A text folded for reading.

    Attributes:
        text: the text that spans refer to, as ``luodi read --format text`` prints it.
        flat: the folded text. One block per line; page breaks inside a sentence are joined; digits, Latin
            letters and % are half-width; ``，；：（）！？`` are full-width, save , and : between two Latin
            letters or digits; white space within a line is dropped, except one space between two digits and
            the tab between two cells of a table row; Markdown marks and the jumps of newspapers (下转第3版)
            are dropped.
        at: position in ``text`` of every character of ``flat``, and of its end.
        blocks: the lines of ``flat`` in order.
    """

    text: str
    flat: str
    at: array[int]
    blocks: list[Block] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a stretch of the folded text back to the text."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Page:
    r"""Fold a text into blocks.

    >>> page = fold("  到２０２５年,选育2-3\n\n个品种。\n| 指标 | 2025年 |\n|---|---|\n上一篇：公告")
    >>> [(block.kind, page.flat[block.start : block.end]) for block in page.blocks]
    [('text', '到2025年，选育2-3个品种。'), ('row', '指标\t2025年'), ('furniture', '上一篇：公告')]
    >>> page.text[slice(*page.span(0, 7))]
    '到２０２５年,'
    """
    plain = _FULL.sub(lambda match: _HALF[match[0]], text)
    plain = _NARROW.sub(lambda match: _WIDE[match[0]], plain)
    lines = lines_of(plain)
    set_rows(lines)
    set_aside(lines)
    return _page(text, joined(lines))


def _page(text: str, paragraphs: Sequence[Sequence[Line]]) -> Page:
    pieces: list[str] = []
    at = array("I")
    blocks: list[Block] = []
    size = 0
    for paragraph in paragraphs:
        if pieces:
            pieces.append("\n")
            at.append(at[-1] + 1)
            size += 1
        start = size
        for line in paragraph:
            pieces.append(line.text)
            for begin, end in line.runs:
                at.extend(range(begin, end))
            size += len(line.text)
        blocks.append(Block(start, size, paragraph[0].kind))
    at.append(at[-1] + 1 if at else 0)
    return Page(text=text, flat="".join(pieces), at=at, blocks=blocks)
