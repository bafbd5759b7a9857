"""Registers as files (导出): what is exported can be changed and imported again, and generated data says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from luodi.core.generated import NOTE
from luodi.core.registers import Column, Register
from luodi.site.base.cells import neutral
from luodi.site.base.exports import saved_as
from luodi.site.base.refusals import NotNow
from luodi.site.base.uploads import KINDS

from .models.rows import PREFIX
from .show import choices_of, name_of, title_of

MOST_IN_A_BOOK: Final = 100_000
"""Rows of a workbook: above that, spreadsheets and their writers are slow, and a CSV is offered."""
GENERATED: Final = f"GENERATED {NOTE}"
"""Title of the empty last column of a generated export; an import leaves it out."""
XLSX: Final = KINDS[".xlsx"][0]


def exported(
    register: Register, rows: QuerySet[Any], hidden: frozenset[str], ending: str
) -> HttpResponseBase:
    """The rows as a file to be saved.

    Args:
        register: its declaration.
        rows: visible ones.
        hidden: personal columns that are left out.
        ending: ``xlsx`` or ``csv``.

    Raises:
        NotNow: more rows than a workbook holds well.
    """
    columns = [column for column in register.columns if column.name not in hidden]
    if ending == "xlsx" and rows.order_by()[MOST_IN_A_BOOK : MOST_IN_A_BOOK + 1].exists():
        raise too_long()
    values = _values(register, columns, rows, as_text=ending == "csv")
    return saved(title_of(register), [name_of(column) for column in columns], values, ending)


def too_long() -> NotNow:
    """The refusal of a workbook with more rows than it holds well."""
    return NotNow(
        _("超过%(most)s行,不能导出为xlsx。请先筛选,或导出为csv。") % {"most": f"{MOST_IN_A_BOOK:,}"}
    )


def saved(title: str, header: list[str], rows: Iterable[list[Any]], ending: str) -> HttpResponseBase:
    """A table as a file to be saved; generated data says so in its name and in a column of its own.

    Args:
        title: the name without ending.
        header: the titles of the columns.
        rows: cells as :func:`cell` gives them.
        ending: ``xlsx`` or ``csv``.
    """
    titles = header + ([GENERATED] if settings.WORKSPACE.generated else [])
    if ending == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(
            _lines(titles, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        answer = HttpResponse(_book(titles, rows), content_type=XLSX)
    saved_as(answer, title, ending)
    return answer


def _values(
    register: Register, columns: list[Column], rows: QuerySet[Any], *, as_text: bool
) -> Iterator[list[Any]]:
    words = [dict(choices_of(register, column)) for column in columns]
    names = [PREFIX + column.name for column in columns]
    for values in rows.order_by("pk").values_list(*names).iterator(2000):
        yield [cell(value, known, as_text) for value, known in zip(values, words, strict=True)]


def cell(value: Any, words: dict[str, str], as_text: bool) -> Any:
    """One value as a file holds it: codes in words, days as texts where the file has only those, nothing that runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return value.isoformat() if as_text else value
    return neutral(words.get(value, value)) if isinstance(value, str) else value


def _lines(header: list[str], values: Iterable[list[Any]]) -> Iterator[str]:
    out = io.StringIO()
    write = csv.writer(out)
    out.write("\ufeff")
    write.writerow(header)
    for row in values:
        write.writerow(row + [""] * (len(header) - len(row)))
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _book(header: list[str], values: Iterable[list[Any]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(header)
    for row in values:
        sheet.append(row + [""] * (len(header) - len(row)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
