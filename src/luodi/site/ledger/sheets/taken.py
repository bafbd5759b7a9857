"""Reading the rows of a filled-in workbook (读取填报表): every bad cell is named at once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from . import cells as reading
from .cells import Bad
from .columns import COLUMNS, HEAD, PLACE, causes, figure_in_words
from .entries import entries_of
from .found import LAST, Entry, Fault, sheet_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


class Line(NamedTuple):
    """One filled-in row (填报行): its number in the sheet, the duty as it was handed out, what was typed."""

    row: int
    duty: int
    version: int
    last: int
    percent: Decimal | None
    text: str
    cause: str
    period: str
    value: Decimal | None


class Taken(NamedTuple):
    """What a workbook says: rows to be reported, rows of the other sheets, bad cells, minutes spent."""

    lines: list[Line]
    entries: list[Entry]
    faults: list[Fault]
    minutes: Decimal | None


def taken(book: Workbook) -> Taken:
    """Read the rows that say something.

    Raises:
        WrongFile: no sheet has the columns as they were handed out, or several have.
    """
    sheet = sheet_of(book, COLUMNS)
    entries, faults = entries_of(book)
    lines: list[Line] = []
    known = causes()
    minutes: Decimal | None = None
    seen: dict[int, int] = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST, max_col=len(COLUMNS)), 1):
        if number == 2:
            minutes = _minutes(cells)
        if number <= HEAD:
            continue
        line, wrong = _line(
            number, {field: cells[place - 1] for field, place in PLACE.items() if place <= len(cells)}, known
        )
        faults += wrong
        if line is None:
            continue
        if line.duty in seen:
            faults.append(
                _fault(number, "number", _("与第%(row)s行是同一事项,请只留一行。") % {"row": seen[line.duty]})
            )
        seen[line.duty] = number
        lines.append(line)
    return Taken(lines, entries, faults, minutes)


def _line(row: int, cells: dict[str, Any], known: dict[str, str]) -> tuple[Line | None, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    readers = {
        "percent": lambda value: reading.percent(
            value if not reading.as_share(cells.get("percent")) else reading.times_100(value)
        ),
        "text": lambda value: reading.words(value, 2000),
        "cause": lambda value: reading.cause(value, known),
    }
    for field, read in readers.items():
        _read(row, field, cells, read, values, faults)
    silent = not faults and all(values[field] in (None, "") for field in readers)
    readers = {
        "period": lambda value: reading.words(value, 30),
        "value": lambda value: _figure(value, cells),
    }
    for field, read in readers.items():
        _read(row, field, cells, read, values, faults)
    if silent and not faults and figure_in_words(values["period"], values["value"]) == _was(cells):
        return None, []
    for field in ("duty", "version", "last"):
        try:
            values[field] = reading.key(reading.plain(cells.get(field)))
        except (Bad, ValueError, TypeError, OverflowError):
            words = _("这一行不是下载的填报表中的行,请重新下载后填写。")
            return None, [*faults, _fault(row, "number", words)]
    if values.get("value") is not None and not values.get("period") and not faults:
        faults.append(_fault(row, "period", _("请填写数据所属的时期,例如2026。")))
    if faults:
        return None, faults
    return Line(row, **values), []


def _read(
    row: int, field: str, cells: dict[str, Any], read: Any, values: dict[str, Any], faults: list[Fault]
) -> None:
    try:
        values[field] = read(reading.plain(cells.get(field)))
    except Bad as bad:
        faults.append(_fault(row, field, str(bad)))


def _fault(row: int, field: str, words: str) -> Fault:
    return Fault(row, str(COLUMNS[PLACE[field] - 1].title), words)


def _figure(value: Any, cells: dict[str, Any]) -> Decimal | None:
    if not reading.as_share(cells.get("value")):
        return reading.number(value)
    if str(reading.plain(cells.get("unit"))) not in ("%", "%"):
        raise Bad(_("单元格是百分比格式,而数据单位不是%%。请改为数值格式后填写。") % {})
    return reading.number(reading.times_100(value))


def _was(cells: dict[str, Any]) -> str:
    """The figure as it was handed out."""
    return str(reading.plain(cells.get("was")) or "")


def _minutes(cells: Any) -> Decimal | None:
    try:
        return reading.number(reading.plain(cells[2])) if len(cells) > 2 else None
    except Bad:
        return None
