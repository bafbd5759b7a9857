from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.record import Reading
from luodi.documents import task_table
from luodi.documents.task_rows import HEADERS, TaskRow
from luodi.documents.task_table import changes, issued, read_back, table, write

COLUMN = {header: index for index, header in enumerate(["序号", *HEADERS.values(), "标识"], 1)}
FIRST = 4


@pytest.fixture
def edited(reading: Reading, tmp_path: Path) -> Callable[..., Path]:
    """Write the sample's table and work on its sheet as people would."""

    def edit(work: Callable[[Any], object]) -> Path:
        path = tmp_path / "分工表.xlsx"
        write(reading, path)
        book = openpyxl.load_workbook(path)
        work(book["任务分工表"])
        book.save(path)
        return path

    return edit


def test_rows_follow_the_text_and_name_their_units(reading: Reading) -> None:
    rows = table(reading).rows
    assert [row.id.split("/")[1] for row in rows if row.id] == [
        "t1",
        "t2",
        "m1",
        "t3",
        "m2",
        "d1",
        "t4",
        "d2",
        "t5",
    ]
    first, doubling = rows[0], rows[6]
    assert first == TaskRow(
        id=first.id,
        provision="一、1.明确奋斗目标",
        task="高新技术企业达到192家",
        indicator="高新技术企业",
        value=(192.0,),
        unit="家",
        deadline="2025",
    )
    assert doubling.lead == ("市科技局",)
    assert doubling.units == ("市经济和信息化局", "各县(市、区)人民政府")
    assert doubling.indicator == "科技型中小企业数量（以2020年为基期）"


def test_a_table_that_nobody_touched_has_no_changes(reading: Reading, tmp_path: Path) -> None:
    write(reading, tmp_path / "t.xlsx")
    assert changes(table(reading), read_back(tmp_path / "t.xlsx", reading)) == []
    assert issued(tmp_path / "t.xlsx") == table(reading) == read_back(tmp_path / "t.xlsx")


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_reading_comes_back_as_it_went(
    data: st.DataObject, readings: st.SearchStrategy[Reading], tmp_path_factory: pytest.TempPathFactory
) -> None:
    any_reading = data.draw(readings)
    path = tmp_path_factory.mktemp("table") / "t.xlsx"
    write(any_reading, path)
    assert changes(table(any_reading), read_back(path, any_reading)) == []


