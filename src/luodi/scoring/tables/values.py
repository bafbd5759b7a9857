"""Cells into numbers, years and confidence; what cannot be read is an error with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

from luodi.core.errors import InputError
from luodi.scoring.tables.cells import Cell

_YEAR: Final = re.compile(r"^(\d{4})(?:年|-\d{2}(?:-\d{2})?)?$")
_GROUPED: Final = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")


class Reader:
    """Reads cells and keeps the errors.

    Args:
        missing: texts that mean that there is no figure.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = {text.strip() for text in missing} | {""}
        self.errors: list[InputError] = []

    def absent(self, cell: Cell) -> bool:
        """Whether a cell holds no figure."""
        if cell is None or (isinstance(cell, float) and math.isnan(cell)):
            return True
        return isinstance(cell, str) and cell.strip() in self.missing

    def text(self, cell: Cell) -> str:
        """Read a code or a label; whole numbers lose their decimal point, white space around goes."""
        if cell is None:
            return ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip()

    def number(self, cell: Cell, place: Callable[[], str], levels: dict[str, float]) -> float:
        """Read a figure; NaN if there is none, or after an error.

        Args:
            cell: the cell.
            place: names the cell, called for an error only.
            levels: numbers of the words of a qualitative indicator.
        """
        if self.absent(cell):
            return math.nan
        if levels:
            word = self.text(cell)
            if word in levels:
                return levels[word]
            self._wrong(f"{word!r} is none of the levels", place(), ", ".join(levels))
            return math.nan
        if isinstance(cell, str):
            text = cell.strip()
            if _GROUPED.match(text):
                text = text.replace(",", "")
            try:
                found = float(text)
            except ValueError:
                self._wrong(
                    f"{cell!r} is not a number",
                    place(),
                    "a number without its unit, such as 12.5, or an empty cell",
                )
                return math.nan
        elif isinstance(cell, bool):
            self._wrong("a truth value is not a number", place(), "a number such as 1 or 0")
            return math.nan
        else:
            found = float(cell or 0)
        if math.isinf(found):
            self._wrong("an infinite figure", place(), "a finite number or an empty cell")
            return math.nan
        return found

    def year(self, cell: Cell, place: Callable[[], str]) -> int | None:
        """Read a year; None after an error."""
        match = _YEAR.match(self.text(cell))
        if match is None:
            self._wrong(f"{self.text(cell)!r} is not a year", place(), "four digits, such as 2025")
            return None
        return int(match[1])

    def confidence(self, cell: Cell, place: Callable[[], str], levels: dict[str, float]) -> float:
        """Read how far a figure can be trusted; 1 if nothing is said."""
        if self.absent(cell):
            return 1.0
        word = self.text(cell)
        if word in levels:
            return levels[word]
        try:
            found = float(word)
        except ValueError:
            found = math.nan
        if not 0 <= found <= 1:
            self._wrong(
                f"{word!r} is no confidence",
                place(),
                "a number from 0 to 1"
                + (
                    f" or {', '.join(levels)}"
                    if levels
                    else "; words need data: confidence_levels in the scheme"
                ),
            )
            return math.nan
        return found

    def _wrong(self, what: str, where: str, accepted: str) -> None:
        self.errors.append(InputError(what, where=where, accepted=accepted, remedy="correct the cell"))
