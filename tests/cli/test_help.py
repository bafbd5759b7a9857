"""The help answers at once: it imports none of the heavy libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from luodi.cli.main import VERBS, main

HEAVY = {"lxml", "openpyxl", "docx", "pdfplumber", "numpy", "jinja2", "rich", "yaml"}


def test_help_imports_nothing_heavy() -> None:
    run = "from luodi.cli.main import main; main(['--help'], standalone_mode=False)"
    script = f"import sys; {run}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()} & HEAVY == set()
    for verb, said in VERBS.items():
        assert f"  {verb} " in done.stdout
        assert said.split()[0] in done.stdout


@pytest.mark.parametrize("verb", ["read", "tasks", "rule", "schema"])
def test_every_verb_explains_itself_with_examples(verb: str) -> None:
    done = CliRunner().invoke(main, [verb, "--help"])
    assert done.exit_code == 0
    assert f"luodi {verb} " in done.stdout


def test_an_unknown_verb_is_refused() -> None:
    done = CliRunner().invoke(main, ["raed"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "No such command 'raed'" in done.stderr
