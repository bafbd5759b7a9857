"""``luodi registers`` and ``luodi generate``: the guide is true, and mistakes are told with exit code 2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.pages import DOCS, blocks, check_command, commands

from luodi.cli.main import main

GUIDE = (DOCS / "guide" / "registers.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^```text\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)[0]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "certificates.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("command", "printed"),
    [found for language, block in blocks(GUIDE) if language == "console" for found in commands(block)],
)
def test_the_guide_is_true(command: str, printed: str) -> None:
    check_command(command, printed)


def test_a_right_table_is_said_to_be_right() -> None:
    Path("right.csv").write_text("".join(TABLE.splitlines(keepends=True)[:2]), encoding="gb18030")
    done = CliRunner().invoke(main, ["registers", "recognition", "right.csv"])
    assert (done.exit_code, done.stdout) == (0, "1 rows of 认定 are right\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["registers", "recognitions"], "there is no register 'recognitions'"),
        (["registers", "recognition", "gone.csv"], "the file does not exist"),
        (["registers", "norm", "certificates.csv"], "政策文件 has no column 证书或文件编号"),
        (["generate", "city", "--enterprises", "0", "-o", "x"], "0 is out of range"),
    ],
)
def test_what_cannot_be_used_is_told(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_one_register_is_shown_with_its_kinds() -> None:
    done = CliRunner().invoke(main, ["registers", "recognition"])
    assert done.exit_code == 0
    assert "high_tech_enterprise" in done.stdout
    assert "* holder " in done.stdout
