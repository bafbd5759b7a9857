"""From what a spreadsheet or a CSV file holds to typed columns.

Files give texts; spreadsheets give numbers, dates and texts mixed. The quick way takes a column whose cells
are all of the plain form; only if that fails each cell is looked at.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import plain
from luodi.core.registers.cells import Cells, Findings
from luodi.core.registers.model import Column, Register

Values = Sequence[Any] | NDArray[Any]

EMPTY: Final = frozenset({"", "-", "—", "/", "无", "NULL", "null", "None", "NaN", "nan", "N/A"})
"""What spreadsheets hold where there is nothing. A register that needs 无 declares a choice."""

_YES: Final = {"true": True, "yes": True, "是": True, "1": True, "y": True, "有": True}
_NO: Final = {"false": False, "no": False, "否": False, "0": False, "n": False}
_WRITTEN: Final[dict[bool | None, str]] = {True: "true", False: "false", None: ""}
_TRUTHS: Final = {**_YES, **_NO}
_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse(register: Register, column: Column, values: Values, found: Findings) -> Cells:
    """Read one column.

    Args:
        register: the register, for its kinds.
        column: which of its columns.
        values: one cell a row: None, text, number, truth or date.
        found: what cannot be read is noted here.
    """
    if column.base in ("integer", "float", "decimal"):
        return _numbers(column, values, found)
    if column.base == "date":
        return _dates(column, values, found)
    texts, missing = _texts(values)
    if column.base == "boolean":
        return _mapped(column, texts, missing, lambda text: _TRUTHS.get(text.lower()), "是, 否", found)
    if column.base in ("choice", "kind"):
        return _choices(register, column, texts, missing, found)
    if column.base == "text":
        return _cells(column, texts, missing)
    return _cells(column, _codes(texts), missing)


def _cells(column: Column, values: list[Any] | NDArray[Any], missing: NDArray[np.bool_]) -> Cells:
    if isinstance(values, list):
        array = np.empty(len(values), dtype=object)
        array[:] = values
    else:
        array = values
    return Cells(column, array, missing, np.zeros(len(missing), bool))


def _texts(values: Values) -> tuple[list[str], NDArray[np.bool_]]:
    """Give the cells as texts without blanks around them, and where there is none."""
    cells = values.tolist() if isinstance(values, np.ndarray) else values
    types = set(map(type, cells))
    if types <= {str, NoneType}:
        texts = [cell.strip() if cell else "" for cell in cells]
    elif types <= {bool, NoneType}:
        texts = [_WRITTEN[cell] for cell in cells]
    else:
        texts = [_text(cell) for cell in cells]
    return texts, np.fromiter(map(EMPTY.__contains__, texts), bool, len(texts))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return str(cell).strip()


def _codes(texts: list[str]) -> list[str]:
    """Write codes in half width and upper case, all at once."""
    joined = "\n".join(texts)
    if joined.isascii():
        upper = joined.upper()
        return texts if upper == joined else upper.split("\n")
    wide = unicodedata.normalize("NFKC", joined).upper().split("\n")
    return wide if len(wide) == len(texts) else [plain(text) for text in texts]


def _mapped(
    column: Column,
    texts: list[str],
    missing: NDArray[np.bool_],
    find: Callable[[str], Any],
    accepted: str,
    found: Findings,
) -> Cells:
    known = {text: find(text) for text in set(texts)}
    values = [known[text] for text in texts]
    bad = np.fromiter((value is None for value in values), bool, len(values)) & ~missing
    what = "{!r} is neither yes nor no" if column.base == "boolean" else "{!r} is not one of its choices"
    found.add(np.flatnonzero(bad), column.name, lambda row: what.format(texts[row]), accepted)
    if column.base == "boolean":
        truths = np.fromiter((value is True for value in values), bool, len(values))
        return Cells(column, truths, missing | bad, bad)
    filled = ["" if value is None else value for value in values]
    return _cells(column, filled, missing | bad)._replace(bad=bad)


def _choices(
    register: Register, column: Column, texts: list[str], missing: NDArray[np.bool_], found: Findings
) -> Cells:
    """Accept the code of a choice or its label in either language."""
    if column.type == "kind":
        labels = {code: kind.title for code, kind in register.kinds.items()}
    else:
        labels = column.choices
    known: dict[str, str] = {}
    for code, label in labels.items():
        known.update({plain(label.zh): code, plain(label.en): code})
    known.update({plain(code): code for code in labels})
    listed = [f"{code} ({label.zh})" for code, label in labels.items()]
    accepted = ", ".join(listed[:12]) + (f" and {len(listed) - 12} more" if len(listed) > 12 else "")
    return _mapped(column, texts, missing, lambda text: known.get(plain(text)), accepted, found)


def _numbers(column: Column, values: Values, found: Findings) -> Cells:
    numbers, missing, said = _floats(values)
    scale = column.scale if column.base == "decimal" else 0
    with np.errstate(invalid="ignore", over="ignore"):
        if column.base == "float":
            refused = ~np.isfinite(numbers) & ~missing
            what = "{!r} is not a number"
            array: NDArray[Any] = numbers
        else:
            scaled = numbers * 10.0**scale
            whole = np.rint(scaled)
            off = np.abs(scaled - whole) > np.abs(scaled) * 2.0**-50 + 1e-9
            refused = (off | ~np.isfinite(numbers)) & ~missing
            what = "{!r} is not a whole number" if column.base == "integer" else "{!r} is not a number"
            array = np.where(refused | missing, 0, np.clip(np.nan_to_num(whole), -(2.0**62), 2.0**62)).astype(
                np.int64
            )
    bad = refused | said

    def told(row: int) -> str:
        text = _text(values[row])
        if column.base == "decimal" and not said[row] and np.isfinite(numbers[row]):
            return f"{text} has more than {scale} decimals"
        return what.format(text)

    found.add(np.flatnonzero(bad), column.name, told, _accepted_number(column))
    return Cells(column, array, missing | bad, bad)


def _floats(values: Values) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Give the cells as numbers, where there is none, and where something else is."""
    size = len(values)
    none = np.zeros(size, bool)
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        numbers = values.astype(np.float64)
        return numbers, np.isnan(numbers), none
    cells = values.tolist() if isinstance(values, np.ndarray) else values
    types = set(map(type, cells))
    if types <= {int, float, Decimal, NoneType}:
        try:
            numbers = np.array(cells, dtype=np.float64).reshape(size)
            return numbers, np.isnan(numbers), none
        except (OverflowError, ValueError):  # beyond a double, or a signalling NaN: told cell by cell
            pass
    if types == {str}:
        joined = "".join(cells)
        if joined.isascii() and not set(joined) - set("0123456789.-"):
            try:
                filled = [cell or "nan" for cell in cells]
                numbers = np.array(filled, dtype=np.float64)
                return numbers, np.isnan(numbers), none
            except ValueError:
                pass
    read = [_float(cell) for cell in cells]
    missing = np.fromiter((value is None for value in read), bool, size)
    bad = np.fromiter((value is False for value in read), bool, size)
    numbers = np.array([math.nan if value is None or value is False else value for value in read])
    return numbers.reshape(size).astype(np.float64), missing, bad


