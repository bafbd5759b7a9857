"""From pages to lines of text: what repeats on every page goes, notes stand last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Final

from luodi.reading.sources.pdf_lines import Line
from luodi.reading.sources.pdf_page import PdfPage
from luodi.reading.sources.pdf_paragraphs import paragraphs

_ZONE: Final = 0.13
"""The share of the page's height, at its head and foot, where furniture stands: GB/T 9704 puts the text 37 mm
below the upper edge (0.125) and page numbers 7 mm below the text."""
_PAGE_NUMBER: Final = re.compile(
    r"[\s—–―\-－‐~·•.|]*(?:第|Page|P\.)?\s*(?:[0-9０-９]{1,4}|[ivxlc]{1,6})\s*"
    r"(?:页)?\s*(?:[/／,，]?\s*(?:共|of)?\s*[0-9]{1,4}\s*页?)?[\s—–―\-－‐~·•.|]*",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[0-9０-９一二三四五六七八九十〇]+")


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
    return paragraphs([*(x for x in body if id(x) not in notes), *(x for x in body if id(x) in notes)], size)


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
