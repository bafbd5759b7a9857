"""One width of punctuation in a Chinese paper (标点全角): half-width marks in Chinese are printed full-width.

The ledger's own sentences and what offices type mix both widths; a paper settles it once, where it is laid
out. That the marks of a Chinese sentence take the place of a character is GB/T 15834-2011 (U: from general
knowledge, its text was not read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from luodi.documents.plain import one_line

_MARKS: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_PAIRS: Final = {"(": ("（", "）"), '"': ("“", "”")}
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ENDED: Final = re.compile(r"[\u3400-\u9fff)）”\"%]")
_LATIN: Final = re.compile(r"[A-Za-z0-9/\\@#&=+~_$^*.<>|'-]")
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://[!-~]*[A-Za-z0-9/#=]")
_BLANKS: Final = " \t"


def full_width(text: str) -> str:
    """A line of Chinese with its punctuation full-width.

    Commas, colons, semicolons, question and exclamation marks, and pairs of round brackets or straight quotes
    are changed unless they stand between Latin letters or digits on both sides; a full stop where it ends the
    line after Chinese, a bracket, a quote or a % sign. Blanks beside a changed mark go. 1,234 and 10:30 stay,
    and addresses of the web, and a line without any Chinese.

    Example:
        >>> full_width('计划60%,实际1,234家(截至10:30).')
        '计划60%，实际1,234家（截至10:30）。'
    """
    if not _HAN.search(text):
        return text
    marks = list(text)
    for place, mark in _changes(text):
        marks[place] = mark
        for step in (-1, 1):
            beside = place + step
            while 0 <= beside < len(text) and text[beside] in _BLANKS:
                marks[beside], beside = "", beside + step
    return "".join(marks)


def chinese_line(text: str) -> str:
    """A text of a paper on one line, its punctuation full-width."""
    return full_width(one_line(text))


def _changes(text: str) -> Iterator[tuple[int, str]]:
    """Which places get which mark."""
    kept = {place for found in _ADDRESS.finditer(text) for place in range(*found.span())}
    free = [(place, mark) for place, mark in enumerate(text) if place not in kept]
    for first, last in _pairs(free):
        if not (_in_latin(text, first) and _in_latin(text, last)):
            opening, closing = _PAIRS[text[first]]
            yield from ((first, opening), (last, closing))
    for place, mark in free:
        if mark in _MARKS and not _in_latin(text, place):
            yield place, _MARKS[mark]
        elif mark == "." and _ENDED.match(text[place - 1 : place]) and not text[place + 1 :].strip():
            yield place, "。"


def _pairs(marks: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The brackets and quotes that belong together."""
    brackets: list[int] = []
    quotes: list[int] = []
    for place, mark in marks:
        if mark == "(":
            brackets.append(place)
        elif mark == ")" and brackets:
            yield brackets.pop(), place
        elif mark == '"':
            quotes.append(place)
            if len(quotes) == 2:
                yield quotes[0], quotes[1]
                quotes.clear()


def _in_latin(text: str, place: int) -> bool:
    before, after = text[:place].rstrip(_BLANKS)[-1:], text[place + 1 :].lstrip(_BLANKS)[:1]
    return bool(_LATIN.match(before) and _LATIN.match(after))
