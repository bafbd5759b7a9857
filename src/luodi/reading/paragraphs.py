"""From lines to paragraphs (自然段): what a page's end or width has broken is joined again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from luodi.reading.lines import Line
from luodi.reading.marks import DATE_LINE, LABEL, NUMBERING, OTHER_LABEL, PAGE_NUMBER

_ENDED: Final = frozenset("。；！？…：;")
_CLOSED: Final = frozenset("”）】」』》〕’")
_OPEN: Final = frozenset("，、（《“【〔「『‘")
_NEVER_FIRST: Final = frozenset("，。；、）》”！？】〕%％：")
_PAIRS: Final = ("（）", "《》", "【】", "〔〕")
_SENTENCE: Final = 40
"""Characters from which a line with a comma in it is taken for running text rather than a heading."""
_WRAPPED_FROM: Final = 5
"""Lines broken in mid-sentence at one width, from which a text counts as wrapped at that width."""


def joined(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into paragraphs.

    A page number or furniture inside a broken sentence goes with the break.

    >>> from luodi.reading.lines import lines_of
    >>> found = joined(lines_of("加强2，新增3\\n\\n个。\\n强化。（牵头部\\n- 7 -\\n门：某委）\\n二、目标"))
    >>> ["".join(line.text for line in paragraph) for paragraph in found]
    ['加强2，新增3个。', '强化。（牵头部门：某委）', '二、目标']
    """
    width = _wrap_width(lines)
    found: list[list[Line]] = []
    text = ""
    skipped: list[Line] = []
    for line in lines:
        if line.kind == "furniture" or (line.kind == "text" and PAGE_NUMBER.match(line.text)):
            skipped.append(line)
            continue
        if text and line.kind == "text" and _continues(text, found[-1][-1], line, width):
            found[-1].append(line)
            # only the end of what stands before decides, and a bracket is not left open longer than this
            text = (text + line.text)[-4000:]
        else:
            found += [[_furniture(each)] for each in skipped]
            found.append([line])
            text = line.text if line.kind == "text" else ""
        skipped = []
    return found + [[_furniture(each)] for each in skipped]


def _furniture(line: Line) -> Line:
    line.kind = "furniture"
    return line


def _continues(text: str, before: Line, line: Line, width: int) -> bool:
    begin = line.text[0]
    if begin in _NEVER_FIRST:
        return True
    last = text[-1]
    opened = any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS) and last not in "。！？"
    if NUMBERING.match(line.text) or line.text.startswith("注：") or DATE_LINE.match(line.text):
        return False
    if LABEL.match(line.text) or OTHER_LABEL.match(line.text):
        return opened
    if last in _OPEN or opened:
        return True
    if last in "-—" and text[-2:-1].isdecimal() and begin.isdecimal():
        return True
    if last in _ENDED:
        return False
    if width and not line.indented:
        return _width(before) >= width - 3
    if last in _CLOSED or line.indented or line.piece:
        return False
    return _running(text)


def _running(text: str) -> bool:
    """Whether a line without an end is a broken sentence, and no heading."""
    numbering = NUMBERING.match(text)
    if numbering:
        return "。" in text[numbering.end() :]
    if "。" in text or "；" in text:
        return True
    return "，" in text and (len(text) >= _SENTENCE or text[-1].isdecimal())


def _width(line: Line) -> int:
    """Columns of a line as printed, a paragraph's indent of two characters included."""
    return len(line.text) + sum(c > "\u2e7f" for c in line.text) + 4 * line.indented


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width, in columns, at which a text was wrapped; 0 for a text with one paragraph on each line."""
    texts = [line for line in lines if line.kind == "text" and 12 <= len(line.text) <= 120]
    broken = sorted(
        _width(line) for line in texts if line.text[-1] not in _ENDED and line.text[-1] not in _CLOSED
    )
    if len(broken) < _WRAPPED_FROM or 3 * len(broken) < len(texts):
        return 0
    width = broken[(len(broken) * 9) // 10]
    full = sum(width - 4 <= columns <= width + 4 for columns in broken)
    # headings of like length are no wrapped text: there, no line is longer than the others
    longer = sum(
        line.kind == "text" and (len(line.text) > width or _width(line) > width + 6) for line in lines
    )
    return width if 4 * full >= 3 * len(broken) and 20 * longer <= len(lines) else 0
