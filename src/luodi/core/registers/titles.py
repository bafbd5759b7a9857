"""The titles of a table alone (列名): quick, however many rows lie below them."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Any, Final

from luodi.core.errors import InputError
from luodi.core.registers.files import ENCODINGS, opened_book
from luodi.core.registers.gathering import READ

HEAD: Final = 1 << 20
"""Bytes among which the titles of a CSV stand."""


def read_titles(path: Path) -> list[str]:
    """Read the first row of a .csv or .xlsx; the rows below it are not looked at.

    Returns:
        The titles as written; "" for a column without one.

    Raises:
        InputError: the file is no table, or empty.
    """
    row = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    if not row:
        raise InputError("the table is empty", where=str(path), accepted=READ)
    return ["" if title is None else str(title).strip() for title in row]


def _csv(path: Path) -> list[Any]:
    with path.open("rb") as file:
        data = file.read(HEAD)
        whole = not file.read(1)
    for encoding in ENCODINGS:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("the file is no text", where=str(path), accepted="UTF-8 or GB 18030")
    try:
        return next((row for row in csv.reader(io.StringIO(text), strict=True) if row), [])
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", where=str(path), accepted=READ) from error


def _xlsx(path: Path) -> list[Any]:
    book = opened_book(path)
    try:
        return list(next(book.worksheets[0].iter_rows(values_only=True), ()))
    finally:
        book.close()
