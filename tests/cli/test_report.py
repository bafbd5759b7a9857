"""``luodi report`` as a user runs it: formats, a past day, proposals, and one clear message for bad input."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from luodi.cli.report import command
from luodi.core.errors import InputError
from luodi.delivery.report import Report

LESHAN = Path(__file__).parents[2] / "examples" / "leshan"


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=False)


def wire(*args: object) -> Report:
    return msgspec.json.decode(run(*args, "--format", "json").stdout_bytes, type=Report)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Leshan's folder that a test may spoil."""
    return Path(shutil.copytree(LESHAN, tmp_path / "city"))


def test_json_is_the_report() -> None:
    made = msgspec.json.decode(
        run(LESHAN, "--format", "json", "--as-of", "2026-11-25").stdout_bytes,
        type=Report,
    )
    bound = [one for one in made.promises if one.bound == "bound"]
    assert (made.as_of, len(bound), made.lost) == ("2026-11-25", 52, [])
    assert {one.id: one.status for one in bound if one.status != "not_measurable"} == {
        "T04c": "missed",
        "T05a": "off_track",
    }
    assert [made.totals.by_evidence[kind] for kind in ("direct", "incomplete")] == [2, 4]


def test_the_day_decides_what_is_known() -> None:
    made = msgspec.json.decode(
        run(LESHAN, "--format", "json", "--as-of", "2025-12-31").stdout_bytes,
        type=Report,
    )
    by_id = {one.id: one for one in made.promises}
    assert (by_id["T04c"].status, by_id["T04c"].evidence) == ("not_measurable", "partial")
    assert made.figures.known < made.figures.in_folder


def test_by_default_the_terminal_and_a_web_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(LESHAN)
    assert (done.exit_code, "192" in done.stdout) == (0, True)
    assert "build/leshan-report.html" in done.stderr
    assert (
        (tmp_path / "build" / "leshan-report.html")
        .read_text(encoding="utf-8")
        .startswith(
            "<!doctype html>",
        )
    )


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_office_files(tmp_path: Path, form: str) -> None:
    assert run(LESHAN, "--format", form, "-o", tmp_path / f"r.{form}").exit_code == 0
    assert zipfile.ZipFile(tmp_path / f"r.{form}").testzip() is None


def test_proposals_are_written_and_can_be_used(folder: Path) -> None:
    (folder / "bindings.yaml").unlink()
    done = run(folder, "--propose-bindings", folder / "bindings.yaml")
    assert done.exit_code == 0
    made = wire(folder)
    assert {one.bound for one in made.promises if one.restates is None} == {"bound"}
    with pytest.raises(InputError, match="the file is there already"):
        run(folder, "--propose-bindings", folder / "bindings.yaml")


def test_without_bindings_the_report_says_so(folder: Path) -> None:
    (folder / "bindings.yaml").unlink()
    made = wire(folder)
    assert "no bindings.yaml" in made.notes[0].en


def refused(*args: object) -> str:
    with pytest.raises(InputError) as caught:
        run(*args)
    return str(caught.value)


def test_refusals(folder: Path, tmp_path: Path) -> None:
    assert "there is no such folder" in refused(tmp_path / "none")
    assert "'tomorrow' is no day" in refused(folder, "--as-of", "tomorrow")
    assert "needs a place" in refused(folder, "--format", "docx")
    assert "takes no --format" in refused(folder, "--propose-bindings", tmp_path / "b", "--format", "json")
    observations = folder / "observations.csv"
    observations.write_text(observations.read_text(encoding="utf-8").replace("亿元", "%"), encoding="utf-8")
    assert "observations.csv row 2, column unit: % does not fit 地区生产总值" in refused(
        folder,
        "-o",
        tmp_path / "x",
    )
    assert not (tmp_path / "x").exists()
    observations.unlink()
    assert "observations.csv: the file does not exist" in refused(folder)
    (folder / "city.yaml").write_text("area: 甲市", encoding="utf-8")
    assert "missing required field `name`" in refused(folder)
    (folder / "decision.txt").unlink()
