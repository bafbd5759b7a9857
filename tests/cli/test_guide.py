"""Every command in docs/guide/reading.md prints what the guide says: ``…`` stands for what is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.pages import DOCS, blocks, check_command, commands
from tests.reading.sources.builders import Picture, ole, pdf

from luodi.cli.main import main

GUIDE = (DOCS / "guide" / "reading.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```text\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)[0]
COMMANDS = [found for language, block in blocks(GUIDE) if language == "console" for found in commands(block)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "决定.txt").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "扫描.pdf").write_bytes(pdf([[Picture()]]))
    (tmp_path / "决定.doc").write_bytes(ole("WordDocument"))
    monkeypatch.chdir(tmp_path)
    if any("分工表.xlsx" in command for command, _ in COMMANDS):
        CliRunner().invoke(main, ["read", "决定.txt", "--format", "xlsx", "-o", "分工表.xlsx"])


@pytest.mark.parametrize(("command", "printed"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_the_guide_is_true(command: str, printed: str) -> None:
    check_command(command, printed)
