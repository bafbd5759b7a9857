"""Cells to arrays: one column of a table into what its input declares, every bad cell named.

A column that is fine is converted whole; only one that is not is gone through cell by cell.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.rules.model import Input

YES: Final = ("true", "yes", "y", "1", "是", "有")
NO: Final = ("false", "no", "n", "0", "否", "无")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_WHOLE: Final = 2.0**53


class Bad(NamedTuple):
    """A cell that cannot be used."""

    row: int
    what: str
    accepted: str


class Coded(NamedTuple):
    """A column of few different cells: the cells once, and for each row which of them."""

    cells: list[Any]
    codes: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.codes)


Column = Sequence[Any] | NDArray[Any] | Coded
Array = NDArray[Any]


def convert(entry: Input, column: Column) -> tuple[Array, list[Bad]]:
    """Convert one column.

    Args:
        entry: the input it belongs to.
        column: cells as text, as Python values, or an array.

    Returns:
        float64 with NaN (numbers), int8 of 1, −1, 0 (booleans), datetime64[D] with NaT (dates), int16 codes
        with −1 (choices) or objects with None (texts); and the cells that cannot be used, read as missing.
    """
    if isinstance(column, Coded):
        made, bad = convert(entry, column.cells)
        wrong = {one.row: one for one in bad}
        rows = np.flatnonzero(np.isin(column.codes, list(wrong)))
        return made[column.codes], [wrong[int(column.codes[row])]._replace(row=int(row)) for row in rows]
    column, nested = _flat(column)
    made, bad = _CONVERT[entry.type](entry, column)
    bad += nested
    if entry.type in ("number", "integer"):
        made, outside = _in_range(entry, made)
        bad += outside
    return made, sorted(bad)


def _flat(column: Cells) -> tuple[Cells, list[Bad]]:
    """Refuse cells that hold lists or mappings, which JSON and YAML allow."""
    if isinstance(column, np.ndarray):
        return column, []
    rows = [row for row, cell in enumerate(column) if isinstance(cell, list | tuple | dict | set)]
    if not rows:
        return column, []
    flat = list(column)
    for row in rows:
        flat[row] = None
    return flat, [Bad(row, "a list or mapping is no value", "") for row in rows]


def empty(entry: Input, rows: int) -> Array:
    """Make a column of which nothing is known."""
    return np.repeat(convert(entry, [None])[0], rows)


Cells = Sequence[Any] | NDArray[Any]


def _numbers(entry: Input, column: Cells) -> tuple[Array, list[Bad]]:
    if isinstance(column, np.ndarray) and column.dtype.kind in "fiu":
        found = column.astype(np.float64)
        endless = np.flatnonzero(np.isinf(found))
        bad = [Bad(int(row), "an infinite number", "a finite number or nothing") for row in endless]
        found[np.isinf(found)] = np.nan
    else:
        quick = _quick(column)
        found, bad = (quick, []) if quick is not None else _each(column, _number, np.nan, np.float64)
    if entry.type == "integer":
        broken = np.flatnonzero(np.abs(found - np.rint(found)) > 0)
        bad += [Bad(int(row), f"{found[row]} is no whole number", "") for row in broken]
        found[broken] = np.nan
        return found, bad
    factor = 10.0**entry.decimals
    with np.errstate(over="ignore"):  # past the largest double it has no decimals to settle
        scaled = found * factor
    fits = np.abs(scaled) < _WHOLE
    np.divide(np.rint(scaled), factor, out=found, where=fits)
    return found, bad


def _quick(column: Cells) -> NDArray[np.float64] | None:
    """Convert a column of plain numbers and empty cells at once; None if it holds anything else."""
    if any(isinstance(cell, bool) for cell in column[:1000]):
        return None
    try:
        blank = [cell is None or cell == "" for cell in column]
        plain = ["nan" if none else cell for cell, none in zip(column, blank, strict=True)]
        found = np.array(plain, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    if any(isinstance(cell, bool) for cell in column) or np.isinf(found).any():
        return None
    return found if int(np.isnan(found).sum()) == sum(blank) else None


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise ValueError("a yes or no is no number")
    if isinstance(cell, int | float):
        return _finite(cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{str(cell)[:40]!r} is no number")
    return _finite(text)


def _finite(value: float | str) -> float:
    try:
        found = float(value)
    except OverflowError as error:
        raise ValueError("a number beyond all bounds") from error
    if math.isinf(found):
        raise ValueError("an infinite number")
    return found


def _booleans(entry: Input, column: Cells) -> tuple[Array, list[Bad]]:
    if isinstance(column, np.ndarray) and column.dtype.kind == "b":
        return np.where(column, np.int8(1), np.int8(-1)), []
    return _each(column, _boolean, 0, np.int8)


def _boolean(cell: Any) -> int:
    if isinstance(cell, bool | np.bool_):
        return 1 if cell else -1
    text = unicodedata.normalize("NFKC", str(cell)).strip().casefold()
    text = text[:-2] if text in ("1.0", "0.0") else text
    if text in YES:
        return 1
    if text in NO:
        return -1
    raise ValueError(f"{str(cell)[:40]!r} is neither yes nor no")


def _dates(entry: Input, column: Cells) -> tuple[Array, list[Bad]]:
    if isinstance(column, np.ndarray) and column.dtype.kind == "M":
        return column.astype("datetime64[D]"), []
    return _each(column, _date, np.datetime64("NaT", "D"), "datetime64[D]")


def _date(cell: Any) -> np.datetime64:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return np.datetime64(cell, "D")
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip())
    try:
        if match is not None:
            return np.datetime64(date(int(match[1]), int(match[2]), int(match[3])), "D")
    except ValueError:
        pass
    raise ValueError(f"{str(cell)[:40]!r} is no date")


def _choices(entry: Input, column: Cells) -> tuple[Array, list[Bad]]:
    codes = {
        word.casefold(): code
        for code, choice in enumerate(entry.choices)
        for word in (choice.id, choice.zh, choice.en)
    }

    def code(cell: Any) -> int:
        found = codes.get(str(cell).strip().casefold())
        if found is None:
            raise ValueError(f"{str(cell)[:40]!r} is none of the choices")
        return found

    return _each(column, code, -1, np.int16)


def _texts(entry: Input, column: Cells) -> tuple[Array, list[Bad]]:
    found = np.empty(len(column), object)
    found[:] = [None if _blank(cell) else _text(cell) for cell in column]
    return found, []


def _text(cell: Any) -> str:
    """A code that a spreadsheet took for a number loses the decimal point again."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _each(column: Cells, read: Callable[[Any], Any], missing: Any, kind: Any) -> tuple[Array, list[Bad]]:
    """Convert cell by cell, each different text once."""
    known: dict[Any, Any] = {}
    bad: list[Bad] = []
    found = np.empty(len(column), kind)
    for row, cell in enumerate(column):
        if _blank(cell):
            found[row] = missing
            continue
        key = (type(cell), cell)
        value = known.get(key)
        if value is None:
            try:
                value = read(cell)
            except ValueError as error:
                value = error
            known[key] = value
        if isinstance(value, ValueError):
            bad.append(Bad(row, str(value), ""))
            value = missing
        found[row] = value
    return found, bad


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell


