"""Every command in docs/guide/scoring.md prints what the guide says: ``…`` stands for what is left out."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from luodi.cli.main import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guide" / "scoring.md").read_text(encoding="utf-8")
COMMANDS = [
    (command, printed)
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    for command, printed in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
SCORING = {"score", "audit", "uncertainty", "explain", "compare", "replay"}


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("guide") / "counties"
    shutil.copytree(ROOT / "examples" / "generated_counties", made)
    return made


@pytest.mark.parametrize(("command", "printed"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_the_guide_is_true(command: str, printed: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the page: a bundle that one command seals, another replays."""
    monkeypatch.chdir(folder)
    if command.startswith("luodi replay") and not Path("run.zip").exists():
        CliRunner().invoke(main, ["uncertainty", "scheme.yaml", "figures.csv", "--bundle", "run.zip"])
    done = CliRunner().invoke(main, shlex.split(command)[1:])
    pattern = r"(?s:.*?)".join(re.escape(part) for part in re.split(r"…\n?", printed))
    assert re.fullmatch(pattern, done.output), done.output


def test_every_scoring_verb_has_an_example() -> None:
    assert {shlex.split(command)[1] for command, _ in COMMANDS} == SCORING
    assert VERBS.keys() > SCORING


@pytest.mark.parametrize("name", ["scheme.yaml", "figures.csv"])
def test_the_guide_prints_the_example(name: str) -> None:
    assert (ROOT / "examples" / "generated_counties" / name).read_text(encoding="utf-8") in GUIDE
