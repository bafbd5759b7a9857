"""The report as a workbook: 总览 (totals), 事项 (a row per promise), 数据 (a row per figure), 说明."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from luodi.delivery.report import Article, Figure, Promise, Report, Totals
from luodi.documents.plain import clean, one_line, write_bytes
from luodi.documents.report import said
from luodi.documents.report.words import EVIDENCE, GRADES, MARKS, ROLES

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | float | int | None
Column = tuple[str, float, str]
"""Header (with its unit), width in digits, number format."""

CELL_MAXIMUM: Final = 32_767
LINK_MAXIMUM: Final = 2_079
GENERAL: Final = "General"
PROMISES: Final[tuple[Column, ...]] = (
    ("编号", 9, GENERAL),
    ("条款", 8, GENERAL),
    ("承诺", 24, GENERAL),
    ("要求", 22, GENERAL),
    ("目标水平（按单位列）", 12, "#,##0.####"),
    ("单位", 11, GENERAL),
    ("期限", 11, GENERAL),
    ("状态", 11, GENERAL),
    ("理由", 36, GENERAL),
    ("依据", 11, GENERAL),
    ("最近数据", 30, GENERAL),
    ("最近数值（按单位列）", 12, "#,##0.####"),
    ("还差（按单位列）", 12, "#,##0.####"),
    ("完成（%）", 10, "0.0%"),
    ("所需进度（每年，按单位列）", 12, "#,##0.####"),
    ("实际进度（每年，按单位列）", 12, "#,##0.####"),
    ("实际/所需（倍）", 10, "0.00"),
    ("余期所需（每年，按单位列）", 12, "#,##0.####"),
    ("完成概率（%）", 10, "0%"),
    ("到期预测中值（按单位列）", 12, "#,##0.####"),
    ("80%区间下限（按单位列）", 12, "#,##0.####"),
    ("80%区间上限（按单位列）", 12, "#,##0.####"),
    ("预测说明", 30, GENERAL),
    ("尚缺", 36, GENERAL),
    ("原文", 48, GENERAL),
    ("备注", 24, GENERAL),
)
FIGURES: Final[tuple[Column, ...]] = (
    ("承诺编号", 9, GENERAL),
    ("承诺", 22, GENERAL),
    ("性质", 8, GENERAL),
    ("据此定论", 8, GENERAL),
    ("指标", 24, GENERAL),
    ("地区", 11, GENERAL),
    ("期间", 16, GENERAL),
    ("数值（按单位列）", 14, "#,##0.####"),
    ("单位", 12, GENERAL),
    ("界限", 8, GENERAL),
    ("等级", 6, GENERAL),
    ("公开日期", 12, GENERAL),
    ("公开日期推定", 8, GENERAL),
    ("前一版本", 8, GENERAL),
    ("来源", 34, GENERAL),
    ("不足以定论的原因", 22, GENERAL),
    ("说明", 30, GENERAL),
    ("数据行", 20, GENERAL),
)
BOUNDS: Final = {"exact": "", "at_least": "以上", "at_most": "以内", "about": "约"}


def write(report: Report, path: str | Path) -> None:
    """Write the report as an .xlsx.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(Path(path), to_bytes(report))


def to_bytes(report: Report) -> bytes:
    """Make the workbook."""
    from openpyxl import Workbook

    book = Workbook()
    overview = cast("Worksheet", book.active)
    overview.title = "总览"
    _overview(overview, report)
    _fill(book.create_sheet("事项"), PROMISES, map(_promise, report.promises))
    sheet = book.create_sheet("数据")
    figures = [(promise, it, old) for promise in report.promises for it, old in _vintages(promise)]
    _fill(sheet, FIGURES, (_figure(*one) for one in figures))
    source = 1 + [name for name, _, _ in FIGURES].index("来源")
    for row, (_, figure, _) in enumerate(figures, 2):
        _link(cast("SheetCell", sheet.cell(row, source)), figure.source_url)
    _notes(book.create_sheet("说明"), report)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _overview(sheet: Worksheet, report: Report) -> None:
    from openpyxl.styles import Font

    lines = (
        f"{one_line(report.city.zh)}落实情况报告",
        f"截至{report.as_of}，依据{said.document(report)}",
        said.lead(report).zh,
        said.evidence(report).zh,
    )
    for row, line in enumerate(lines, 1):
        _row(sheet, row, [line])
    names = [*(mark.word.zh for mark in MARKS.values()), *(word.zh for word, _ in EVIDENCE.values())]
    header = len(lines) + 2
    _row(sheet, header, ["条款", "标题", "承诺（项）", *(f"{name}（项）" for name in names)])
    _head(sheet, header)
    for row, it in enumerate(report.totals.by_article, header + 1):
        _row(sheet, row, [said.article(it.article).zh, it.heading, it.total, *_counts(it)])
    whole = header + 1 + len(report.totals.by_article)
    _row(sheet, whole, ["合计", None, report.totals.promises, *_counts(report.totals)])
    for cell in sheet[whole]:
        cell.font = Font(bold=True)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.freeze_panes = f"C{header + 1}"
    _widths(sheet, [9, 26, *[11] * (1 + len(names))])


