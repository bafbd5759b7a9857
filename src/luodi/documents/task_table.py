"""The task table (任务分工表) as a workbook that people fill in and hand back.

The visible sheet is theirs; a hidden one keeps what was issued, so that a returned table can be held against
its own beginning. A cell that still holds what was issued is never a fault.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import msgspec

from luodi.core.errors import InputError
from luodi.core.record import Findings
from luodi.documents import words
from luodi.documents.plain import write_bytes
from luodi.documents.task_cells import Cell, NotReadableError, deadline_of
from luodi.documents.task_reading import (
    ID_HEADER,
    ISSUED,
    META,
    NUMBER_HEADER,
    SHEET,
    open_table,
    read_rows,
    stored,
)
from luodi.documents.task_rows import (
    HEADERS,
    STATUSES,
    Change,
    TaskRow,
    TaskTable,
    changes,
    shown,
    table,
)

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Change", "TaskRow", "TaskTable", "changes", "issued", "read_back", "table", "to_bytes", "write"]

WIDTHS: Final = {
    "provision": 12,
    "task": 34,
    "indicator": 15,
    "value": 8,
    "unit": 6,
    "lead": 11,
    "units": 15,
    "leader": 8,
    "deadline": 10.5,
    "stage": 10,
    "acceptance": 11,
    "evidence": 11,
    "status": 7,
}
"""Widths in digits; together about 160, so that A4 across prints at four fifths of the size."""
LINE_HEIGHT: Final = 15
"""Points of one line of 10-point text."""
HEADER_ROW: Final = 3
SPARE_ROWS: Final = 500
"""Rows under the last one that still offer the lists and refuse wrong dates."""
HOW: Final = (
    "填写说明：白色单元格均可修改；增加任务请在表末另起一行，序号留空；时限写年份（2025）、年月（2025-06）或日期（2025-06-30）；"
    "状态从下拉列表选择。请勿改动表头和隐藏列。"
)


def write(reading: Findings, path: str | Path) -> None:
    """Write the task table of a reading as a workbook.

    Args:
        reading: what was read from the document.
        path: where to write; an existing file is replaced as a whole.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(Path(path), to_bytes(reading))