def test_what_looks_like_a_formula_stays_text(reading: Reading, tmp_path: Path) -> None:
    write(reading, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["任务分工表"]
    cells = [
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "+", "-", "@"))
    ]
    assert {cell.value for cell in cells} == {"=SUM(A1)也是文字", "-1%以内", "=SUM(A1)"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_the_sheet_is_made_for_work_and_paper(reading: Reading, tmp_path: Path) -> None:
    write(reading, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet = book["任务分工表"]
    assert [sheet.cell(3, column).value for column in COLUMN.values()] == list(COLUMN)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:O12")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.column_dimensions["O"].hidden
    assert book["_luodi"].sheet_state == "veryHidden"
    assert (sheet["O4"].protection.locked, sheet["N4"].protection.locked) == (True, False)
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "custom"}
    assert sheet["E5"].value == "10～12"
    assert sheet["E7"].number_format == '"≥"General'
    assert sheet["J4"].value == 2025


def test_edits_come_back_typed_and_named(reading: Reading, edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.cell(FIRST, COLUMN["目标值"]).value = "200"
        sheet.cell(FIRST, COLUMN["责任单位"]).value = "市科技局，市税务局"
        sheet.cell(FIRST, COLUMN["责任领导"]).value = "张三"
        sheet.cell(FIRST, COLUMN["时限"]).value = "2025年12月31日"
        sheet.cell(FIRST, COLUMN["状态"]).value = "推进中"

    path = edited(work)
    after = read_back(path, reading)
    row = after.rows[0]
    assert (row.value, row.units, row.leader) == ((200.0,), ("市科技局", "市税务局"), "张三")
    assert (row.deadline, row.status) == ("2025-12-31", "推进中")
    assert [(c.column, c.before, c.after) for c in changes(table(reading), after)] == [
        ("目标值", "192", "200"),
        ("责任单位", "", "市科技局、市税务局"),
        ("责任领导", "", "张三"),
        ("时限", "2025", "2025-12-31"),
        ("状态", "", "推进中"),
    ]


def test_removed_and_added_rows_are_named(edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.delete_rows(FIRST + 1)
        sheet.cell(sheet.max_row + 1, COLUMN["任务"]).value = "另设专班"

    path = edited(work)
    found = changes(issued(path), read_back(path))
    assert [(change.what, change.task) for change in found] == [
        ("removed", "研发投入年均增长10%～12%"),
        ("added", "另设专班"),
    ]


def test_sorted_rows_and_moved_columns_are_no_change(reading: Reading, edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
        for number, values in enumerate(reversed(rows), FIRST):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value
                if isinstance(value, str):
                    sheet.cell(number, column).data_type = "s"
        sheet.insert_rows(1)

    assert changes(table(reading), read_back(edited(work), reading)) == []


def test_merged_cells_speak_for_all_their_rows(reading: Reading, edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=2, end_column=2)

    assert changes(table(reading), read_back(edited(work), reading)) == []


def test_dates_may_be_typed_in_any_way_people_type_them(edited: Callable[..., Path]) -> None:
    typed = [
        datetime.datetime(2025, 6, 30),
        datetime.date(2025, 6, 30),
        2025,
        2025.0,
        "2025年6月",
        " 2025/6/30 ",
    ]

    def work(sheet: Any) -> None:
        for row, value in enumerate(typed, FIRST):
            sheet.cell(row, COLUMN["时限"]).value = value

    rows = read_back(edited(work)).rows
    assert [row.deadline for row in rows[: len(typed)]] == [
        "2025-06-30",
        "2025-06-30",
        "2025",
        "2025",
        "2025-06",
        "2025-06-30",
    ]


def test_a_cell_merged_over_several_rows_is_said_of_each(edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        column = COLUMN["责任领导"]
        sheet.cell(FIRST, column).value = "张三"
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 2, start_column=column, end_column=column)

    rows = read_back(edited(work)).rows
    assert [row.leader for row in rows[:4]] == ["张三", "张三", "张三", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "'=1"]
)
def test_no_text_of_a_document_becomes_a_formula(reading: Reading, tmp_path: Path, text: str) -> None:
    import msgspec

    nasty = msgspec.structs.replace(reading.targets[0], indicator=text, quote=text, unit=text)
    write(msgspec.structs.replace(reading, targets=[nasty]), tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for sheet in book:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert text.strip() in {cell.value for row in book["任务分工表"].iter_rows() for cell in row}


def test_every_bad_row_is_named_at_once(reading: Reading, edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.cell(4, COLUMN["状态"]).value = "差不多"
        sheet.cell(5, COLUMN["时限"]).value = "尽快"
        sheet.cell(6, COLUMN["目标值"]).value = "很多"
        sheet.cell(7, COLUMN["标识"]).value = sheet.cell(4, COLUMN["标识"]).value
        sheet.cell(8, COLUMN["标识"]).value = None
        sheet.cell(9, COLUMN["标识"]).value = "target/未知/0-1"
        sheet.cell(10, COLUMN["责任领导"]).value = "=A1"
        sheet.cell(11, COLUMN["时限"]).value = "2025-02-30"

    with pytest.raises(CombinedInputError) as caught:
        read_back(edited(work), reading)
    places = [re.search(r"row (\d+), column (\w+) \((.+)\)", error.where) for error in caught.value.errors]
    # row 7 took the id of row 4, row 8 lost its own
    assert [match.groups() for match in places if match] == [
        ("4", "N", "状态"),
        ("5", "J", "时限"),
        ("6", "E", "目标值"),
        ("7", "O", "标识"),
        ("9", "O", "标识"),
        ("10", "I", "责任领导"),
        ("11", "J", "时限"),
        ("8", "O", "标识"),
    ]
    assert "分工表.xlsx, sheet 任务分工表, row 4, column N (状态)" in str(caught.value)
    assert "未启动、推进中、已完成" in str(caught.value)


def test_a_renamed_header_is_named_with_what_stands_there(edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.cell(3, COLUMN["牵头单位"]).value = "牵头部门"

    with pytest.raises(CombinedInputError, match="牵头单位 is missing; 牵头部门 stands in its place"):
        read_back(edited(work))


def test_a_header_that_stands_twice_is_refused(edited: Callable[..., Path]) -> None:
    def work(sheet: Any) -> None:
        sheet.cell(3, COLUMN["标识"] + 1).value = "状态"

    with pytest.raises(CombinedInputError, match="twice"):
        read_back(edited(work))


def test_the_table_of_another_document_is_refused(reading: Reading, edited: Callable[..., Path]) -> None:
    import msgspec

    other = msgspec.structs.replace(
        reading, document=msgspec.structs.replace(reading.document, text_sha256="0" * 64)
    )
    with pytest.raises(InputError, match="another document"):
        read_back(edited(lambda sheet: None), other)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    with pytest.raises(InputError, match="no readable workbook"):
        read_back(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="no such file"):
        read_back(tmp_path / "none.xlsx")


def test_a_foreign_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="the sheet 任务分工表 is missing"):
        read_back(tmp_path / "t.xlsx")


def test_nothing_is_half_written(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        task_table.write(reading, tmp_path / "no" / "t.xlsx")
    assert list(tmp_path.iterdir()) == []