def _float(cell: object) -> float | bool | None:
    """Read one cell: None when empty, False when it is no number."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float | Decimal):
        try:
            number = float(cell)
        except (OverflowError, ValueError):  # beyond a double, or a signalling NaN
            return False
        return None if math.isnan(number) else number
    text = unicodedata.normalize("NFKC", _text(cell))
    if text in EMPTY:
        return None
    if _NUMBER.fullmatch(text) is None or not any(letter.isdigit() for letter in text):
        return False
    return float(text.replace(",", ""))


def _accepted_number(column: Column) -> str:
    unit = f" in {column.unit}" if column.unit else ""
    if column.base == "integer":
        return f"a whole number{unit}"
    if column.base == "decimal":
        return f"a number with at most {column.scale} decimals{unit}"
    return f"a number{unit}"


def _dates(column: Column, values: Values, found: Findings) -> Cells:
    size = len(values)
    none = np.zeros(size, bool)
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        return Cells(column, days, np.isnat(days), none)
    cells = values.tolist() if isinstance(values, np.ndarray) else values
    if set(map(type, cells)) <= {str} and set(map(len, cells)) <= {10, 0}:
        try:
            days = np.array([cell or "NaT" for cell in cells], dtype="datetime64[D]").reshape(size)
            return Cells(column, days, np.isnat(days), none)
        except ValueError:
            pass
    if set(map(type, cells)) <= {date, NoneType}:
        days = np.array(cells, dtype="datetime64[D]").reshape(size)
        return Cells(column, days, np.isnat(days), none)
    read = [_date(cell) for cell in cells]
    missing = np.fromiter((day is None for day in read), bool, size)
    bad = np.fromiter((day is False for day in read), bool, size)
    days = np.array([day if isinstance(day, date) else None for day in read], dtype="datetime64[D]")
    found.add(
        np.flatnonzero(bad),
        column.name,
        lambda row: f"{_text(cells[row])!r} is not a date",
        "a day, such as 2025-06-30",
    )
    return Cells(column, days.reshape(size), missing | bad, bad)


def _date(cell: object) -> date | bool | None:
    """Read one cell: None when empty, False when it is no date."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", _text(cell))
    if text in EMPTY:
        return None
    parts = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if parts is None:
        return False
    try:
        return date(*map(int, parts.groups()))
    except ValueError:
        return False
