"""From printed lines to paragraphs: what the page width broke is joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import msgspec

from luodi.reading.sources.pdf_lines import Line, joined

_MARKER: Final = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]+[章节条编]"
    r"|[一二三四五六七八九十]{1,4}、"
    r"|[（(][一二三四五六七八九十0-9]{1,4}[)）]"
    r"|[0-9]{1,3}(?:[.．、](?![0-9])|(?:\.[0-9]{1,2}){1,3}[^0-9%])"
    r"|[①-⑳⑴-⒇]|——|[•●■◆]"
    r"|附[件表录][0-9一二三：:]?|专栏"
)
_UNBROKEN: Final = re.compile(r"[!-~]+")
_SET_IN: Final = 1.2
"""Characters from the margin above which a line is set in."""
_ENDED: Final = tuple("。；：！？…”）)】:;")
_CLOSING: Final = tuple("，、。；：！？）》】”’%％")


class _Setting(msgspec.Struct, kw_only=True, frozen=True):
    """How a document is set: ``size`` and line ``pitch`` of its body in points, ``indent`` in characters."""

    size: float
    pitch: float
    indent: float


def paragraphs(lines: Sequence[Line], size: float) -> list[str]:
    """Join lines into paragraphs; a row of a table stays a line by itself.

    Args:
        lines: in reading order, with their column's margins.
        size: of the body's characters, in points.

    Returns:
        One line of text for each paragraph and row.
    """
    setting = _Setting(size=size, pitch=_pitch(lines), indent=_indent(lines))
    found: list[str] = []
    for place, line in enumerate(lines):
        text = line.text.strip()
        before = lines[place - 1] if place else None
        after = lines[place + 1] if place + 1 < len(lines) else None
        if line.row or before is None or before.row or _begins(line, before, after, setting):
            found.append(text)
        else:
            found[-1] = joined(found[-1], text)
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """Measure the usual distance from one line to the next."""
    steps = [
        after.top - before.top
        for before, after in pairwise(lines)
        if _together(before, after) and after.top > before.top and not before.row and not after.row
    ]
    return median(steps) if steps else 0.0


def _indent(lines: Sequence[Line]) -> float:
    """Measure by how many characters first lines are set in, after lines that surely end a paragraph."""
    indents = [
        (line.x0 - line.left) / max(line.size, 1.0)
        for before, line in pairwise(lines)
        if not line.row and not before.row and before.text.rstrip().endswith(_ENDED)
    ]
    return median([indent for indent in indents if indent > _SET_IN] or [0.0])


def _together(before: Line, line: Line) -> bool:
    return (before.page, before.columns, before.column) == (line.page, line.columns, line.column)


def _begins(line: Line, before: Line, after: Line | None, setting: _Setting) -> bool:
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
        if line.size > 1.15 * setting.size and title and line.top - before.top < 2.2 * em:
            return False  # a title broken over several centred lines
        return not (full and not ended and line.top - before.top < 1.6 * max(setting.pitch, em))
    if together and setting.pitch and line.top - before.top > 1.6 * max(setting.pitch, 1.2 * em):
        return True
    if not full or (_MARKER.match(line.text) and (ended or line.font != before.font)):
        return True
    if line.text.startswith(_CLOSING):
        return False
    if line.x0 - line.left > _SET_IN * em:
        return ended or line.font != before.font or _is_first(line, before, after, setting)
    return False


def _is_first(line: Line, before: Line, after: Line | None, setting: _Setting) -> bool:
    """Tell the first line of a paragraph from one that is set in together with the line before."""
    em = max(line.size, 1.0)
    if _MARKER.match(line.text):
        return True
    if abs(line.x0 - before.x0) > 0.3 * em:
        return _MARKER.match(before.text) is None  # else it hangs under the text beside its number
    block = after is not None and _together(line, after) and abs(after.x0 - line.x0) < 0.3 * em
    goes_on = line.right - line.x1 < 2.5 * em and block
    return abs((line.x0 - line.left) / em - setting.indent) < 0.3 and not goes_on


def _first_word(line: Line) -> float:
    """Measure what no line break may divide at the line's beginning: a figure or a Latin word, in points."""
    unbroken = _UNBROKEN.match(line.text)
    return (line.x1 - line.x0) * unbroken.end() / len(line.text) if unbroken else 0.0


def _centred(line: Line) -> bool:
    left, right = line.x0 - line.left, line.right - line.x1
    return left > 2.5 * line.size and right > 2.5 * line.size and abs(left - right) < 1.5 * line.size
