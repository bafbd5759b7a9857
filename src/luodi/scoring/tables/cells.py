"""A table file as rows of cells, whatever its format; cells keep the row number that the user sees."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from pathlib import Path

from luodi.core.errors import InputError

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        name: file name, for messages.
        columns: the header, white space around names removed.
        rows: cells below the header.
        first_row: number of the first of ``rows`` as a spreadsheet shows it.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    first_row: int = 2

    def place(self, row: int, column: str | None = None) -> str:
        """Name a cell as the user would look it up."""
        place = f"{self.name} row {row + self.first_row}"
        return f"{place}, column {column}" if column else place


def read_sheet(path: Path, data: bytes | None = None) -> Sheet:
    """Read a table file.

    Args:
        path: a .csv, .tsv, .parquet or .xlsx file; of a workbook the first sheet.
        data: its content, if it is at hand already.

    Raises:
        InputError: the file cannot be read, is empty, or a column name is empty or comes twice.
    """
    if data is None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", where=str(path), remedy="check the path"
            ) from error
    kind = path.suffix.lower()
    if kind in (".csv", ".tsv", ".txt"):
        lines = _from_csv(path.name, data, "\t" if kind == ".tsv" else None)
    elif kind == ".parquet":
        lines = _from_parquet(path.name, data)
    elif kind in (".xlsx", ".xlsm"):
        lines = _from_workbook(path.name, data)
    else:
        raise InputError(
            f"files of kind {kind or 'without ending'} are not tables",
            where=path.name,
            accepted=".csv, .tsv, .parquet or .xlsx",
            remedy="save the table as one of these",
        )
    if not lines or all(cell is None or cell == "" for cell in lines[0]):
        raise InputError(
            "the table is empty, or its first row is",
            where=path.name,
            accepted="names of columns in the first row",
            remedy="remove what stands above the header",
        )
    header = tuple("" if cell is None else str(cell).strip() for cell in lines[0])
    while header and not header[-1]:
        header = header[:-1]
    _check_header(path.name, header)
    width = len(header)
    rows = [list(line[:width]) + [None] * (width - len(line)) for line in lines[1:]]
    while rows and all(cell is None or cell == "" for cell in rows[-1]):
        rows.pop()
    return Sheet(path.name, header, rows)


def _check_header(name: str, header: tuple[str, ...]) -> None:
    for position, column in enumerate(header, start=1):
        if not column:
            raise InputError(
                f"column {position} has no name", where=f"{name} row 1", remedy="name it or remove it"
            )
        if header.index(column) != position - 1:
            raise InputError(
                f"the column {column!r} comes twice",
                where=f"{name} row 1",
                remedy="rename or remove one of the two",
            )


def _from_csv(name: str, data: bytes, delimiter: str | None) -> list[list[Cell]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(
            "the text is in no known encoding", where=name, accepted="UTF-8 or GB 18030", remedy="save it so"
        )
    if delimiter is None:
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
    try:
        return [list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise InputError(f"not a table: {error}", where=name, remedy="check the file") from error


def _from_parquet(name: str, data: bytes) -> list[list[Cell]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise InputError(
            "Parquet needs the package pyarrow",
            where=name,
            remedy="install luodi with the extra `parquet`, or save the table as .csv",
        ) from error
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
    except pyarrow.ArrowInvalid as error:
        raise InputError("not readable as Parquet", where=name, remedy="check the file") from error
    columns = [[_plain(cell) for cell in table.column(at).to_pylist()] for at in range(table.num_columns)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [list(table.column_names), *rows]


def _from_workbook(name: str, data: bytes) -> list[list[Cell]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # the library raises errors of many kinds for broken files
        raise InputError(
            "not readable as a workbook", where=name, accepted="an .xlsx file", remedy="save it anew"
        ) from error
    sheet = book.worksheets[0]
    return [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _plain(cell: object) -> Cell:
    if cell is None or isinstance(cell, str | float | int | bool):
        return cell
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    try:
        return float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(cell)
