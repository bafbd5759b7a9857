"""Every command, Python block and part of a scheme in docs/tutorials is what the page says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.cli.pages import DOCS, blocks, check_command, check_python, commands

PAGES = sorted(path.stem for path in (DOCS / "tutorials").glob("*.md") if path.stem != "index")


@pytest.mark.parametrize("name", PAGES)
def test_the_tutorial_is_true(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DOCS.parent / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "tutorials" / f"{name}.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for language, text in blocks(page):
        if language == "pycon":
            check_python(text, names, name)
        else:
            for command, printed in commands(text):
                check_command(command, printed)


@pytest.mark.parametrize("name", PAGES)
def test_shown_parts_of_schemes_are_in_the_scheme(name: str) -> None:
    page = (DOCS / "tutorials" / f"{name}.md").read_text(encoding="utf-8")
    scheme = (DOCS.parent / "examples" / name / "scheme.yaml").read_text(encoding="utf-8")
    for part in re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        assert part in scheme


def test_pages_are_found() -> None:
    assert PAGES == ["asem", "sichuan"]