def _counts(it: Article | Totals) -> list[int]:
    return [*(it.by_status[status] for status in MARKS), *(it.by_evidence[kind] for kind in EVIDENCE)]


def _promise(it: Promise) -> list[Value]:
    far, pace = it.distance, it.pace
    ahead = it.outlook.ahead[-1] if it.outlook and it.outlook.ahead else None
    needed = (it.outlook.needed if it.outlook else None) or (pace.needed if pace else None)
    return [
        it.id,
        said.article(it.article).zh,
        it.indicator + (f"（重申{it.restates}）" if it.restates else ""),
        it.demand.words.zh,
        it.demand.threshold,
        said.unit(it),
        said.due(it).zh,
        MARKS[it.status].word.zh,
        it.reason.zh,
        EVIDENCE[it.evidence][0].zh,
        said.last(it).zh if it.last else None,
        far.value if far else None,
        far.gap if far else None,
        far.share if far else None,
        pace.required.per_year if pace and pace.required else None,
        pace.actual.per_year if pace and pace.actual else None,
        pace.ratio if pace else None,
        needed.per_year if needed else None,
        it.probability,
        ahead.p50 if ahead else None,
        ahead.p10 if ahead else None,
        ahead.p90 if ahead else None,
        said.forecast(it).zh if it.outlook else None,
        said.missing(it).zh if it.missing else None,
        it.quote,
        it.remark.zh if it.remark else None,
    ]


def _vintages(promise: Promise) -> Iterable[tuple[Figure, bool]]:
    old = [earlier for it in said.figures(promise) for earlier in it.superseded]
    return [(it, it in old) for it in said.figures(promise)]


def _figure(promise: Promise, it: Figure, old: bool) -> list[Value]:
    return [
        promise.id,
        promise.indicator,
        ROLES[it.role].zh,
        "是" if it.decides else None,
        it.name.zh,
        it.area,
        it.period,
        it.value,
        it.unit,
        BOUNDS[it.bound],
        it.grade.value,
        it.known_on,
        "是" if it.known_on_estimated else None,
        "是" if old else None,
        it.source_title,
        it.why.zh if it.why else None,
        it.note,
        it.row,
    ]


def _notes(sheet: Worksheet, report: Report) -> None:
    lines = [
        ("词语", "含义"),
        *((f"等级{grade.value}", word.zh) for grade, word in GRADES.items()),
        *((word.zh, meaning.zh) for word, meaning in EVIDENCE.values()),
        *(("说明", note.zh) for note in report.notes),
        *((f"未能对应的绑定 {it.id}", f"{it.row}：“{it.quote}”：{it.reason.zh}") for it in report.lost),
        ("数据", said.counts(report).zh),
    ]
    for row, line in enumerate(lines, 1):
        _row(sheet, row, line)
    _head(sheet, 1)
    sheet.freeze_panes = "A2"
    _widths(sheet, [26, 100])


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl.utils import get_column_letter

    _row(sheet, 1, [name for name, _, _ in columns])
    _head(sheet, 1)
    for row, values in enumerate(rows, 2):
        _row(sheet, row, values, [form for _, _, form in columns])
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    assert sheet.sheet_properties.pageSetUpPr is not None, "a new sheet has print properties"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _widths(sheet, [width for _, width, _ in columns])


def _row(sheet: Worksheet, row: int, values: Sequence[Value], forms: Sequence[str] = ()) -> None:
    """Fill a row; text is text, even when it begins like a formula."""
    for column, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        cell = cast("SheetCell", sheet.cell(row, column))
        if isinstance(value, str):
            cell.value = one_line(clean(value))[:CELL_MAXIMUM]
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
        else:
            cell.value = value
            cell.number_format = forms[column - 1] if forms else GENERAL


def _link(cell: SheetCell, url: str) -> None:
    from openpyxl.styles import Font

    if re.match(r"https?://", url, re.IGNORECASE) and len(url) <= LINK_MAXIMUM:
        cell.hyperlink = clean(url)
        cell.font = Font(color="FF17568A", underline="single")


def _head(sheet: Worksheet, row: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in sheet[row]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE7E9EC")
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
