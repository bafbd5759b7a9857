"""Rows of a file gathered into columns, as they come: a million rows are never held as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from luodi.core.errors import InputError

BLOCK: Final = 5000
"""Rows turned into columns at once."""
DISTINCT: Final = 5000
"""So many texts of a column are kept once each; where there are more, those that follow are not."""

READ: Final = "a table as .csv, .xlsx or .parquet whose first row names the columns"


class _Column:
    """Cells as they come; texts that return, such as those of choices and areas, are one object."""

    def __init__(self) -> None:
        self.cells: list[Any] = []
        self._texts: dict[str, str] | None = {}

    def extend(self, cells: Sequence[Any]) -> None:
        if self._texts is not None and set(map(type, cells)) <= {str}:
            texts = self._texts
            for text in set(cells).difference(texts):
                texts[text] = text
            cells = [*map(texts.__getitem__, cells)]
            if len(texts) > DISTINCT:
                self._texts = None
        self.cells.extend(cells)


def gathered(rows: Iterable[Sequence[Any]], where: str) -> tuple[list[str], list[Sequence[Any]]]:
    """Turn rows into columns; columns at the right that are empty throughout are left out.

    Args:
        rows: the first holds the titles.
        where: the file's name, for messages.

    Returns:
        The titles, and the cells below each.

    Raises:
        InputError: there is no row, or a row has more or fewer cells than the first.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        raise InputError("the table is empty", where=where, accepted=READ)
    header = ["" if title is None else str(title).strip() for title in first]
    columns = [_Column() for _ in header]
    number = 2
    for block in _blocks(coming):
        _refuse_ragged(block, len(header), number, where)
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.extend(cells)
        number += len(block)
    kept = [
        place
        for place, title in enumerate(header)
        if title or any(cell not in (None, "") for cell in columns[place].cells)
    ]
    return [header[place] for place in kept], [columns[place].cells for place in kept]


def _blocks(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _refuse_ragged(block: list[Sequence[Any]], width: int, number: int, where: str) -> None:
    for place, row in enumerate(block, number):
        if len(row) != width:
            what = f"row {place} has {len(row)} cells and the header {width}"
            raise InputError(what, where=where, remedy="give every row as many cells as the header")
