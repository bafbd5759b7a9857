"""Tables that people keep are read whole or refused with one sentence."""

from datetime import date

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.core.registers import check, load
from luodi.core.registers.files import read_table
from luodi.core.registers.gathering import gathered

AREA_YEAR = load()["area_year"]
ROW = {"地区": "990000", "year": 2024, "GDP at current prices": 12.5, "来源": "示例"}


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_header_may_hold_names_and_labels(tmp_path):
    workbook(tmp_path / "a.xlsx", [list(ROW), list(ROW.values())])
    read = read_table(tmp_path / "a.xlsx", AREA_YEAR)
    assert read.first_row == 2
    assert {name: list(cells) for name, cells in read.columns.items()} == {
        "area": ["990000"], "year": [2024], "gdp": [12.5], "source": ["示例"],
    }  # fmt: skip
    assert check(AREA_YEAR, read.columns).problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_today_and_of_yesterday_is_read(tmp_path, encoding):
    (tmp_path / "a.csv").write_text("地区,年份,来源\n990000,2024,示例\n\n", encoding=encoding)
    assert read_table(tmp_path / "a.csv", AREA_YEAR).columns == {
        "area": ["990000"], "year": ["2024"], "source": ["示例"],
    }  # fmt: skip


def test_empty_rows_and_columns_at_the_edge_of_a_sheet_are_left_out(tmp_path):
    workbook(
        tmp_path / "a.xlsx",
        [
            ["area", "year", "source", None],
            ["990000", 2024, "示例", None],
            [None, None, "", None],
        ],
    )
    read = read_table(tmp_path / "a.xlsx", AREA_YEAR).columns
    assert {name: list(cells) for name, cells in read.items()} == {
        "area": ["990000"], "year": [2024], "source": ["示例"],
    }  # fmt: skip


def test_parquet_keeps_its_types(tmp_path):
    table = pyarrow.table(
        {"station": ["9900A", "9900A"], "day": [date(2024, 1, 1), date(2024, 1, 2)], "pm25": [30.0, None]}
    )
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    read = read_table(tmp_path / "a.parquet", load()["air_day"])
    cells = check(load()["air_day"], read.columns).columns
    assert list(cells["day"].python()) == [date(2024, 1, 1), date(2024, 1, 2)]
    assert list(cells["pm25"].python()) == [30.0, None]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "the table is empty"),
        ("a.csv", b"area,colour,taste\n", "has no column colour, taste"),
        ("a.csv", "area,地区\n".encode(), "the column area is there twice"),
        ("a.csv", b"area,year\n990000\n", "row 2 has 1 cells and the header 2"),
        ("a.csv", b'area\n"99', "this is no CSV"),
        ("a.csv", b"\xff\xff\xff", "the file is no text"),
        ("a.xlsx", b"PK no", "this is no Excel workbook"),
        ("a.parquet", b"PAR0", "this is no Parquet file"),
        ("a.ods", b"", ".ods is not read"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / name, AREA_YEAR)


def test_a_row_of_another_width_is_told_however_far_down_it_stands(tmp_path):
    lines = ["area,year", *["990000,2024"] * 12_000, "990000", "990000,2024"]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    with pytest.raises(InputError, match="row 12002 has 1 cells and the header 2"):
        read_table(tmp_path / "a.csv", AREA_YEAR)


def test_gb_18030_is_told_from_utf_8_however_far_down_the_first_sign_of_it_stands(tmp_path):
    rows = [["990000", "2024", "a"]] * 200_000 + [["990000", "2024", "示例"]]
    text = "area,year,source\n" + "".join(f"{','.join(row)}\n" for row in rows)
    (tmp_path / "a.csv").write_text(text, encoding="gb18030")
    assert read_table(tmp_path / "a.csv", AREA_YEAR).columns["source"] == ["a"] * 200_000 + ["示例"]


@given(st.lists(st.lists(st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from("01a")),
                         min_size=2, max_size=2), max_size=30))  # fmt: skip
def test_cells_are_gathered_as_they_are_type_and_all(rows):
    header, columns = gathered([["a", "b"], *rows], "")
    assert header == ["a", "b"]
    assert repr([list(column) for column in columns]) == repr(
        [[row[place] for row in rows] for place in (0, 1)]
    )


def test_texts_that_return_are_one_object_and_many_different_ones_stay_right():
    numbers = [f"N{place}" for place in range(15_000)]
    _, (few, many) = gathered([["few", "many"], *(["".join(["x", "y"]), each] for each in numbers)], "")
    assert (len(few), {id(text) for text in few}, list(many)) == (15_000, {id(few[0])}, numbers)
