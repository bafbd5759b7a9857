"""Reading the sheets beside that of the reports (读取延期申请、督办单回复、整改): rows that say something, every bad cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import cells as reading
from .cells import Bad
from .columns import HEAD, MARKER, Column
from .found import LAST, Entry, Fault, sheet_of, sheets_of
from .pages import PAGES, Page

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def entries_of(book: Workbook) -> tuple[list[Entry], list[Fault]]:
    """The rows of all these sheets.

    Raises:
        WrongFile: a sheet that was handed out is gone or has other columns, or is there twice.
    """
    handed_out = str(book[MARKER].cell(1, 3).value or "").split()
    entries: list[Entry] = []
    faults: list[Fault] = []
    for page in PAGES.values():
        if page.code in handed_out or sheets_of(book, page.columns):
            some, wrong = _page(sheet_of(book, page.columns, str(page.title)), page)
            entries += some
            faults += wrong
    return entries, faults


def _page(sheet: Any, page: Page) -> tuple[list[Entry], list[Fault]]:
    place = page.place
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[int, int] = {}
    rows = sheet.iter_rows(min_row=HEAD + 1, max_row=LAST, max_col=len(page.columns))
    for number, cells in enumerate(rows, HEAD + 1):
        given = {field: cells[position - 1] for field, position in place.items() if position <= len(cells)}
        entry, wrong = _entry(page, number, given)
        faults += wrong
        if entry is None:
            continue
        if entry.thing in seen:
            words = _("与第%(row)s行是同一事项,请只留一行。") % {"row": seen[entry.thing]}
            faults.append(Fault(number, str(page.column("").title), words, page.code))
        else:
            seen[entry.thing] = number
            entries.append(entry)
    return entries, faults


def _entry(page: Page, row: int, cells: dict[str, Any]) -> tuple[Entry | None, list[Fault]]:
    given: dict[str, str] = {}
    faults: list[Fault] = []

    def wrong(column: Column, words: str) -> None:
        faults.append(Fault(row, str(column.title), words, page.code))

    for column in page.columns:
        if column.read is None:
            continue
        try:
            given[column.field] = column.read(reading.plain(cells.get(column.field)))
        except Bad as bad:
            wrong(column, str(bad))
    if not faults and not any(given.values()):
        return None, []
    try:
        thing, version = (reading.key(reading.plain(cells.get(field))) for field in ("thing", "version"))
    except (ValueError, TypeError, OverflowError):
        wrong(page.column(""), _("这一行不是下载的填报表中的行,请重新下载后填写。"))
        return None, faults
    if not faults:
        for column in page.columns:
            if column.missing and not given[column.field]:
                wrong(column, str(column.missing))
    return (None, faults) if faults else (Entry(page.code, row, thing, version, given), [])
