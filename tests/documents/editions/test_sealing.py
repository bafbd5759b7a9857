from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.cli.verify import command
from luodi.core.errors import InputError
from luodi.documents.editions.sealing import TABLES, TOTALS, Fault, Sealer, check
from luodi.documents.editions.totals import totals

UNITS = [{"id": 1, "name": "市科技局"}]
COMMITMENTS = [{"id": 1, "kind": "target", "dropped_in_id": None}]
DUTIES = [
    {
        "id": number, "state": state, "light": light, "lead_id": 1, "percent": percent, "closed_at": closed,
        "due_on": "2026-12-31", "first_due_on": first,
    }
    for number, (state, light, percent, closed, first) in enumerate(
        [
            ("in_progress", "red", "20.00", None, "2026-12-31"),
            ("closed", "green", "100.00", "2026-03-01T10:00:00.000+08:00", "2026-06-30"),
            ("withdrawn", "none", "0.00", None, "2026-12-31"),
        ],
        1,
    )
]  # fmt: skip
TOLD = {
    "commitments": 1, "commitments_by_kind": {"target": 1}, "duties": 2,
    "by_state": {"closed": 1, "in_progress": 1},
    "by_light": {"red": 1}, "closed_in_year": 1, "due_in_year": 2, "extended": 1, "mean_percent": "60.00",
    "by_unit": {"市科技局": {"duties": 2, "in_hand": 1, "red": 1, "closed": 1}},
}  # fmt: skip


def sealed() -> bytes:
    stream = io.BytesIO()
    sealer = Sealer(stream)
    tables = {"commitments": COMMITMENTS, "duties": DUTIES, "units": UNITS}
    for name in TABLES:
        sealer.table(name, tables.get(name, []))
    sealer.part(TOTALS, json.dumps(totals(COMMITMENTS, DUTIES, UNITS, 2026)).encode())
    sealer.part("ledger.xlsx", b"xlsx")
    sealer.seal({"title": "2026年度", "as_of": "2026-12-31", "year": 2026, "kind": "real", "journal": None})
    return stream.getvalue()


SEALED = sealed()


def changed(path: Path, change) -> Path:
    """A copy of the edition whose parts went through ``change`` (of name and bytes; None drops a part)."""
    target = path / "edition.zip"
    with zipfile.ZipFile(io.BytesIO(SEALED)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def test_totals_are_worked_out_from_rows():
    assert totals(COMMITMENTS, DUTIES, UNITS, 2026) == TOLD


def test_a_sealed_edition_holds_and_the_same_rows_give_the_same_bytes(tmp_path):
    path = tmp_path / "edition.zip"
    path.write_bytes(SEALED)
    found = check(path)
    assert (found.fault, found.manifest["title"]) == (None, "2026年度")
    assert sealed() == SEALED


@pytest.mark.parametrize("part", [f"{name}.jsonl" for name in TABLES] + [TOTALS, "ledger.xlsx"])
def test_a_changed_part_is_named(tmp_path, part):
    path = changed(tmp_path, lambda name, data: data + b" " if name == part else data)
    assert check(path).fault == Fault(part, "it was changed: its SHA-256 is not the manifest's")


@pytest.mark.parametrize("part", ["duties.jsonl", TOTALS, "manifest.json"])
def test_a_lost_part_is_named(tmp_path, part):
    assert check(changed(tmp_path, lambda name, data: None if name == part else data)).fault == Fault(
        part, "it is missing"
    )


def test_an_added_part_is_named(tmp_path):
    path = changed(tmp_path, lambda name, data: data)
    with zipfile.ZipFile(path, "a") as edition:
        edition.writestr("extra.txt", "x")
    assert check(path).fault == Fault("extra.txt", "it was added: the manifest does not name it")


def test_a_part_that_is_there_twice_is_named(tmp_path):
    path = changed(tmp_path, lambda name, data: data)
    with zipfile.ZipFile(path, "a") as edition, pytest.warns(UserWarning, match="Duplicate"):
        edition.writestr("duties.jsonl", "{}")
    assert check(path).fault == Fault("duties.jsonl", "it is there twice")


def test_a_manifest_made_to_fit_does_not_match_its_seal(tmp_path):
    def forge(name, data):
        return data.replace("2026年度".encode(), "2025年度".encode()) if name == "manifest.json" else data

    assert check(changed(tmp_path, forge)).fault == Fault(
        "manifest.json", "it does not match its seal: something in it was changed"
    )


def test_totals_that_the_rows_do_not_give_are_named(tmp_path):
    """Whoever forges the totals, their hash and the seal is still found out by the rows."""
    stream = io.BytesIO()
    sealer = Sealer(stream)
    tables = {"commitments": COMMITMENTS, "duties": DUTIES, "units": UNITS}
    for name in TABLES:
        sealer.table(name, tables.get(name, []))
    sealer.part(TOTALS, json.dumps(TOLD | {"closed_in_year": 2}).encode())
    sealer.seal({"title": "x", "as_of": "2026-12-31", "year": 2026, "kind": "real", "journal": None})
    path = tmp_path / "edition.zip"
    path.write_bytes(stream.getvalue())
    assert check(path).fault == Fault(TOTALS, "closed_in_year is 2, the rows give 1")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed_where_it_matters(tmp_path_factory, place, by):
    """Every single changed byte is found, is refused as no edition, or leaves every part as it was."""
    path = tmp_path_factory.mktemp("edition") / "edition.zip"
    data = bytearray(SEALED)
    data[place] ^= by
    path.write_bytes(data)
    try:
        found = check(path)
    except InputError:
        return
    if found.fault is None:
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(io.BytesIO(SEALED)) as old:
            assert {name: new.read(name) for name in new.namelist()} == {
                name: old.read(name) for name in old.namelist()
            }


def test_the_command_line(tmp_path):
    path = tmp_path / "edition.zip"
    path.write_bytes(SEALED)
    good = CliRunner().invoke(command, ["--edition", str(path)])
    assert good.exit_code == 0
    assert good.output.startswith("2026年度, as of 2026-12-31: 9 parts, 5 rows hold\nSHA-256 ")
    changed(tmp_path, lambda name, data: data + b" " if name == "units.jsonl" else data)
    bad = CliRunner().invoke(command, ["--edition", str(path)])
    assert (bad.exit_code, "units.jsonl: it was changed" in bad.output) == (1, True)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello"])
def test_what_is_no_edition_is_refused(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no edition"):
        check(path)
    with pytest.raises(InputError, match="does not exist"):
        check(tmp_path / "none.zip")
