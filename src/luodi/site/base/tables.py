"""Tables that people upload (上传表格): read within bounds, cells as text, rows with the number the file gives them."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .languages import in_any_language, joined
from .uploads import WrongFile, checked

ROWS: Final = 5000
COLUMNS: Final = 40
CELL: Final = 2000
ENDINGS: Final = (".xlsx", ".csv")


class Row(NamedTuple):
    """One row: its number in the file, its cells by the name of the column; what is empty is ""."""

    number: int
    cells: dict[str, str]


def read(upload: UploadedFile, columns: Sequence[str], needed: Sequence[str]) -> list[Row]:
    """Read an uploaded table whose first row names the columns; empty rows are left out.

    Args:
        columns: names that are known, in the house's language; those of any other language of the site are taken for
            them. Others are refused, for a misspelt one would be lost unseen.
        needed: names that must be there.

    Raises:
        WrongFile, TooLarge: it is no table, has no rows or too many, or its columns are not those.
    """
    name, _media = checked(upload, ENDINGS)
    lines = _csv(upload) if name.lower().endswith(".csv") else _xlsx(upload)
    first = next(lines, (0, []))
    spoken = in_any_language(columns)
    header = [spoken.get(cell, cell) for cell in (each.rstrip("*").strip() for each in first[1])]
    while header and not header[-1]:
        header.pop()
    _named(header, columns, needed)
    rows = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(rows) >= ROWS:
            raise WrongFile(_("表格超过%(most)s行。请分成几个文件,每个不超过%(most)s行。") % {"most": ROWS})
        filled = [*cells, *[""] * len(header)][: len(header)]
        rows.append(Row(number, dict.fromkeys(columns, "") | dict(zip(header, filled, strict=True))))
    if not rows:
        raise WrongFile(_("表格中没有数据行。第一行为列名,从第二行起填写。"))
    return rows


def _named(header: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    wrong = []
    if strange := [each or _("(空)") for each in header if each not in columns]:
        wrong.append(_("不认识的列:%(names)s。") % {"names": joined(strange[:10])})
    if missing := [each for each in needed if each not in header]:
        wrong.append(_("缺少的列:%(names)s。") % {"names": joined(map(_, missing))})
    if twice := sorted({each for each in header if header.count(each) > 1}):
        wrong.append(_("重复的列:%(names)s。") % {"names": joined(map(_, twice[:10]))})
    if wrong:
        raise WrongFile("".join(wrong) + _("可用的列:%(names)s。") % {"names": joined(map(_, columns))})


def _csv(upload: UploadedFile) -> Iterator[tuple[int, list[str]]]:
    data = upload.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _unreadable()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
            yield number, [_text(cell) for cell in cells[: COLUMNS + 1]]
    except csv.Error as error:
        raise _unreadable() from error


def _xlsx(upload: UploadedFile) -> Iterator[tuple[int, list[str]]]:
    """The first sheet, never past the bounds: a file may say that it is a million rows and 16,384 columns wide."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that other programs add; nothing read here is lost
            book = openpyxl.load_workbook(upload, read_only=True, data_only=True)
            for number, cells in enumerate(_cells(book.worksheets[0]), 1):
                yield number, [_text(cell) for cell in cells]
            book.close()
    except WrongFile:
        raise
    except Exception as error:
        # openpyxl lets whatever a damaged part causes through, from KeyError to XML errors
        raise _unreadable() from error


def _cells(sheet: Any) -> Iterable[Sequence[object]]:
    found: Iterable[Sequence[object]] = sheet.iter_rows(max_row=ROWS * 2, max_col=COLUMNS, values_only=True)
    return found


def _text(cell: object) -> str:
    """A cell as one would type it: days as 2026-01-31, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").strip()[:CELL]


def _unreadable() -> WrongFile:
    return WrongFile(_("表格无法读取,没有保存。请另存为 .xlsx 或 UTF-8 编码的 .csv 后再上传。"))
