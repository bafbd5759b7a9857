"""Columns of values as arrays: what was read from a file, typed, with a mask of what is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.model import Column

_DTYPES: Final = {"integer": "i8", "decimal": "i8", "float": "f8", "boolean": "?", "date": "datetime64[D]"}

Places = slice | NDArray[np.intp]
"""Which rows, and in which order."""
EVERY: Final = slice(None)


class Problem(NamedTuple):
    """What is wrong with one cell.

    Attributes:
        row: place of the row, from 0.
        column: name of the column.
        what: without a full stop.
        accepted: what would have been right.
        other: the row it clashes with, if it does.
    """

    row: int
    column: str
    what: str
    accepted: str = ""
    other: int | None = None


Told = str | Callable[[int], str]
"""What is said of a row: the same of all, or worked out for each."""


class Findings:
    """What is wrong with rows, as it is found.

    However many rows have one fault, ``wrong`` marks them all; only the first of them are told, so that a
    file of a million bad rows fits in memory and on a page.

    Args:
        size: how many rows there are.
        most: how many rows are told of one fault of one column; None for all.
    """

    def __init__(self, size: int, most: int | None = None) -> None:
        self.wrong = np.zeros(size, bool)
        self.total = 0
        self.problems: list[Problem] = []
        self._most = most

    def add(
        self,
        rows: NDArray[np.intp],
        column: str,
        what: Told,
        accepted: Told = "",
        other: Callable[[int], int] | None = None,
    ) -> None:
        """Note one fault of one column in these rows."""
        self.wrong[rows] = True
        self.total += len(rows)
        for row in rows[: self._most].tolist():
            self.problems.append(
                Problem(
                    row,
                    column,
                    what if isinstance(what, str) else what(row),
                    accepted if isinstance(accepted, str) else accepted(row),
                    None if other is None else other(row),
                )
            )


class Cells(NamedTuple):
    """One column of a register.

    Attributes:
        column: its declaration.
        values: by type: objects (str) for texts, codes, choices, kinds and references; int64 for integers
            and, scaled by ten to the scale, for decimals; float64; bool; datetime64[D].
        missing: where there is none; the value there means nothing.
        bad: where one was given and refused; these are in ``missing`` too.
    """

    column: Column
    values: NDArray[Any]
    missing: NDArray[np.bool_]
    bad: NDArray[np.bool_]

    @classmethod
    def empty(cls, column: Column, size: int) -> Cells:
        """Make a column without any value."""
        dtype = _DTYPES.get(column.base, "O")
        nothing = np.array("" if dtype == "O" else 0, dtype)
        values = np.broadcast_to(nothing, size)  # one cell that stands for all
        return cls(column, values, np.ones(size, bool), np.zeros(size, bool))

    @property
    def given(self) -> NDArray[np.bool_]:
        """Where there is a value."""
        return ~self.missing

    def refuse(self, rows: NDArray[np.intp]) -> Cells:
        """Say that the values of these rows are refused; later tests leave them out."""
        missing, bad = self.missing.copy(), self.bad.copy()
        missing[rows] = True
        bad[rows] = True
        return self._replace(missing=missing, bad=bad)

    def one(self, row: int) -> object:
        """Give one value as Python knows it; None when it is missing."""
        return next(self.python(slice(row, row + 1)))

    def python(self, rows: Places = EVERY) -> Iterator[Any]:
        """Give values as str, int, Decimal, float, bool or date; None when missing."""
        part, missing = self.values[rows], self.missing[rows]
        if missing.all():
            return repeat(None, len(missing))
        values: list[Any] = part.tolist()
        if self.column.base == "decimal":
            scale = -self.column.scale
            values = [Decimal(value).scaleb(scale) for value in values]
        for place in np.flatnonzero(missing).tolist():
            values[place] = None
        return iter(values)

    def told(self, row: int) -> str:
        """Give one value as a person would write it."""
        value = self.one(row)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if isinstance(value, float):
            return f"{value:g}"
        return value.isoformat() if isinstance(value, date) else str(value)
