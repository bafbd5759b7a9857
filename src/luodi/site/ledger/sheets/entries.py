"""Reading the sheets beside that of the reports (读取延期申请、督办单回复、整改): rows that say something, every bad cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from . import cells as reading
from .cells import Bad
from .columns import HEAD, MARKER, PAGES, Page, causes
from .found import LAST, Entry, Fault, sheet_of, sheets_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LONGEST: Final = {"reason": 2000}
"""How many letters a text may have, as on the pages; others may have :data:`LONG`."""
LONG: Final = 10_000
Reader = Callable[[Any], str]


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
    readers, place = _readers(page), page.place
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[int, int] = {}
    rows = sheet.iter_rows(min_row=HEAD + 1, max_row=LAST, max_col=len(page.columns))
    for number, cells in enumerate(rows, HEAD + 1):
        given = {field: cells[position - 1] for field, position in place.items() if position <= len(cells)}
        entry, wrong = _entry(page, number, given, readers)
        faults += wrong
        if entry is None:
            continue
        if entry.thing in seen:
            words = _("与第%(row)s行是同一事项,请只留一行。") % {"row": seen[entry.thing]}
            faults.append(Fault(number, page.column(""), words, page.code))
        else:
            seen[entry.thing] = number
            entries.append(entry)
    return entries, faults


def _readers(page: Page) -> dict[str, Reader]:
    """How each column that is filled in is read."""
    known = causes()
    special: dict[str, Reader] = {
        "new_due_on": reading.day,
        "cause": lambda value: reading.cause(value, known),
    }

    def words(field: str) -> Reader:
        return lambda value: reading.words(value, LONGEST.get(field, LONG))

    opened = [column.field for column in page.columns if column.open]
    return {field: special.get(field) or words(field) for field in opened}


def _entry(
    page: Page, row: int, cells: dict[str, Any], readers: dict[str, Reader]
) -> tuple[Entry | None, list[Fault]]:
    given: dict[str, str] = {}
    faults: list[Fault] = []
    for field, read in readers.items():
        try:
            given[field] = read(reading.plain(cells.get(field)))
        except Bad as bad:
            faults.append(Fault(row, page.column(field), str(bad), page.code))
    if not faults and not any(given.values()):
        return None, []
    try:
        thing, version = (reading.key(reading.plain(cells.get(field))) for field in ("thing", "version"))
    except (ValueError, TypeError, OverflowError):
        words = _("这一行不是下载的填报表中的行,请重新下载后填写。")
        return None, [*faults, Fault(row, page.column(""), words, page.code)]
    if page.code == "extension" and not faults and not given["new_due_on"]:
        faults.append(Fault(row, page.column("new_due_on"), _("请填写申请时限。"), page.code))
    return (None, faults) if faults else (Entry(page.code, row, thing, version, given), [])
