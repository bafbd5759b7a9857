"""``luodi tasks``: a task table written, worked on and read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from luodi.cli.main import main

TEXT = "某市决定\n\n一、目标\n1.明确目标。到2025年,建成省级实验室。(牵头单位:市科技局)\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "决定.txt").write_text(TEXT, encoding="utf-8")
    arguments = ["read", str(tmp_path / "决定.txt"), "--format", "xlsx", "-o", str(tmp_path / "分工表.xlsx")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return tmp_path / "分工表.xlsx"


def _edit(table: Path, header: str, value: object) -> None:
    book = openpyxl.load_workbook(table)
    sheet = book["任务分工表"]
    column = next(cell.column for cell in sheet[3] if cell.value == header)
    sheet.cell(4, column).value = value
    book.save(table)


def test_an_untouched_table_has_no_changes(table: Path) -> None:
    assert CliRunner().invoke(main, ["tasks", str(table)]).stdout == "没有改动\n"
    against = ["tasks", str(table), "--against", str(table.parent / "决定.txt")]
    assert CliRunner().invoke(main, against).stdout == "没有改动\n"


def test_changes_are_named(table: Path) -> None:
    _edit(table, "状态", "推进中")
    lines = CliRunner().invoke(main, ["tasks", str(table)]).stdout.splitlines()
    assert lines[0].endswith(" 状态：（空） → 推进中")
    assert lines[1] == "修改 1 处，新增 0 行，删除 0 行"


def test_bad_cells_are_named_and_nothing_else_is_said(table: Path) -> None:
    _edit(table, "时限", "尽快")
    done = CliRunner().invoke(main, ["tasks", str(table)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "row 4, column J (时限): '尽快' cannot be read" in done.stderr


def test_the_table_of_another_document_is_refused(table: Path, tmp_path: Path) -> None:
    (tmp_path / "其他.txt").write_text(TEXT.replace("2025", "2026"), encoding="utf-8")
    done = CliRunner().invoke(main, ["tasks", str(table), "--against", str(tmp_path / "其他.txt")])
    assert done.exit_code == 2
    assert "another document or another version" in done.stderr
