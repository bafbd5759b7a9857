"""The list of duties as a file (导出): what is filtered, as CSV or as a workbook, formulas made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.cells import neutral
from luodi.site.base.exports import mark
from luodi.site.base.languages import said
from luodi.site.base.refusals import NotNow

from .helping import in_words
from .models import Duty, Instruction
from .models.progress import Cause
from .queries import instructions

MOST_ROWS: Final = 20_000
"""Rows of one workbook: more take longer than a page may; CSV has no limit."""


def headings() -> list[str]:
    """The columns' names."""
    return [
        _("编号"), _("任务"), _("决定"), _("条款"), _("原文"), _("牵头单位"), _("协办单位"), _("责任人"), _("区域"), _("状态"), _("亮灯"), _("亮灯理由"),
        _("进度(%)"), _("完成时限"), _("原定时限"), _("延期次数"), _("滞后原因"), _("最近反馈"),
    ]  # fmt: skip


def lines(duties: QuerySet[Duty]) -> Iterator[list[Any]]:
    """The rows, read in batches."""
    causes = dict(Cause.choices)
    every = duties.select_related("lead", "person", "area", "commitment__decision")
    every = every.prefetch_related("co_units__organisation")
    for duty in every.order_by("id").iterator(chunk_size=1000):
        promise = duty.commitment
        row = [
            duty.number, duty.title, promise.decision.title, promise.article, promise.quote, str(duty.lead or ""),
            in_words(duty.co_units.all()), str(duty.person or ""), str(duty.area or ""), duty.get_state_display(), duty.get_light_display(), said(duty.light_reason),
            float(duty.percent), duty.due_on, duty.first_due_on, duty.extensions_granted,
            str(causes.get(duty.cause, duty.cause)), timezone.localdate(duty.reported_at) if duty.reported_at else None,
        ]  # fmt: skip
        yield [neutral(cell) for cell in row]


def as_csv(duties: QuerySet[Duty]) -> Iterator[bytes]:
    """The list as CSV, line by line; it begins with the mark by which spreadsheets know UTF-8."""
    yield b"\xef\xbb\xbf"
    rows: Iterable[list[Any]] = ([cell] for cell in mark())
    for row in (*rows, headings()):
        yield _line(row)
    for row in lines(duties):
        yield _line(row)


def as_workbook(duties: QuerySet[Duty]) -> bytes:
    """The list as a workbook.

    Raises:
        NotNow: there are more than :data:`MOST_ROWS`.
    """
    import openpyxl

    if duties.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        words = _("超过%(most)s行,请缩小筛选范围,或改为导出CSV。")
        raise NotNow(words % {"most": MOST_ROWS})
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("责任事项"))
    for width, column in zip((14, 40, 30, 10, 50, 18), "ABCDEF", strict=True):
        sheet.column_dimensions[column].width = width
    for cell in mark():
        sheet.append([cell])
    sheet.append(headings())
    for row in lines(duties):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def instructions_workbook(found: QuerySet[Instruction]) -> bytes:
    """A list of instructions as a workbook, each with the latest answer.

    Raises:
        NotNow: there are more than :data:`MOST_ROWS`.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("批示"))
    for width, column in zip((12, 14, 60, 40, 18, 12, 12, 30, 12, 60), "ABCDEFGHIJ", strict=True):
        sheet.column_dimensions[column].width = width
    rows = list(found.select_related("leader", "unit", "duty")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise NotNow(_("超过%(most)s行,请缩小筛选范围。") % {"most": MOST_ROWS})
    for cell in mark():
        sheet.append([cell])
    sheet.append([
        _("批示日期"), _("批示领导"), _("批示内容"), _("责任事项"), _("承办单位"), _("办理时限"), _("状态"), _("亮灯理由"),
        _("回复日期"), _("办理情况"),
    ])  # fmt: skip
    told = {each.instruction_id: each for each in reversed(instructions.answers([each.pk for each in rows]))}
    for each, shine in instructions.lit(rows):
        answer = told.get(each.pk)
        row = [
            each.written_on, str(each.leader), each.text, str(each.duty or ""), str(each.unit or ""), each.answer_by,
            each.get_state_display(), shine.reason, timezone.localdate(answer.at) if answer else None, answer.text if answer else "",
        ]  # fmt: skip
        sheet.append([neutral(cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _line(row: list[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(row)
    return buffer.getvalue().encode()
