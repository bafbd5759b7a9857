"""The tables that people upload, read from the store (读取表格): guarded, their titles matched by a person if need be."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, Final

from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.core.registers.files import Sheet, read_sheet
from luodi.core.registers.titles import read_titles
from luodi.reading.sources.zipped import Package
from luodi.site.base import store
from luodi.site.base.cells import DANGEROUS
from luodi.site.base.languages import joined
from luodi.site.base.models import StoredFile
from luodi.site.base.refusals import Refusal
from luodi.site.base.store import Brought

ACCEPTED: Final = (".xlsx", ".csv")
_DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY")


class Unreadable(Refusal):
    """The file holds no table that can be read (未能读取)."""

    status = 422


@contextmanager
def at_hand(file: StoredFile | Brought) -> Iterator[Path]:
    """The bytes of a stored file as a file with its own ending, for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="luodi-") as folder:
        path = Path(folder) / f"table{PurePath(file.name).suffix.lower()}"
        with store.opened(file) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        yield path


def sheet_of(file: StoredFile | Brought) -> Sheet:
    """Read the table in a stored file.

    Raises:
        Unreadable: it is no table, or unpacks to more than any table has.
    """
    sheet: Sheet = _read(file, read_sheet)
    _titles_differ(file, sheet.header)
    return sheet


def header_of(file: StoredFile | Brought) -> list[str]:
    """The titles of the table in a stored file, without reading its rows: somebody waits for the answer.

    Only when a column has no title must the rows be read, to know whether anything stands in it.

    Raises:
        Unreadable: see :func:`sheet_of`; what is wrong with the rows is said when they are read.
    """
    titles: list[str] = _read(file, read_titles)
    if not all(titles):
        return sheet_of(file).header
    _titles_differ(file, titles)
    return titles


def _read(file: StoredFile | Brought, read: Callable[[Path], Any]) -> Any:
    with at_hand(file) as path:
        try:
            _guard(path)
            return read(path)
        except InputError as error:
            raise Unreadable(
                _("“%(name)s”不能作为表格读取:%(why)s。请另存为xlsx或csv(首行为列名)后重新上传。")
                % {"name": file.name, "why": error.what}
            ) from error


def _titles_differ(file: StoredFile | Brought, header: list[str]) -> None:
    twice = sorted({title for title in header if header.count(title) > 1})
    if twice:
        raise Unreadable(
            _("“%(name)s”有重复的列名:%(titles)s。请改名或删去一列后重新上传。")
            % {"name": file.name, "titles": joined(title or _("(空)") for title in twice)}
        )


def _guard(path: Path) -> None:
    """Refuse workbooks that are bombs or declare entities, before a library opens them whole."""
    if path.suffix != ".xlsx":
        return
    package = Package(path.read_bytes(), path.name)
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            part = package.read(name)
            if any(mark in part or mark.decode().encode("utf-16-le") in part for mark in _DECLARED):
                raise InputError("a part of the workbook declares entities", where=path.name)


def fingerprint(header: Sequence[str]) -> str:
    """The SHA-256 of titles, in whatever order, under which their matching is remembered."""
    return hashlib.sha256("\x1f".join(sorted(header)).encode()).hexdigest()


def chosen(sheet: Sheet, mapping: Mapping[str, str]) -> dict[str, Sequence[Any]]:
    """The columns of a sheet by the register's names; titles that map to nothing are left out.

    The apostrophe that an export puts before what a spreadsheet would run is taken off again.
    """
    return {
        mapping[title]: [*map(_bare, cells)] if any(map(_is_neutral, cells)) else cells
        for title, cells in zip(sheet.header, sheet.columns, strict=True)
        if mapping.get(title)
    }


def _is_neutral(cell: Any) -> bool:
    return isinstance(cell, str) and cell[:1] == "'" and cell[1:].startswith(DANGEROUS)


def _bare(cell: Any) -> Any:
    return cell[1:] if _is_neutral(cell) else cell
