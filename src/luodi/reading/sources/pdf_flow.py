"""From printed lines to paragraphs: what repeats on every page goes, what the page width broke is joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from luodi.reading.sources.pdf_lines import Line, joined
from luodi.reading.sources.pdf_page import PdfPage

_ZONE: Final = 0.13
"""The share of the page's height, at its head and foot, where furniture stands: GB/T 9704 puts the text 37 mm
below the upper edge (0.125) and page numbers 7 mm below the text."""
_PAGE_NUMBER: Final = re.compile(
    r"[\s—–―\-－‐~·•.|]*(?:第|Page|P\.)?\s*(?:[0-9０-９]{1,4}|[ivxlc]{1,6})\s*"
    r"(?:页)?\s*(?:[/／,，]?\s*(?:共|of)?\s*[0-9]{1,4}\s*页?)?[\s—–―\-－‐~·•.|]*",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[0-9０-９一二三四五六七八九十〇]+")
_MARKER: Final = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]+[章节条编]|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十0-9]{1,4}[)）]"
    r"|[0-9]{1,3}(?:[.．、](?![0-9])|(?:\.[0-9]{1,2}){1,3}[^0-9%])|[①-⑳⑴-⒇]|——|[•●■◆]|附[件表录][0-9一二三：:]?|专栏"
)
_UNBROKEN: Final = re.compile(r"[!-~]+")
_ENDED: Final = tuple("。；：！？…”）)】:;")
_CLOSING: Final = tuple("，、。；：！？）》】”’%％")


def flow(pages: Sequence[PdfPage]) -> list[str]:
    """Join pages into lines of text, one for each paragraph and table row.

    Args:
        pages: the pages in order.

    Returns:
        The lines.
    """
    furniture = _furniture(pages)
    body = [line for page in pages for line in page.lines if id(line) not in furniture and line.text.strip()]
    if not body:
        return []
    size = _body_size(body)
    _set_margins(body)
    notes = _page_notes(pages, furniture, size)
    pitch = _pitch(body)
    paragraphs: list[str] = []
    before: Line | None = None
    for line in [*(x for x in body if id(x) not in notes), *(x for x in body if id(x) in notes)]:
        text = line.text.strip()
        if line.row or before is None or before.row or _begins(line, before, size, pitch):
            paragraphs.append(text)
        else:
            paragraphs[-1] = joined(paragraphs[-1], text)
        before = line
    return paragraphs


def _furniture(pages: Sequence[PdfPage]) -> set[int]:
    """Find page numbers and running heads, which stand at head or foot and, digits apart, on many pages."""
    found: set[int] = set()
    repeated: dict[tuple[str, int], list[Line]] = {}
    for page in pages:
        lines = sorted((line for line in page.lines if not line.row), key=lambda line: line.top)
        for near, edge in ((lines[:3], "head"), (lines[:-4:-1], "foot")):
            for line in near:
                share = line.bottom / page.height if edge == "head" else 1 - line.top / page.height
                if share > _ZONE:
                    continue
                if _PAGE_NUMBER.fullmatch(line.text.strip()):
                    found.add(id(line))
                    continue
                key = _DIGITS.sub("#", "".join(line.text.split()))
                place = round(line.top / 4)
                repeated.setdefault((key, place), []).append(line)
    for (key, place), lines in repeated.items():
        # a head that moves by a hair falls into the next step
        close = lines + repeated.get((key, place + 1), []) + repeated.get((key, place - 1), [])
        count = len({line.page for line in close})
        if count > 1 and count >= 0.4 * len(pages):
            found.update(map(id, lines))
    return found


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes.most_common(1)[0][0], 1.0)


def _set_margins(lines: Sequence[Line]) -> None:
    """Give every line its column's margins; a column of short lines takes the document's width."""
    regions: dict[tuple[int, int, int], list[Line]] = {}
    for line in lines:
        if not line.row:
            regions.setdefault((line.page, line.columns, line.column), []).append(line)
    extents = {key: (min(x.x0 for x in own), max(x.x1 for x in own)) for key, own in regions.items()}
    for key, own in regions.items():
        alike = sorted(right - left for other, (left, right) in extents.items() if other[1:] == key[1:])
        usual = alike[int(0.9 * (len(alike) - 1))]
        left, right = extents[key]
        if right - left < 0.9 * usual:
            full = [x for other, x in extents.items() if other[1:] == key[1:] and x[1] - x[0] >= 0.9 * usual]
            left, right = median(x[0] for x in full), median(x[1] for x in full)
        for line in own:
            line.left, line.right = min(left, line.x0), max(right, line.x1)


def _page_notes(pages: Sequence[PdfPage], furniture: set[int], size: float) -> set[int]:
    """Find footnotes: small print at a page's foot, which would cut a paragraph that goes on overleaf."""
    notes: set[int] = set()
    for page in pages:
        own = [line for line in page.lines if id(line) not in furniture and not line.row]
        small = len(own)
        while small and own[small - 1].size < 0.85 * size:
            small -= 1
        if 0 < small < len(own) and own[small].top > 0.5 * page.height:
            notes.update(map(id, own[small:]))
    return notes


def _pitch(lines: Sequence[Line]) -> float:
    """Measure the usual distance from one line to the next."""
    steps = [
        after.top - before.top
        for before, after in pairwise(lines)
        if _together(before, after) and after.top > before.top and not before.row and not after.row
    ]
    return median(steps) if steps else 0.0


def _together(before: Line, line: Line) -> bool:
    return (before.page, before.columns, before.column) == (line.page, line.columns, line.column)


def _begins(line: Line, before: Line, size: float, pitch: float) -> bool:
    """Say whether a line begins a paragraph rather than going on with the one before."""
    em = max(line.size, 1.0)
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size):
        return True
    together = _together(before, line)
    ended = before.text.rstrip().endswith(_ENDED)
    # what the next line begins with may have been too long for the room that was left
    room = max(2.5 * em, _first_word(line) + em)
    full = before.right - before.x1 < room and before.x0 - before.left < 4 * em
    if together and _centred(line):
        title = _centred(before) or full
        if line.size > 1.15 * size and title and line.top - before.top < 2.2 * em:
            return False  # a title broken over several centred lines
        return not (full and not ended and line.top - before.top < 1.6 * max(pitch, em))
    if together and pitch and line.top - before.top > 1.6 * max(pitch, 1.2 * em):
        return True
    if not full or (_MARKER.match(line.text) and (ended or line.font != before.font)):
        return True
    if line.text.startswith(_CLOSING):
        return False
    if line.x0 - line.left > 1.2 * em:
        # indented like the line before, or hanging under its number: a block set in as a whole
        hangs = abs(line.x0 - before.x0) < 0.3 * em or _MARKER.match(before.text) is not None
        return ended or line.font != before.font or not hangs or _MARKER.match(line.text) is not None
    return False


def _first_word(line: Line) -> float:
    """Measure what no line break may divide at the line's beginning: a figure or a Latin word, in points."""
    unbroken = _UNBROKEN.match(line.text)
    return (line.x1 - line.x0) * unbroken.end() / len(line.text) if unbroken else 0.0


def _centred(line: Line) -> bool:
    left, right = line.x0 - line.left, line.right - line.x1
    return left > 2.5 * line.size and right > 2.5 * line.size and abs(left - right) < 1.5 * line.size
