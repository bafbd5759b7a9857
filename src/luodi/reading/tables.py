"""Rows of tables (表格) in plain text: Markdown, tab-separated, and columns aligned by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from luodi.reading.lines import SPACE, Line, line_of

_GAP: Final = re.compile(rf"(?<![{SPACE}])[{SPACE}]+(?=[^{SPACE}])")
_WIDE_GAP: Final = re.compile(rf"(?<![{SPACE}])(?:[{SPACE}]{{2,}}|\u3000)(?=[^{SPACE}])")
_RULE_CELL: Final = re.compile(r"[:：\-—\s]*\Z")
_FIGURE: Final = re.compile(r"[<>≤≥≈±＞＜]?[-+]?\[?\d[\d.,]*\]?%?(?:以上|以下|左右)?\Z|[-—－/]{1,2}\Z")
_LINE_BREAK: Final = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_LONGEST: Final = 400
"""Characters in a line above which spaces in it are no columns."""


def set_rows(lines: list[Line]) -> None:
    """Turn the lines that are table rows into rows, in place: cells joined by tabs, rules dropped.

    >>> from luodi.reading.lines import lines_of
    >>> lines = lines_of("| 序号 | 任务 |\\n| --- | --- |\\n| 1 | 建 设 |  |")
    >>> set_rows(lines); [line.text for line in lines]
    ['序号\\t任务', '1\\t建设\\t']
    """
    kept: list[Line] = []
    for line in lines:
        raw = line.raw
        if raw.startswith("|") and raw.count("|") > 1:
            cells = _markdown(raw)
            if all(_RULE_CELL.match(raw, *cell) for cell in cells):
                continue
            _row(line, cells)
        elif "\t" in raw:
            _row(line, _cut(raw, [match.span() for match in re.finditer("\t", raw)]))
        kept.append(line)
    lines[:] = kept
    _aligned(lines)


def _markdown(raw: str) -> list[tuple[int, int]]:
    bars = [i for i, c in enumerate(raw) if c == "|" and raw[i - 1 : i] != "\\"]
    if bars[-1] < len(raw.rstrip()) - 1:
        bars.append(len(raw))
    return list(zip([bar + 1 for bar in bars], bars[1:], strict=False))


def _cut(raw: str, gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(raw)]
    return list(zip(starts, ends, strict=True))


def _row(line: Line, cells: Sequence[tuple[int, int]]) -> None:
    """Make a row of a line: each cell folded, a tab where the separator stood."""
    text: list[str] = []
    runs: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(cells):
        if number:
            text.append("\t")
            runs.append((line.start + start - 1, line.start + start))
        raw = _LINE_BREAK.sub(lambda match: "；" + " " * (len(match[0]) - 1), line.raw[start:end])
        cell = line_of(raw, line.start + start)
        if cell is not None:
            text.append(cell.text)
            runs += cell.runs
    line.text, line.runs, line.kind = "".join(text), runs, "row"


def _aligned(lines: list[Line]) -> None:
    """Find columns aligned by spaces: runs of lines with a name and figures, or of equally many wide gaps."""
    begin = 0
    while begin < len(lines):
        width = _figures(lines[begin])
        wide = 0 if width else _columns(lines[begin])
        if not width and wide < 3:
            begin += 1
            continue
        end = begin + 1
        while end < len(lines) and (_figures(lines[end]) == width if width else _columns(lines[end]) == wide):
            end += 1
        if end - begin >= (2 if width else 3):
            gap = _GAP if width else _WIDE_GAP
            first = begin - 1 if width and begin and _head(lines[begin - 1], width) else begin
            for line in lines[first:end]:
                _row(line, _cut(line.raw, [match.span() for match in gap.finditer(line.raw)]))
        begin = end


def _figures(line: Line) -> int:
    """How many cells a line has that is a name followed by figures; 0 for any other."""
    if line.kind != "text" or len(line.raw) > _LONGEST or line.raw == line.text:
        return 0
    cells = line.raw.split()
    if len(cells) < 2 or _FIGURE.match(cells[0]) or "。" in line.text:
        return 0
    return len(cells) if all(_FIGURE.match(cell) for cell in cells[1:]) else 0


def _columns(line: Line) -> int:
    if line.kind != "text" or len(line.raw) > _LONGEST or line.raw == line.text or "。" in line.text:
        return 0
    return len(_WIDE_GAP.findall(line.raw)) + 1


def _head(line: Line, width: int) -> bool:
    return (
        line.kind == "text"
        and len(line.raw) < _LONGEST
        and len(line.raw.split()) == width
        and "。" not in line.text
    )
