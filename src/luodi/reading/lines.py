"""From a text to its lines: edges trimmed, marks dropped, one endless line cut into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from luodi.reading.marks import HAN, LABEL, NUMBER

_BREAK: Final = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
SPACE: Final = " \t\xa0\u3000\u1680\u2000-\u200f\u202f\u205f\u2060\ufeff\x1f\xad"
_BLANK: Final = "".join(
    [" \t\xa0\u3000\u1680\u202f\u205f\u2060\ufeff\x1f\xad", *map(chr, range(0x2000, 0x2010))]
)
_JUMP: Final = (
    r"(?:（(?:上接|下转|紧接|转接|接|转)[^（）\n]{0,8}版[^（）\n]{0,10}）"
    rf"|(?:^|(?<=[{SPACE}。]))(?:下转|上接)[{SPACE}]?第?[{SPACE}]?[0-9A-D{HAN}]{{1,3}}[{SPACE}]?版(?=[{SPACE}]|$))"
)
_JUMP_AWAY: Final = re.compile(rf"{_JUMP}[{SPACE}]*\Z")
_JUMP_BACK: Final = re.compile(_JUMP)
_DROPPED: Final = re.compile(
    rf"[{SPACE}]+|\*\*+|`+|\\(?=[.*_#|\[\]])"
    rf"|{_JUMP}"
)
"""White space, Markdown marks, and the jump marks of newspapers (下转第3版)."""
_MARKDOWN: Final = re.compile(rf"(?:(?:#{{1,6}}(?=[{SPACE}])|>|[-*+](?=[{SPACE}]+[^-{SPACE}]))[{SPACE}]*)+")
_RULE: Final = re.compile(rf"(?:[-=*_~](?:[{SPACE}]*)){{3,}}\Z")
_PARAGRAPH_GAP: Final = re.compile(rf"(?<![{SPACE}])(?:\u3000[{SPACE}]*|[ \xa0]{{2,}})+(?=[^{SPACE}])")
_LABEL_GAP: Final = re.compile(rf"(?<![{SPACE}])[{SPACE}]{{2,}}(?=[^{SPACE}])")
LONG: Final = 300
"""Characters above which a line with paragraph gaps is taken for several paragraphs."""
_ENDLESS: Final = 1500
_INNER: Final = re.compile(
    rf"(?<=[。；！？：”）])(?=(?:[{HAN}]{{1,3}}、|（[{HAN}]{{1,3}}）|第[{HAN}]{{1,5}}[章节条]))"
)
_CHILD: Final = re.compile(rf"(?<=[^。；，：])(?=（[{HAN}]{{1,3}}）)")
_CHAPTER: Final = re.compile(rf"[{HAN}]{{1,3}}、[^，。；：]{{2,40}}\Z")
_GLUED: Final = re.compile(
    rf"(?P<title>[^\s。；]{{4,80}}?(?:决定|意见|通知|方案|规划|纲要|办法|措施))(?P<number>{NUMBER.pattern})"
)

Kind = Literal["text", "row", "furniture"]


@dataclass(slots=True)
class Line:
    """A line under way.

    Attributes:
        text: what it shows, folded.
        runs: the stretches of the text it was made of.
        raw: the line as it stands, edges trimmed; tables are told by its gaps.
        start: where ``raw`` begins in the text.
        indented: white space stands before it, as before a paragraph.
        kind: what it is.
        piece: it was cut out of a longer line.
        away: the text goes on on another page (下转第3版).
        back: it goes on here (上接第1版).
    """

    text: str
    runs: list[tuple[int, int]]
    raw: str
    start: int
    indented: bool = False
    kind: Kind = "text"
    piece: bool = False
    away: bool = False
    back: bool = False


def lines_of(plain: str) -> list[Line]:
    """Give the lines that show something, in order.

    >>> [line.text for line in lines_of("# 决定\\n\\n  - **牵头单位**: 市 科委\\n---")]
    ['决定', '牵头单位:市科委']
    """
    found: list[Line] = []
    back = False
    for match in _BREAK.finditer(plain):
        raw = match[0]
        trimmed = raw.lstrip(_BLANK)
        start = match.end() - len(trimmed)
        trimmed = trimmed.rstrip(_BLANK)
        if not trimmed or _RULE.match(trimmed):
            continue
        indented = (len(raw) > len(trimmed) and raw[:1] == "\u3000") or raw[:2] == "  "
        if mark := _MARKDOWN.match(trimmed):
            trimmed = trimmed[mark.end() :]
            start += mark.end()
        jumps = "版" in trimmed and ("转" in trimmed or "接" in trimmed)
        back = back or (jumps and _JUMP_BACK.match(trimmed) is not None and "接" in trimmed[:3])
        away = jumps and _JUMP_AWAY.search(trimmed[-24:]) is not None and "转" in trimmed[-24:]
        pieces = list(_pieces(trimmed, first=len(found) < 4))
        for begin, end in pieces:
            line = line_of(trimmed[begin:end], start + begin)
            if line is not None:
                line.indented = indented or begin > 0
                line.piece = len(pieces) > 1
                line.back, back = back, False
                found.append(line)
        if away and found:
            found[-1].away = True
    return found


def line_of(raw: str, start: int) -> Line | None:
    """Fold one line that begins at ``start``; None when nothing is left of it."""
    if _DROPPED.search(raw) is None:
        return Line(raw, [(start, start + len(raw))], raw, start) if raw else None
    runs: list[tuple[int, int]] = []
    at = 0
    for match in _DROPPED.finditer(raw):
        begin, end = match.span()
        between_digits = raw[begin - 1 : begin].isdecimal() and raw[end : end + 1].isdecimal()
        if between_digits and raw[begin] in _BLANK:
            end = begin + 1
            runs.append((at, end))
            at = match.end()
            continue
        if begin > at:
            runs.append((at, begin))
        at = end
    if at < len(raw):
        runs.append((at, len(raw)))
    text = "".join([raw[a:b] for a, b in runs]).replace("\t", " ")
    if not text:
        return None
    return Line(text, [(start + a, start + b) for a, b in runs], raw, start)


def _pieces(raw: str, *, first: bool) -> Iterator[tuple[int, int]]:
    """Cut a line that holds several paragraphs."""
    at = 0
    if first and (glued := _GLUED.match(raw)):
        yield 0, glued.end("title")
        yield glued.span("number")
        at = glued.end()
    if "\t" in raw or raw.startswith("|"):
        yield at, len(raw)
        return
    cuts: list[int] = []
    if len(raw) > LONG:
        cuts = [match.end() for match in _PARAGRAPH_GAP.finditer(raw, at)]
    elif "\u3000" in raw or "  " in raw:
        gaps = (match.end() for match in _LABEL_GAP.finditer(raw, at))
        cuts = [end for end in gaps if LABEL.match(raw, end)]
    for cut in [*cuts, len(raw)]:
        if cut - at > _ENDLESS:
            yield from _inner(raw, at, cut)
        else:
            yield at, cut
        at = cut


def _inner(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch without gaps before each numbering that follows a sentence, or a chapter's heading."""
    for match in _INNER.finditer(raw, start, end):
        yield from _headed(raw, start, match.start())
        start = match.start()
    yield from _headed(raw, start, end)


def _headed(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    child = _CHILD.search(raw, start, min(end, start + 60))
    if child and _CHAPTER.match(raw, start, child.start()):
        yield start, child.start()
        start = child.start()
    yield start, end
