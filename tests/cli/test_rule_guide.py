"""Every command and Python block of docs/guide/rules.md is what the page says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.pages import DOCS, blocks, check_command, check_python, commands


def test_the_guide_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DOCS.parent / "examples" / "generated_firms", tmp_path / "firms")
    monkeypatch.chdir(tmp_path / "firms")
    monkeypatch.setenv("COLUMNS", "110")
    page = (DOCS / "guide" / "rules.md").read_text(encoding="utf-8")
    for language, text in blocks(page):
        if language == "pycon":
            check_python(text, {}, "rules")
            continue
        for command, printed in commands(text):
            check_command(command, printed)
