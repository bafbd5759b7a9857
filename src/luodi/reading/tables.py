"""Rows of tables (表格) in plain text: Markdown, tab-separated, and columns aligned by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from luodi.reading.lines import SPACE, Line, line_of
from luodi.reading.marks import NUMBERING

_GAP: Final = re.compile(rf"(?<![{SPACE}])[{SPACE}]+(?=[^{SPACE}])")
_WIDE_GAP: Final = re.compile(rf"(?<![{SPACE}])(?:[{SPACE}]{{2,}}|\u3000)(?=[^{SPACE}])")
_RULE_CELL: Final = re.compile(r"[:：\-—\s]*\Z")
_FIGURE: Final = re.compile(r"[<>≤≥≈±＞＜]?[-+]?\[?\d[\d.,]*\]?%?(?:以上|以下|左右)?\Z|[-—－/]{1,2}\Z")
_LINE_BREAK: Final = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_LONGEST_NAME: Final = 40
_FEWEST_COLUMNS: Final = 3
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
    """Find columns aligned by spaces: a name and figures line after line, or equally many columns.

    >>> from luodi.reading.lines import lines_of
    >>> lines = lines_of("指  标      全 市   城 市\\n居民消费价格   0.2    0.3\\n衣  着      1.1    1.2")
    >>> set_rows(lines); [line.text for line in lines]
    ['指标\\t全市\\t城市', '居民消费价格\\t0.2\\t0.3', '衣着\\t1.1\\t1.2']
    """
    shapes = [_shape(line) for line in lines]
    begin = 0
    while begin < len(lines):
        figures, columns = shapes[begin]
        if not figures and columns < _FEWEST_COLUMNS:
            begin += 1
            continue
        end = begin + 1
        while end < len(lines) and (shapes[end][0] == figures if figures else shapes[end] == (0, columns)):
            end += 1
        if end - begin >= (2 if figures else 3):
            for line in lines[begin:end]:
                _row(line, _cut(line.raw, _gaps(line.raw)[-figures:] if figures else _wide_gaps(line.raw)))
            if figures and begin and shapes[begin - 1][1] > figures:
                head = lines[begin - 1]
                widest = sorted(_gaps(head.raw), key=lambda gap: gap[0] - gap[1])[:figures]
                _row(head, _cut(head.raw, sorted(widest)))
        begin = end


def _shape(line: Line) -> tuple[int, int]:
    """Count the figures a line ends in, if a name stands before them, and all its columns."""
    if line.kind != "text" or len(line.raw) > _LONGEST or line.raw == line.text or "。" in line.text:
        return 0, 0
    numbered = NUMBERING.match(line.text)
    if numbered and numbered.lastgroup in ("unit", "comma", "bracket"):
        # a line of a table of contents ends in a figure, too
        return 0, 0
    cells = line.raw.split()
    figures = 0
    while figures < len(cells) and _FIGURE.match(cells[-1 - figures]):
        figures += 1
    name = "".join(cells[: len(cells) - figures])
    named = 0 < len(name) <= _LONGEST_NAME and "，" not in name
    return figures if named else 0, len(_gaps(line.raw)) + 1


def _gaps(raw: str) -> list[tuple[int, int]]:
    return [match.span() for match in _GAP.finditer(raw)]


def _wide_gaps(raw: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WIDE_GAP.finditer(raw)]
