"""Tables that people keep, as columns of a register: CSV, Excel and Parquet."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from luodi.core.errors import InputError
from luodi.core.identifiers import plain
from luodi.core.registers.gathering import READ, gathered
from luodi.core.registers.model import Register

ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""Tried in this order: what people save today, and what older spreadsheets saved."""


class Table(NamedTuple):
    """A table read for a register.

    Attributes:
        columns: cells by the register's names of columns.
        first_row: the number the file gives its first row of data.
    """

    columns: dict[str, Sequence[Any]]
    first_row: int


class Sheet(NamedTuple):
    """A table as it lies in a file, its titles not yet matched with any register.

    Attributes:
        header: the titles of its columns, as written.
        columns: the cells below each title.
        first_row: the number the file gives its first row of data.
    """

    header: list[str]
    columns: list[Sequence[Any]]
    first_row: int


def read_table(path: Path, register: Register) -> Table:
    """Read a table whose header holds names of columns, or their labels in Chinese or English.

    Args:
        path: .csv (UTF-8 or GB 18030), .xlsx (first sheet) or .parquet.
        register: whose columns they are.

    Raises:
        InputError: the file is missing or no table, or its header names a column twice or one that is not
            the register's; all such columns are named at once.
    """
    sheet = read_sheet(path)
    names = _names(sheet.header, register, str(path))
    return Table(dict(zip(names, sheet.columns, strict=True)), sheet.first_row)


def read_sheet(path: Path) -> Sheet:
    """Read a table with the titles it has, for a person to match.

    Raises:
        InputError: the file is missing or no table.
    """
    if not path.is_file():
        raise InputError("the file does not exist", where=str(path), accepted=READ)
    readers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise InputError(f"{path.suffix or 'no suffix'} is not read", where=str(path), accepted=READ)
    return Sheet(*readers[suffix](path), 1 if suffix == ".parquet" else 2)


def matched(header: Sequence[str], register: Register) -> list[str]:
    """Name the column that each title means, by name or by label in either language; "" where none does."""
    known: dict[str, str] = {}
    for column in register.columns:
        known.update({plain(column.en): column.name, plain(column.zh): column.name})
    known.update({plain(name): name for name in register.names})
    return [known.get(plain(title), "") for title in header]


def _names(header: list[str], register: Register, where: str) -> list[str]:
    names = matched(header, register)
    strange = [title for title, name in zip(header, names, strict=True) if not name]
    if strange:
        raise InputError(
            f"{register.title.zh} has no column {', '.join(strange)}",
            where=where,
            accepted=", ".join(f"{column.name} ({column.zh})" for column in register.columns),
            remedy="rename or remove the column",
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"the column {', '.join(twice)} is there twice", where=where, remedy="remove one")
    return names


def _csv(path: Path) -> tuple[list[str], list[Sequence[Any]]]:
    try:
        with path.open(encoding=_encoding(path), newline="\n") as file:
            return gathered((row for row in csv.reader(file, strict=True) if row), str(path))
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", where=str(path), accepted=READ) from error


def _encoding(path: Path) -> str:
    """Name the first encoding in which the whole file is text."""
    for encoding in ENCODINGS:
        with suppress(UnicodeDecodeError), path.open(encoding=encoding, newline="\n") as file:
            while file.read(1 << 20):
                pass
            return encoding
    raise InputError("the file is no text", where=str(path), accepted="UTF-8 or GB 18030")


def _xlsx(path: Path) -> tuple[list[str], list[Sequence[Any]]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError("this is no Excel workbook", where=str(path), accepted=READ) from error
    try:
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    return gathered(rows, str(path))


def _parquet(path: Path) -> tuple[list[str], list[Sequence[Any]]]:
    import pyarrow
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise InputError("this is no Parquet file", where=str(path), accepted=READ) from error
    return list(table.column_names), [_cells(table[name]) for name in table.column_names]


def _cells(column: Any) -> Sequence[Any]:
    """Give numbers and days without gaps as arrays, everything else as a list."""
    import pyarrow as pa

    plain_type = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    if column.null_count == 0 and (plain_type or pa.types.is_date(column.type)):
        found: Sequence[Any] = column.to_numpy()
        return found
    listed: Sequence[Any] = column.to_pylist()
    return listed
