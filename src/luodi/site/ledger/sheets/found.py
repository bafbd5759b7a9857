"""What is found in a filled-in workbook (读取结果): its sheets, rows of the sheets beside that of the reports, bad cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _

from luodi.site.base.uploads import WrongFile

from .columns import HEAD, MOST, Column, names
from .pages import PAGES

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


LAST: Final = HEAD + 10 * MOST
"""Rows below it are not looked at; a workbook that was handed out ends long before."""


class Fault(NamedTuple):
    """One bad cell (错误单元格): row, column, what is accepted; the sheet, if it is not that of the reports."""

    row: int
    column: str
    words: str
    page: str = ""

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return str(PAGES[self.page].title) if self.page else _("填报")


class Entry(NamedTuple):
    """One filled-in row of another sheet: which sheet and row, the thing as it was handed out, what was typed."""

    page: str
    row: int
    thing: int
    version: int
    given: dict[str, str]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as one meets them in the workbook."""
    pages = ["", *PAGES]
    return sorted(faults, key=lambda each: (pages.index(each.page), each))


def sheet_of(book: Workbook, columns: tuple[Column, ...], title: str = "") -> Any:
    """The sheet to be read, wherever it stands in the book: what it holds is known by its columns, not by its place.

    Args:
        book: the workbook.
        columns: the sheet's columns.
        title: what the sheet is called; empty for that of the reports.

    Raises:
        WrongFile: no sheet has the columns as they were handed out, or several have.
    """
    found = sheets_of(book, columns)
    if not found and title:
        words = _(
            "没有找到“%(title)s”页,或者它第%(row)s行的列名与下载时不同,没有读取。请不要删除这一页,不要改名、增删或移动列;请重新下载填报表后填写。"
        )
        raise WrongFile(words % {"title": title, "row": HEAD})
    if not found:
        words = _("第%(row)s行的列名与下载时不同,没有读取。请不要改名、增删或移动列;请重新下载填报表后填写。")
        raise WrongFile(words % {"row": HEAD})
    if len(found) > 1:
        words = _("有%(count)s页填报表,分不清以哪一页为准,没有读取。请只留一页。")
        raise WrongFile(words % {"count": len(found)})
    return found[0]


def sheets_of(book: Workbook, columns: tuple[Column, ...]) -> list[Any]:
    """The sheets that have these columns."""
    known, width = names(columns), len(columns)
    return [
        sheet
        for sheet in book.worksheets
        for row in sheet.iter_rows(min_row=HEAD, max_row=HEAD, max_col=width, values_only=True)
        if tuple("" if value is None else str(value) for value in row) in known
    ]
