"""Sealed bundles and the verbs around them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.scoring.small import TWO

from luodi.cli.audit import command as audit
from luodi.cli.compare import command as compare
from luodi.cli.replay import command as replay
from luodi.cli.score import command as score
from luodi.core.errors import InputError
from luodi.scoring.scheme import dump, parse

FIGURES = "unit,a,b\n甲,1,2.5\n乙,2,1.5\n丙,4,\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    scheme, data = tmp_path / "two.yaml", tmp_path / "figures.csv"
    scheme.write_text(TWO, encoding="utf-8")
    data.write_text(FIGURES, encoding="utf-8")
    return scheme, data


def test_scores_are_printed_by_rank(files: tuple[Path, Path]) -> None:
    outcome = CliRunner().invoke(score, [str(path) for path in files])
    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines() == [
        "rank,unit,name,all,confidence",
        "1,丙,丙,100,0.5",
        "2,甲,甲,50,1",
        "3,乙,乙,16.66666667,1",
    ]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_tables_in_every_form(files: tuple[Path, Path], tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    outcome = CliRunner().invoke(score, [*map(str, files), "-o", str(out), "--format", form])
    assert outcome.exit_code == 0
    names = sorted(path.name for path in out.iterdir())
    if form == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(out / "results.xlsx")["results"]
        assert [cell.value for cell in sheet[2]] == [1, "丙", "丙", 100, 0.5]
    else:
        assert names == sorted(
            f"{name}.{form}"
            for name in (
                "results", "scores", "ranks", "confidence", "weights", "treatments", "journal", "stage_1_raw",
                "stage_2_normalise",
            )
        )  # fmt: skip


def test_figures_come_from_parquet_and_workbooks_alike(files: tuple[Path, Path], tmp_path: Path) -> None:
    import openpyxl
    import pyarrow
    import pyarrow.parquet

    columns = {"unit": ["甲", "乙", "丙"], "a": [1, 2, 4], "b": [2.5, 1.5, None]}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "f.parquet")
    book = openpyxl.Workbook()
    for row in (list(columns), *zip(*columns.values(), strict=True)):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    printed = {
        CliRunner().invoke(score, [str(files[0]), str(path)]).stdout
        for path in (files[1], tmp_path / "f.parquet", tmp_path / "f.xlsx")
    }
    assert len(printed) == 1


def test_a_bundle_replays_to_the_byte(files: tuple[Path, Path], tmp_path: Path) -> None:
    bundle = tmp_path / "run.zip"
    assert CliRunner().invoke(score, [*map(str, files), "--bundle", str(bundle)]).exit_code == 0
    outcome = CliRunner().invoke(replay, [str(bundle)])
    assert outcome.exit_code == 0
    assert "9 tables are the same to the byte" in outcome.stdout


def rewritten(bundle: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(bundle) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    members[name] = content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry, data in members.items():
            archive.writestr(entry, data)
    bundle.write_bytes(buffer.getvalue())


def test_a_touched_bundle_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    bundle = tmp_path / "run.zip"
    CliRunner().invoke(score, [*map(str, files), "--bundle", str(bundle)])
    rewritten(bundle, "data/figures.csv", FIGURES.replace("4", "5").encode())
    outcome = CliRunner().invoke(replay, [str(bundle)])
    assert isinstance(outcome.exception, InputError)
    assert "the seal is broken: data/figures.csv" in str(outcome.exception)


def test_a_resealed_lie_is_found_out(files: tuple[Path, Path], tmp_path: Path) -> None:
    """Who changes a result and its hash in the manifest still cannot make the figures give it."""
    import hashlib

    bundle = tmp_path / "run.zip"
    CliRunner().invoke(score, [*map(str, files), "--bundle", str(bundle)])
    with zipfile.ZipFile(bundle) as archive:
        lie = archive.read("results/results.csv").replace(b"100", b"120")
        manifest = json.loads(archive.read("manifest.json"))
    manifest["sha256"]["results/results.csv"] = hashlib.sha256(lie).hexdigest()
    rewritten(bundle, "results/results.csv", lie)
    rewritten(bundle, "manifest.json", json.dumps(manifest).encode())
    outcome = CliRunner().invoke(replay, [str(bundle)])
    assert outcome.exit_code == 1
    assert "different: results/results.csv" in outcome.stderr


def test_what_is_no_bundle_is_refused(files: tuple[Path, Path]) -> None:
    outcome = CliRunner().invoke(replay, [str(files[1])])
    assert "not a bundle" in str(outcome.exception)


def test_variants_are_compared(files: tuple[Path, Path]) -> None:
    outcome = CliRunner().invoke(compare, [*map(str, files), "--change", "normalise.method=rank"])
    assert outcome.exit_code == 0
    lines = outcome.stdout.splitlines()
    assert lines[0] == "unit,rank two,rank normalise.method=rank,spread,score two,score normalise.method=rank"
    assert lines[1] == "丙,1,1,0,100,3"


def test_a_step_that_the_scheme_does_not_have_cannot_be_changed(files: tuple[Path, Path]) -> None:
    outcome = CliRunner().invoke(compare, [*map(str, files), "--change", "treat.most=3"])
    assert "changes nothing that the scheme has" in str(outcome.exception)


def test_an_audit_is_printed(files: tuple[Path, Path]) -> None:
    outcome = CliRunner().invoke(audit, [*map(str, files), "--format", "json", "--each-indicator"])
    assert outcome.exit_code == 0
    found = json.loads(outcome.stdout)
    assert found["units"] == 3
    assert [one["indicator"] for one in found["statistics"]] == ["a", "b"]


def test_a_scheme_survives_being_written() -> None:
    scheme = parse(TWO)
    assert parse(dump(scheme)) == scheme
