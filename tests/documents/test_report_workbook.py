from __future__ import annotations

import io

import msgspec
import openpyxl
from openpyxl.workbook import Workbook
from tests.delivery.sample import sample

from luodi.delivery.report import Report
from luodi.documents.report import workbook


def _book(report: Report) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.to_bytes(report)))


def _rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_sheets_are_frozen_and_filtered() -> None:
    book = _book(sample())
    assert book.sheetnames == ["总览", "事项", "数据", "说明"]
    assert [book[name].freeze_panes for name in ("事项", "数据")] == ["D2", "D2"]
    assert book["事项"].auto_filter.ref == f"A1:Z{1 + len(sample().promises)}"


def test_a_promise_is_a_row_of_numbers_with_units() -> None:
    row = _rows(_book(sample()), "事项")[0]
    wanted = {
        "编号": "P01",
        "状态": "已完成",
        "目标水平（按单位列）": 192,
        "最近数值（按单位列）": 201,
        "还差（按单位列）": -9,
        "单位": "家",
    }
    assert {key: row[key] for key in wanted} == wanted


def test_a_forecast_stands_beside_its_promise() -> None:
    _, _, risky, slow, *_ = _rows(_book(sample()), "事项")
    names = (
        "完成概率（%）",
        "到期预测中值（按单位列）",
        "80%区间下限（按单位列）",
        "80%区间上限（按单位列）",
    )
    assert [risky[name] for name in names] == [0.1789, 1000, 710, 1290]
    assert risky["预测说明"] == (
        "2027年710—1290亿元（80%区间），中值1000亿元；只有3个年度数据，区间依据其他序列的误差"
    )
    assert [slow[name] for name in names] == [None] * 4
    assert slow["预测说明"] == "不给出概率：只有2个年度数据，预测至少要3个"
    assert slow["余期所需（每年，按单位列）"] == 60


def test_a_figure_is_a_row_with_role_grade_date_and_link() -> None:
    book = _book(sample())
    row = _rows(book, "数据")[1]
    wanted = {
        "承诺编号": "P01",
        "性质": "直接",
        "据此定论": "是",
        "期间": "2025",
        "数值（按单位列）": 201,
        "等级": "B",
        "公开日期": "2026-04-02",
    }
    assert {key: row[key] for key in wanted} == wanted
    link = book["数据"].cell(3, 15).hyperlink
    assert link is not None
    assert link.target == "https://example.org/hightech_firms/2025"
    assert [it["数值（按单位列）"] for it in _rows(book, "数据") if it["前一版本"] == "是"] == [735]


def test_the_overview_adds_up() -> None:
    rows = list(_book(sample())["总览"].iter_rows(min_row=7, values_only=True))
    *articles, whole = rows
    assert whole[2] == sample().totals.promises == sum(int(str(row[2])) for row in articles)


def test_text_is_never_a_formula_and_only_web_addresses_are_links() -> None:
    first, *rest = sample().promises
    assert first.last is not None
    figure = msgspec.structs.replace(first.last, note="=1+1", source_url="javascript:alert(1)")
    changed = msgspec.structs.replace(first, quote='=HYPERLINK("x")', figures=[figure])
    book = _book(msgspec.structs.replace(sample(), promises=[changed, *rest]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["数据"].cell(2, 15).hyperlink is None