def _in_range(entry: Input, values: Array) -> tuple[Array, list[Bad]]:
    outside = np.zeros(values.shape, bool)
    if entry.minimum is not None:
        outside |= values < entry.minimum
    if entry.maximum is not None:
        outside |= values > entry.maximum
    if not outside.any():
        return values, []
    bad = [
        Bad(int(row), f"{values[row]:g} is out of range", accepted(entry)) for row in np.flatnonzero(outside)
    ]
    return np.where(outside, np.nan, values), bad


def accepted(entry: Input) -> str:
    """Say what an input takes, with an example."""
    if entry.type == "boolean":
        return "yes or no (是, 否)"
    if entry.type == "date":
        return "a date such as 2026-06-30"
    if entry.type == "choice":
        return ", ".join(f"{choice.id} ({choice.zh})" for choice in entry.choices)
    if entry.type == "text":
        return "a text"
    kind = "a whole number" if entry.type == "integer" else "a number"
    low = "" if entry.minimum is None else f" from {entry.minimum:g}"
    high = "" if entry.maximum is None else f" up to {entry.maximum:g}"
    return f"{kind}{low}{high}{f' in {entry.unit}' if entry.unit else ''}, or nothing"


_CONVERT: Final[dict[str, Callable[[Input, Cells], tuple[Array, list[Bad]]]]] = {
    "number": _numbers,
    "integer": _numbers,
    "boolean": _booleans,
    "date": _dates,
    "choice": _choices,
    "text": _texts,
}
