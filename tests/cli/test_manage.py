"""Maintenance commands: which are allowed, and that the others do nothing and say what to use instead."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import get_commands

from luodi.cli.main import main
from luodi.cli.manage import ALLOWED, INSTEAD

SITE = Path(__file__).parents[2] / "docs" / "guide" / "site.md"


def manage(*arguments: str, workspace: Path):
    return CliRunner().invoke(main, ["manage", "--workspace", str(workspace), *arguments])


def test_every_command_there_is_was_decided_on():
    assert set(get_commands()) == {*ALLOWED, *INSTEAD}
    assert not set(ALLOWED) & set(INSTEAD)


@pytest.mark.parametrize("name", sorted(INSTEAD))
def test_what_is_not_allowed_says_what_to_use_and_makes_no_workspace(tmp_path, name):
    done = manage(name, "--noinput", workspace=tmp_path / "new")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"luodi: luodi manage: {name} is not run on a site. Accepted: backup, ")
    assert f"Next: {INSTEAD[name]}." in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "given", ["no_such", "help no_such", "help flush", "--settings=x flush", "-v3 flush", "''"]
)
def test_what_is_unknown_or_hidden_behind_options_is_refused(tmp_path, given):
    done = manage(*shlex.split(given), workspace=tmp_path / "new")
    assert done.exit_code == 2
    assert "Accepted: backup, " in done.stderr and "Traceback" not in done.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "given",
    ["ledger zero", "ledger", "--fake", "--plan --fake-initial", "--run-syncdb", "--prune", "--database=x"],
)
def test_migrate_goes_forward_only(tmp_path, given):
    done = manage("migrate", *given.split(), workspace=tmp_path / "new")
    assert done.exit_code == 2
    assert "takes the whole database forward" in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("given", [[], ["help"]])
def test_alone_it_lists_what_is_allowed_and_makes_no_workspace(tmp_path, given):
    done = manage(*given, workspace=tmp_path / "new")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(ALLOWED)
    assert not (tmp_path / "new").exists()


def test_the_guide_lists_the_same():
    rows = [line for line in SITE.read_text("utf-8").splitlines() if line.startswith("| `")]
    named = [row.split("`")[1] for row in rows]
    assert [name for name in named if name in ALLOWED] == list(ALLOWED)
