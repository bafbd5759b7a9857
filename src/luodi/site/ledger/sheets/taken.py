"""Reading the rows of a filled-in workbook (读取填报表): every bad cell is named at once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from . import cells as reading
from .cells import Bad
from .columns import COLUMNS, HEAD, PLACE, figure_in_words
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
    reuse: int | None = None
    """Id of another unit's figure that is taken over instead of a typed one."""


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
    minutes: Decimal | None = None
    seen: dict[int, int] = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST, max_col=len(COLUMNS)), 1):
        if number == 2:
            minutes = _minutes(cells)
        if number <= HEAD:
            continue
        line, wrong = _line(
            number, {field: cells[place - 1] for field, place in PLACE.items() if place <= len(cells)}
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


def _line(row: int, cells: dict[str, Any]) -> tuple[Line | None, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in COLUMNS:
        if column.read is not None:
            try:
                values[column.field] = column.read(_typed(column.field, cells))
            except Bad as bad:
                faults.append(_fault(row, column.field, str(bad)))
    if not faults and _silent(values, cells):
        return None, []
    for field in ("duty", "version", "last", "other"):
        try:
            values[field] = reading.key(reading.plain(cells.get(field)))
        except (Bad, ValueError, TypeError, OverflowError):
            words = _("这一行不是下载的填报表中的行,请重新下载后填写。")
            return None, [*faults, _fault(row, "number", words)]
    if not faults:
        faults += _figures(row, values, cells)
    if faults:
        return None, faults
    reuse, other = values.pop("reuse"), values.pop("other")
    return Line(row, **values, reuse=other if reuse else None), []


def _typed(field: str, cells: dict[str, Any]) -> Any:
    """What was typed into a cell; a number that is shown as a percentage, as it is shown."""
    value = reading.plain(cells.get(field))
    if field not in ("percent", "value") or not reading.as_share(cells.get(field)):
        return value
    if field == "value" and str(reading.plain(cells.get("unit"))) not in ("%", "%"):
        raise Bad(_("单元格是百分比格式,而数据单位不是%%。请改为数值格式后填写。") % {})
    return reading.times_100(value)


def _silent(values: dict[str, Any], cells: dict[str, Any]) -> bool:
    """Whether a row says nothing new."""
    said = any(values[field] not in (None, "", False) for field in ("percent", "text", "cause", "reuse"))
    return not said and not _changed(values, cells)


def _changed(values: dict[str, Any], cells: dict[str, Any]) -> bool:
    """Whether the figure is another one than was handed out."""
    return figure_in_words(values["period"], values["value"]) != str(reading.plain(cells.get("was")) or "")


def _figures(row: int, values: dict[str, Any], cells: dict[str, Any]) -> list[Fault]:
    """What is wrong with the figure as a whole: without a period, or both typed and taken over."""
    if values["value"] is not None and not values["period"]:
        return [_fault(row, "period", _("请填写数据所属的时期,例如2026。"))]
    if not values["reuse"]:
        return []
    if not values["other"]:
        return [_fault(row, "reuse", _("这一行没有其他单位填报的数据可以沿用,请清空这一格。"))]
    if values["value"] is not None and _changed(values, cells):
        return [_fault(row, "reuse", _("已填写数据。请清空“沿用”,或清空数据后再沿用。"))]
    return []


def _fault(row: int, field: str, words: str) -> Fault:
    return Fault(row, str(COLUMNS[PLACE[field] - 1].title), words)


def _minutes(cells: Any) -> Decimal | None:
    try:
        return reading.number(reading.plain(cells[2])) if len(cells) > 2 else None
    except Bad:
        return None
