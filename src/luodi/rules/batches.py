"""A stretch of a table on its way to being judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from luodi.rules.converting import Column

ROWS: Final = 131072
"""Rows of a batch: enough for fast columns, small enough for memory."""


class Batch(NamedTuple):
    """Some rows of a file.

    Attributes:
        columns: cells by column.
        rows: how many.
        first: the number of each row as the user sees it in the file.
        name: the file.
        unused: columns of the file that the rule does not ask for.
    """

    columns: Mapping[str, Column]
    rows: int
    first: Sequence[int]
    name: str
    unused: list[str]

    def place(self, row: int, column: str) -> str:
        """Name a cell as the user would look it up."""
        return f"{self.name} row {self.first[row]}, column {column}"
