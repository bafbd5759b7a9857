"""Cells of a task table: what people may type, and what it means."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import Final

from luodi.documents.plain import clean

Cell = (
    str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None
)

CELL_LIMIT: Final = 32_767
"""Characters that a cell of a workbook holds."""
CELL_MAXIMUM: Final = 9.99999999999999e307
"""The largest figure that a cell of a workbook holds."""

_POINT = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:底|末)?"
_POINTS: Final = re.compile(rf"{_POINT}(?:[-/~～—至到]{{1,2}}{_POINT})?", re.ASCII)
_FIGURE = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?|[-+]?\.\d+"
_FIGURES: Final = re.compile(rf"({_FIGURE})(?:\s*[~～—至]{{1,2}}\s*({_FIGURE}))?", re.ASCII)


class NotReadableError(ValueError):
    """A cell holds what its column cannot mean."""


def text_of(cell: Cell) -> str:
    """Read a cell as text: without control characters, with plain line ends, cut at what a cell holds.

    >>> text_of("  建成\\r\\n验收 "), text_of(12.0), text_of(None)
    ('建成\\n验收', '12', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time.min:
        cell = cell.date()
    text = clean(str(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def names_of(cell: Cell) -> tuple[str, ...]:
    """Read the names of units, divided as people divide them.

    >>> names_of("市科技局、市经信局；各县（市、区）人民政府，市科技局")
    ('市科技局', '市经信局', '各县（市、区）人民政府')
    """
    text = text_of(cell) + "、"
    names, depth, start, last_close = [], 0, 0, max(text.rfind("）"), text.rfind(")"))
    for place, sign in enumerate(text):
        if sign in "（(":
            depth += 1
        elif sign in "）)":
            depth = max(0, depth - 1)
        # 县（市、区） is one name, but an unclosed bracket must not swallow the rest of the list
        elif sign in "、,，;；\n" and (depth == 0 or place > last_close):
            names.append(text[start:place].strip())
            start, depth = place + 1, 0
    return tuple(dict.fromkeys(name for name in names if name))


def value_of(cell: Cell) -> tuple[float, ...]:
    """Read a figure, or the two ends of a range.

    Raises:
        NotReadableError: it is neither.

    >>> value_of("1,200"), value_of("10～12.5"), value_of(8), value_of(None)
    ((1200.0,), (10.0, 12.5), (8.0,), ())
    """
    if isinstance(cell, bool):
        raise NotReadableError(str(cell))
    if isinstance(cell, int | float):
        found: tuple[float, ...] = (float(cell),)
    else:
        text = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "")
        if not text:
            return ()
        match = _FIGURES.fullmatch(text)
        if match is None:
            raise NotReadableError(text_of(cell))
        found = tuple(float(part.replace(",", "")) for part in match.groups() if part)
    if not all(math.isfinite(part) for part in found):
        raise NotReadableError(text_of(cell))
    return found


def deadline_of(cell: Cell) -> str | None:
    """Read a deadline: a year, a month, a date, or two of them.

    Raises:
        NotReadableError: it is none of these, or no day of the calendar.

    >>> [deadline_of(cell) for cell in (2025, "2025年底", "2025年6月", "2025/6/30", "2021-2025", "")]
    ['2025', '2025', '2025-06', '2025-06-30', '2021-2025', None]
    """
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    text = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "")
    if not text:
        return None
    match = _POINTS.fullmatch(text)
    if match is None:
        raise NotReadableError(text_of(cell))
    first, last = _point(match.groups()[:3]), _point(match.groups()[3:])
    if first is None:
        raise NotReadableError(text_of(cell))
    if last is None:
        return first
    # two years are joined by a hyphen, anything finer by a stroke, as ISO 8601 writes intervals
    return f"{first}-{last}" if len(first) == len(last) == 4 else f"{first}/{last}"


def _point(parts: tuple[str | None, ...]) -> str | None:
    year, month, day = parts
    if year is None:
        return None
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise NotReadableError("-".join(part for part in parts if part)) from None
    if not 1900 <= date.year <= 2199:
        raise NotReadableError(year)
    if month is None:
        return year
    return f"{date:%Y-%m}" if day is None else date.isoformat()
