"""Reading the rows of a filled-in workbook (读取填报表): every bad cell is named at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _

from luodi.site.base.uploads import WrongFile

from .columns import COLUMNS, HEAD, MOST, PLACE, causes, figure_in_words, names

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


LAST: Final = HEAD + 10 * MOST
"""Rows below it are not looked at; a workbook that was handed out ends long before."""


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


class Fault(NamedTuple):
    """One bad cell (错误单元格): row, column, what is accepted."""

    row: int
    column: str
    words: str


class Taken(NamedTuple):
    """What a workbook says: rows to be reported, bad cells, minutes spent."""

    lines: list[Line]
    faults: list[Fault]
    minutes: Decimal | None


class Bad(ValueError):
    """A cell that cannot be used; the message says what is accepted."""


def taken(book: Workbook) -> Taken:
    """Read the rows that say something.

    Raises:
        WrongFile: no sheet has the columns as they were handed out, or several have.
    """
    sheet = _sheet(book)
    lines: list[Line] = []
    faults: list[Fault] = []
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
    return Taken(lines, faults, minutes)


def _sheet(book: Workbook) -> Any:
    """The sheet to be read, wherever it stands in the book: what it holds is known by its columns, not by its place."""
    known, width = names(), len(COLUMNS)
    found = [
        sheet
        for sheet in book.worksheets
        for row in sheet.iter_rows(min_row=HEAD, max_row=HEAD, max_col=width, values_only=True)
        if tuple("" if value is None else str(value) for value in row) in known
    ]
    if not found:
        words = _("第%(row)s行的列名与下载时不同,没有读取。请不要改名、增删或移动列;请重新下载填报表后填写。")
        raise WrongFile(words % {"row": HEAD})
    if len(found) > 1:
        words = _("有%(count)s页填报表,分不清以哪一页为准,没有读取。请只留一页。")
        raise WrongFile(words % {"count": len(found)})
    return found[0]


def _line(row: int, cells: dict[str, Any], known: dict[str, str]) -> tuple[Line | None, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    readers = {
        "percent": lambda value: _percent(
            value if not _as_share(cells.get("percent")) else _times_100(value)
        ),
        "text": lambda value: _words(value, 2000),
        "cause": lambda value: _cause(value, known),
    }
    for field, read in readers.items():
        _read(row, field, cells, read, values, faults)
    silent = not faults and all(values[field] in (None, "") for field in readers)
    readers = {
        "period": lambda value: _words(value, 30),
        "value": lambda value: _figure(value, cells),
    }
    for field, read in readers.items():
        _read(row, field, cells, read, values, faults)
    if silent and not faults and figure_in_words(values["period"], values["value"]) == _was(cells):
        return None, []
    for field in ("duty", "version", "last"):
        try:
            values[field] = _key(_plain(cells.get(field)))
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
        values[field] = read(_plain(cells.get(field)))
    except Bad as bad:
        faults.append(_fault(row, field, str(bad)))


def _fault(row: int, field: str, words: str) -> Fault:
    return Fault(row, str(COLUMNS[PLACE[field] - 1].title), words)


def _plain(cell: Any) -> Any:
    if cell is None:
        return None
    if getattr(cell, "data_type", "") == "f":
        raise Bad(_("不能是公式,请填写数值或文字。"))
    if getattr(cell, "data_type", "") == "e":
        raise Bad(_("单元格是错误值“%(value)s”,请重新填写。") % {"value": cell.value})
    value = cell.value
    return value.strip() if isinstance(value, str) else value


def _number(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    text = str(value).replace(",", "").replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise Bad(_("“%(value)s”不是数值,请填写数字,例如128或52.5。") % {"value": str(value)[:30]})
    return number.quantize(Decimal("0.000001")).normalize()


def _as_share(cell: Any) -> bool:
    """Whether a number is shown as a percentage: typed as 52%, it is kept as 0.52."""
    value = getattr(cell, "value", None)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and "%" in (getattr(cell, "number_format", "") or "")


def _times_100(value: Any) -> Decimal:
    return Decimal(str(value)) * 100


def _figure(value: Any, cells: dict[str, Any]) -> Decimal | None:
    if not _as_share(cells.get("value")):
        return _number(value)
    if str(_plain(cells.get("unit"))) not in ("%", "%"):
        raise Bad(_("单元格是百分比格式,而数据单位不是%%。请改为数值格式后填写。") % {})
    return _number(_times_100(value))


def _was(cells: dict[str, Any]) -> str:
    """The figure as it was handed out."""
    return str(_plain(cells.get("was")) or "")


def _key(value: Any) -> int:
    number = int(value)
    if isinstance(value, bool) or not 0 <= number < 2**63:
        raise ValueError(value)
    return number


def _percent(value: Any) -> Decimal | None:
    if value in (None, "", "—"):
        return None
    text = value.removesuffix("%").removesuffix("%") if isinstance(value, str) else value
    try:
        number = _number(text)
    except Bad:
        number = None
    if number is None or not 0 <= number <= 100:
        raise Bad(_("“%(value)s”不是进度,请填写0到100之间的数,例如52.5。") % {"value": str(value)[:30]})
    return number.quantize(Decimal("0.01"))


def _words(value: Any, most: int) -> str:
    text = "" if value is None else str(value).strip()
    if isinstance(value, datetime):
        text = value.date().isoformat()  # a day typed into a cell; nobody types a time of day here
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if len(text) > most:
        raise Bad(_("文字有%(count)s个字,最多%(most)s个字。") % {"count": len(text), "most": most})
    return text


def _cause(value: Any, known: dict[str, str]) -> str:
    if value in (None, ""):
        return ""
    if str(value) not in known:
        offered = "、".join(name for name in known if not name.isascii())
        raise Bad(
            _("没有“%(value)s”这一原因,可选:%(offered)s。") % {"value": str(value)[:30], "offered": offered}
        )
    return known[str(value)]


def _minutes(cells: Any) -> Decimal | None:
    try:
        return _number(_plain(cells[2])) if len(cells) > 2 else None
    except Bad:
        return None
