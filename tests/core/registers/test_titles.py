"""Titles read alone are those that the whole table has."""

import csv
import io

import openpyxl
import pytest

from luodi.core.errors import InputError
from luodi.core.registers.files import read_sheet
from luodi.core.registers.titles import HEAD, read_titles

TITLES = ["地区", "年份,统计", '来源 "原文"', "备\n注"]
ROW = ["甲", "乙乙", "丙丙丙", "丁"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("rows", [0, 1, HEAD // 16])
def test_titles_are_read_as_with_the_whole_table(tmp_path, encoding, rows):
    out = io.StringIO()
    csv.writer(out).writerows([TITLES, *[ROW] * rows])
    (tmp_path / "a.csv").write_bytes(out.getvalue().encode(encoding))
    book = openpyxl.Workbook()
    for row in (TITLES, *[ROW] * min(rows, 3)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    for name in ("a.csv", "a.xlsx"):
        assert read_titles(tmp_path / name) == read_sheet(tmp_path / name).header


@pytest.mark.parametrize("data", [b"", b"\n\n", b'a,"b\n', b"\xff\xff,\xff\n"])
def test_titles_that_are_none_are_refused(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    for read in (read_titles, read_sheet):
        with pytest.raises(InputError):
            read(tmp_path / "a.csv")