def to_bytes(reading: Findings) -> bytes:
    """Make the workbook: the sheet people fill in, and the hidden one that keeps what was issued."""
    from openpyxl import Workbook

    issued_table = table(reading)
    signs = {f"target/{t.id}/{t.start}-{t.end}": words.SIGNS[t.comparator] for t in reading.targets}
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    _fill_in(sheet, issued_table, signs)
    _guard(sheet, len(issued_table.rows))
    _print_set_up(sheet, issued_table)
    _keep(book.create_sheet(ISSUED), issued_table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_back(path: str | Path, reading: Findings | None = None) -> TaskTable:
    """Read a task table that people have worked on.

    Args:
        path: the workbook.
        reading: the reading it should belong to; when given, a table of another document is refused.

    Returns:
        The rows as they stand now, in the table's order. Rows without an id were added by people; rows that
        were issued and are missing here were deleted: :func:`changes` names both.

    Raises:
        InputError: the file is no task table of ours, or belongs to another document.
        CombinedInputError: some cells cannot be meant; all of them are named.
    """
    path = Path(path)
    book = open_table(path)
    kept = stored(book, path)
    if reading is not None and kept.document_sha256 != reading.document.text_sha256:
        raise InputError(
            "the table belongs to another document or another version of it "
            f"(text {kept.document_sha256[:12]}, expected {reading.document.text_sha256[:12]})",
            where=f"{path.name}, sheet {ISSUED}",
            remedy="give the document it was made from, or write a new table",
        )
    return msgspec.structs.replace(kept, rows=read_rows(book[SHEET], kept, path))


def issued(path: str | Path) -> TaskTable:
    """Read what a task table held when it was written, from its hidden sheet.

    Raises:
        InputError: the file is no task table of ours.
    """
    path = Path(path)
    return stored(open_table(path), path)


def _fill_in(sheet: Worksheet, issued_table: TaskTable, signs: dict[str, str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    headers = [NUMBER_HEADER, *HEADERS.values(), ID_HEADER]
    count = len(issued_table.rows)
    title = f"{issued_table.title}任务分工表" if issued_table.title else SHEET
    source = (
        f"共 {count} 项。正文指纹 {issued_table.document_sha256[:12]}，落地 {issued_table.version} 生成。"
    )
    for row, text in ((1, title), (2, source + HOW)):
        _put(sheet, row, 1, text)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(headers) - 1)
        sheet.cell(row, 1).alignment = Alignment(
            horizontal="center" if row == 1 else "left", vertical="center", wrap_text=True
        )
    sheet.cell(1, 1).font = Font(name="黑体", size=16)
    sheet.cell(2, 1).font = Font(name="宋体", size=9, color="FF595959")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 32, 28
    line = Side(style="thin", color="FF8C8C8C")
    border = Border(left=line, right=line, top=line, bottom=line)
    plain, bold = Font(name="宋体", size=10), Font(name="黑体", size=10)
    wrapped = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, header in enumerate(headers, 1):
        cell = _put(sheet, HEADER_ROW, column, header)
        cell.font, cell.border, cell.alignment = bold, border, middle
        cell.fill = PatternFill("solid", fgColor="FFE7E9EC")
    for row, item in enumerate(issued_table.rows, HEADER_ROW + 1):
        for column, value in enumerate(_cells(item, row - HEADER_ROW), 1):
            cell = _put(sheet, row, column, value)
            cell.font, cell.border, cell.alignment = plain, border, wrapped
            # takes effect when an office turns on sheet protection: its people can fill in, not break the tie
            cell.protection = Protection(locked=column == len(headers))
        sheet.row_dimensions[row].height = LINE_HEIGHT * _lines(item)
        sign = signs.get(item.id or "")
        if sign:
            sheet.cell(row, 1 + 1 + list(HEADERS).index("value")).number_format = f'"{sign}"General'


def _lines(row: TaskRow) -> int:
    """Count the lines a row needs: not every program fits row heights by itself when it opens a file."""
    from unicodedata import east_asian_width

    def lines(text: str, width: float) -> int:
        digits = sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
        return 1 + text.count("\n") + int(digits / (width - 1))

    # 409 points are the most a row can be high
    return min(30, max(lines(shown(getattr(row, field)), width) for field, width in WIDTHS.items()))


def _cells(row: TaskRow, number: int) -> list[Cell]:
    cells: list[Cell] = [number]
    for field in HEADERS:
        value = getattr(row, field)
        if field == "value" and len(value) == 1:
            cells.append(value[0])
        elif field == "deadline" and value:
            cells.append(_deadline_cell(value))
        else:
            cells.append(shown(value))
    return [*cells, row.id]


def _deadline_cell(value: str) -> Cell:
    """Years as numbers and days as dates, so that the workbook can sort and filter them."""
    import datetime

    try:
        deadline_of(value)
    except NotReadableError:
        return value
    if len(value) == 4:
        return int(value)
    return datetime.date.fromisoformat(value) if len(value) == 10 and "/" not in value else value


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    """Fill a cell; text is text, even when it begins like a formula."""
    cell = cast("SheetCell", sheet.cell(row, column))
    if value is None or value == "":
        return cell
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        # Excel keeps the cell as text when it is edited, as if typed behind an apostrophe
        cell.quotePrefix = value[0] in "=+-@"
    return cell


def _guard(sheet: Worksheet, count: int) -> None:
    """Let the workbook itself refuse what could not be read back."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = HEADER_ROW + 1, HEADER_ROW + count + SPARE_ROWS
    column = {name: get_column_letter(index) for index, name in enumerate(HEADERS, 2)}
    day = f"{column['deadline']}{first}"
    rules = {
        column["status"]: DataValidation(
            type="list",
            formula1=f'"{",".join(STATUSES)}"',
            errorTitle="状态",
            error=f"请从列表选择：{'、'.join(STATUSES)}",
        ),
        column["deadline"]: DataValidation(
            type="custom",
            formula1=f"OR(AND(ISNUMBER({day}),OR(AND({day}>=1900,{day}<=2199,INT({day})={day}),{day}>=18264)),"
            f"AND(ISTEXT({day}),ISNUMBER(VALUE(LEFT({day},4)))))",
            errorTitle="时限",
            error="请写年份（2025）、年月（2025-06）、日期（2025-06-30）或两个年份（2021-2025）",
        ),
        get_column_letter(len(HEADERS) + 2): DataValidation(
            type="custom",
            formula1="FALSE",
            errorTitle=ID_HEADER,
            error="本列由系统维护，请勿填写；新增任务留空即可",
        ),
    }
    for letter, rule in rules.items():
        rule.allow_blank, rule.showErrorMessage = True, True
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def _print_set_up(sheet: Worksheet, issued_table: TaskTable) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.column_dimensions["A"].width = 5
    for index, width in enumerate(WIDTHS.values(), 2):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = get_column_letter(len(HEADERS) + 1)
    hidden = sheet.column_dimensions[get_column_letter(len(HEADERS) + 2)]
    hidden.hidden, hidden.width = True, 30
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    bottom = HEADER_ROW + max(1, len(issued_table.rows))
    # the hidden column belongs to the filter: sorting moves the ids with their rows
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(HEADERS) + 2)}{bottom}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{last}{bottom}"
    for margin in ("left", "right"):
        setattr(sheet.page_margins, margin, 0.4)
    footer = sheet.oddFooter.center if sheet.oddFooter is not None else None
    assert footer is not None, "a new sheet has a footer"
    footer.text = "第 &P 页，共 &N 页"


def _keep(sheet: Worksheet, issued_table: TaskTable) -> None:
    for row, field in enumerate(META, 1):
        sheet.cell(row, 1, field)
        _put(sheet, row, 2, getattr(issued_table, field))
    for column, header in enumerate([NUMBER_HEADER, *HEADERS.values(), ID_HEADER], 1):
        sheet.cell(len(META) + 1, column, header)
    for row, item in enumerate(issued_table.rows, 1):
        for column, value in enumerate(_cells(item, row), 1):
            _put(sheet, len(META) + 1 + row, column, value)
    sheet.sheet_state = "veryHidden"
