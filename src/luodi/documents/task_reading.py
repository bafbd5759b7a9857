"""Reading a task table back: what people changed, and every cell that cannot be meant."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from luodi.core.errors import CombinedInputError, InputError
from luodi.documents.task_cells import Cell, NotReadableError, deadline_of, names_of, text_of, value_of
from luodi.documents.task_rows import HEADERS, STATUSES, TaskRow, TaskTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET: Final = "任务分工表"
ISSUED: Final = "_luodi"
META: Final = ("title", "document_sha256", "version")
NUMBER_HEADER: Final = "序号"
ID_HEADER: Final = "标识"
UNPACKED_LIMIT: Final = 500_000_000
"""Bytes that a workbook may unpack to; ours are a thousandth of it."""
ROW_LIMIT: Final = 200_000
HEADER_SEARCH: Final = 20
"""Rows at the top among which the header is looked for, should people have put lines above it."""

_ACCEPTED: Final = {
    "value": "a number such as 192, or a range such as 10～12",
    "deadline": "a year (2025), month (2025-06), date (2025-06-30) or two years (2021-2025)",
    "status": "、".join(STATUSES) + ", or nothing",
}


def open_table(path: Path) -> Workbook:
    """Open a workbook without trusting it.

    Raises:
        InputError: it is missing, no workbook, damaged, protected or a bomb.
    """
    from openpyxl import load_workbook

    expected = {
        "accepted": "the .xlsx that luodi read --format xlsx wrote",
        "remedy": "save it as .xlsx again",
    }
    if not path.is_file():
        raise InputError("no such file", where=str(path), remedy="check the name")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            raise InputError(f"it unpacks to {unpacked // 1_000_000} MB", where=str(path), **expected)
        with warnings.catch_warnings():
            # openpyxl warns of features other programs add; nothing that is read here is lost by them
            warnings.simplefilter("ignore")
            book = load_workbook(path)
    except InputError:
        raise
    except Exception as error:
        # openpyxl lets whatever a damaged part causes through, from KeyError to XML errors
        raise InputError(
            "this is no readable workbook (damaged, or protected by a password)", where=str(path), **expected
        ) from error
    for name in (SHEET, ISSUED):
        if name not in book.sheetnames:
            raise InputError(f"the sheet {name} is missing", where=path.name, **expected)
    return book


def stored(book: Workbook, path: Path) -> TaskTable:
    """Read the hidden sheet: the document's identity and the rows as issued.

    Raises:
        InputError: the sheet was tampered with.
    """
    sheet = book[ISSUED]
    kept = {field: text_of(cast(Cell, sheet.cell(row, 2).value)) for row, field in enumerate(META, 1)}
    headers = [sheet.cell(len(META) + 1, column).value for column in range(1, len(HEADERS) + 3)]
    if not kept["document_sha256"] or headers != [NUMBER_HEADER, *HEADERS.values(), ID_HEADER]:
        raise InputError(
            "the hidden sheet that ties the table to its document was changed",
            where=f"{path.name}, sheet {ISSUED}",
            remedy="copy your edits into a newly written table",
        )
    columns = {field: column for column, field in enumerate(["", *HEADERS, "id"], 1) if field}
    rows = []
    for row in range(len(META) + 2, sheet.max_row + 1):
        raw = {field: cast(Cell, sheet.cell(row, column).value) for field, column in columns.items()}
        if any(value is not None for value in raw.values()):
            rows.append(TaskRow(**{field: _trusted(field, value) for field, value in raw.items()}))
    return TaskTable(**kept, rows=tuple(rows))


def read_rows(sheet: Worksheet, kept: TaskTable, path: Path) -> tuple[TaskRow, ...]:
    """Read the visible sheet.

    Raises:
        CombinedInputError: the header or some cells cannot be read; all of them are named.
    """
    return _Reader(sheet, kept, path).rows()


class _Reader:
    """One pass over the visible sheet that collects every fault."""

    def __init__(self, sheet: Worksheet, kept: TaskTable, path: Path) -> None:
        self.sheet, self.path = sheet, path
        self.issued = {row.id: row for row in kept.rows}
        self.ids = [row.id for row in kept.rows]
        self.errors: list[InputError] = []
        self.seen: dict[str, int] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}

    def rows(self) -> tuple[TaskRow, ...]:
        if self.sheet.max_row > ROW_LIMIT:
            raise InputError(
                f"more than {ROW_LIMIT} rows", where=self.path.name, remedy="delete the empty rows below"
            )
        header, columns = self._header()
        self._merged(header, columns)
        found: list[tuple[int, TaskRow, Cell]] = []
        for row in range(header + 1, self.sheet.max_row + 1):
            read = self._row(row, columns)
            if read is not None:
                found.append((row, read, self._raw(row, columns["number"])))
        for row, read, number in found:
            # a number that was issued beside an id that is gone: the id was lost, this is no new task
            place = int(number) - 1 if isinstance(number, int | float) and float(number).is_integer() else -1
            if read.id is None and 0 <= place < len(self.ids) and self.ids[place] not in self.seen:
                self._fault(
                    row,
                    columns["id"],
                    ID_HEADER,
                    f"the id of task {place + 1} is missing",
                    accepted=f"{self.ids[place]}",
                    remedy="put it back, or clear 序号 if this is a new task",
                )
        if self.errors:
            raise CombinedInputError(self.errors, where=self.path.name)
        return tuple(read for _, read, _ in found)

    def _header(self) -> tuple[int, dict[str, int]]:
        wanted = {
            NUMBER_HEADER: "number",
            **{header: field for field, header in HEADERS.items()},
            ID_HEADER: "id",
        }
        best, columns = 0, dict[str, int]()
        printed: list[str] = []
        for row in range(1, min(HEADER_SEARCH, self.sheet.max_row) + 1):
            texts = [text_of(self._value(row, c)) for c in range(1, min(self.sheet.max_column, 200) + 1)]
            here: dict[str, int] = {}
            for column, text in enumerate(texts, 1):
                field = wanted.get(text.replace("\n", "").replace(" ", ""))
                if field in here:
                    self._fault(
                        row, column, text, "the header stands there twice", remedy="delete one of the columns"
                    )
                elif field is not None:
                    here[field] = column
            if len(here) > len(columns):
                best, columns, printed = row, here, texts
        for position, (header, field) in enumerate(wanted.items(), 1):
            if field not in columns:
                # where it stood, what is there now: the likely new name
                now = printed[position - 1] if len(printed) >= position else ""
                what = f"the column {header} is missing" + (
                    f"; {now} stands in its place" if now and now not in wanted else ""
                )
                self._fault(
                    best or 3, position, header, what, accepted=header, remedy="give the header its name back"
                )
        if self.errors:
            raise CombinedInputError(self.errors, where=self.path.name)
        return best, columns

    def _merged(self, header: int, columns: dict[str, int]) -> None:
        """Merged cells speak for all rows they cover."""
        for area in self.sheet.merged_cells.ranges:
            for row in range(max(area.min_row, header + 1), min(area.max_row, self.sheet.max_row) + 1):
                for column in columns.values():
                    if area.min_col <= column <= area.max_col:
                        self.merged[row, column] = (area.min_row, area.min_col)

    def _value(self, row: int, column: int) -> Cell:
        return cast(Cell, self.sheet.cell(row, column).value)

    def _raw(self, row: int, column: int) -> Cell:
        return self._value(*self.merged.get((row, column), (row, column)))

    def _row(self, row: int, columns: dict[str, int]) -> TaskRow | None:
        raw = {field: self._raw(row, column) for field, column in columns.items() if field != "number"}
        if all(text_of(value) == "" for value in raw.values()):
            return None
        name = text_of(raw.pop("id")) or None
        before = self.issued.get(name) if name is not None else None
        if name is not None:
            self._identify(row, columns["id"], name)
        fields: dict[str, Any] = {"id": name}
        for field, value in raw.items():
            formula = (
                self.sheet.cell(*self.merged.get((row, columns[field]), (row, columns[field]))).data_type
                == "f"
            )
            if not formula and before is not None and _trusted(field, value) == getattr(before, field):
                fields[field] = getattr(before, field)
                continue
            try:
                if formula:
                    raise NotReadableError("a formula")
                fields[field] = _READERS[field](value)
            except NotReadableError:
                self._fault(
                    row,
                    columns[field],
                    HEADERS[field],
                    "a formula stands here" if formula else f"{text_of(value)[:60]!r} cannot be read",
                    accepted=_ACCEPTED.get(field, "plain text"),
                    remedy="put the value itself" if formula else "correct the cell",
                )
        return TaskRow(**fields)

    def _identify(self, row: int, column: int, name: str) -> None:
        if name in self.seen:
            self._fault(
                row,
                column,
                ID_HEADER,
                f"the id {name} stands in row {self.seen[name]} too",
                remedy="clear 序号 and 标识 in the copied row: it is then a new task",
            )
        elif name not in self.issued:
            self._fault(
                row,
                column,
                ID_HEADER,
                f"the id {name[:60]} was never issued for this table",
                remedy="clear 序号 and 标识 if this is a new task",
            )
        self.seen.setdefault(name, row)

    def _fault(
        self, row: int, column: int, header: str, what: str, *, accepted: str = "", remedy: str = ""
    ) -> None:
        from openpyxl.utils import get_column_letter

        place = f"row {row}, column {get_column_letter(column)} ({header})"
        where = f"{self.path.name}, sheet {self.sheet.title}, {place}"
        self.errors.append(InputError(what, where=where, accepted=accepted, remedy=remedy))


def _status_of(cell: Cell) -> str:
    status = text_of(cell)
    if status and status not in STATUSES:
        raise NotReadableError(status)
    return status


_READERS: Final[dict[str, Callable[[Cell], Any]]] = {
    **dict.fromkeys(HEADERS, text_of),
    "value": value_of,
    "lead": names_of,
    "units": names_of,
    "deadline": deadline_of,
    "status": _status_of,
}


def _trusted(field: str, cell: Cell) -> Any:
    """Read a cell as issued: what the document itself says is kept even where people could not type it."""
    try:
        return text_of(cell) or None if field == "id" else _READERS[field](cell)
    except NotReadableError:
        if isinstance(cell, datetime.datetime):
            return cell.date().isoformat()
        return text_of(cell)
