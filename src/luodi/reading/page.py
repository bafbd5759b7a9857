"""The text as reading sees it: folded, with each paragraph on one line, and the way back to the text.

Grammar is written against :attr:`Page.flat`; every position in it leads back to the text by :meth:`Page.span`.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final, Literal

BlockKind = Literal["heading", "text", "row", "furniture"]

_LATIN: Final = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLDS: Final = _LATIN | {ord("％"): "%", ord("．"): "."}
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
            letters and % are half-width; ``，；：（）！？`` are full-width wherever they stand in Chinese text;
            white space within a line is dropped, except the tab between two cells of a table row.
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
    """Fold a text, each of its lines a block.

    >>> page = fold("  到２０２５年,\\n达到１９２家")
    >>> page.flat, [page.text[slice(*page.span(b.start, b.end))] for b in page.blocks]
    ('到2025年，\\n达到192家', ['到２０２５年,', '达到１９２家'])
    """
    flat: list[str] = []
    at = array("I")
    blocks: list[Block] = []
    start = 0
    for position, c in enumerate(text + "\n"):
        if c == "\n":
            if len(flat) > start:
                blocks.append(Block(start, len(flat)))
                flat.append("\n")
                at.append(position)
                start = len(flat)
        elif c == "\t" or not c.isspace():
            before = text[position - 1 : position]
            flat.append(_WIDE[c] if c in _WIDE and not before.isascii() else c.translate(_FOLDS))
            at.append(position)
    at.append(len(text))
    return Page(text=text, flat="".join(flat[:-1]), at=at, blocks=blocks)
