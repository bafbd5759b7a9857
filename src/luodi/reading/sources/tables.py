"""Tables as lines: one row, one line, cells between tabs, whatever the file was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

LONG_CELL: Final = 1500
"""Characters in a cell above which a table is page layout: no cell of a task list is so long, and
a portal page may stand in one as a whole."""
MAX_COLUMNS: Final = 256
_LONGEST_REPEATED: Final = 200

_SPACE: Final = re.compile(r"[\s\xa0]+")
_CLOSED: Final = tuple("，。；：、！？）》”")


class Cell(msgspec.Struct, kw_only=True, frozen=True):
    """A cell and the stretch of the grid that it covers, merged cells (合并单元格) included."""

    row: int
    column: int
    down: int = 1
    across: int = 1
    lines: Sequence[str]


def lines_of(cells: Sequence[Cell], *, layout: bool = False) -> list[str]:
    """Write a table as lines.

    Each merged cell stands once in a row, at its first column, and empty cells follow so that columns stay in
    line. Down the rows it is repeated, since every line must say by itself whom it concerns; unless it
    holds a digit: a figure printed once must be found once. A table of one column, or with a cell as long as
    an article, is page layout: its lines follow one another.

    Args:
        cells: the cells in reading order.
        layout: the table is known to be page layout.

    Returns:
        The lines, empty rows left out.

    Example:
        >>> table = [Cell(row=0, column=0, down=2, lines=["市科技局"]),
        ...          Cell(row=0, column=1, lines=["1.研发"]), Cell(row=1, column=1, lines=["2.", "孵化"])]
        >>> lines_of(table)
        ['市科技局\\t1.研发', '市科技局\\t2. 孵化']
    """
    if layout or not is_grid(cells):
        return [line for cell in cells for line in cell.lines if line.strip()]
    rows: dict[int, dict[int, str]] = {}
    own: set[int] = set()
    for cell in cells:
        text = one_line(cell.lines)
        if not text or cell.column >= MAX_COLUMNS:
            continue
        own.add(cell.row)
        again = min(cell.down, _LONGEST_REPEATED) if not any(char.isdigit() for char in text) else 1
        for row in range(cell.row, cell.row + again):
            rows.setdefault(row, {}).setdefault(cell.column, text)
    return [_row(rows[row]) for row in sorted(own)]


def is_grid(cells: Sequence[Cell]) -> bool:
    """Say whether cells make a table of rows and columns, rather than the layout of a page.

    >>> is_grid([Cell(row=0, column=0, lines=["一"]), Cell(row=1, column=0, lines=["二"])])
    False
    """
    return len({cell.column for cell in cells if any(cell.lines)}) > 1 and not any(
        sum(map(len, cell.lines)) > LONG_CELL for cell in cells
    )


def one_line(lines: Sequence[str]) -> str:
    """Join the lines of a cell; a space stands between two unless a mark already does.

    >>> one_line(["到2025年，", "达到", "300 家\\t"])
    '到2025年，达到 300 家'
    """
    text = ""
    for line in lines:
        line = _SPACE.sub(" ", line).strip()
        if line:
            text += line if not text or text.endswith(_CLOSED) else f" {line}"
    return text


def _row(texts: dict[int, str]) -> str:
    return "\t".join(texts.get(column, "") for column in range(max(texts) + 1))
