"""``luodi explain``: contributions that sum to the gap, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luodi.cli.main import main

SCHEME = """
scheme: two
indicators:
  - {id: a, name: 投入, parent: g, direction: increase, weight: 3}
  - {id: b, name: 产出, parent: g, direction: increase}
groups: [{id: g, parent: all}, {id: all}]
steps: [{step: normalise}, {step: aggregate}]
"""
FIGURES = "unit,year,known_on,a,b\nx,2022,2023-01-01,0,10\nx,2023,2024-01-01,5,20\ny,2023,2024-01-01,10,0\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "two.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def luodi(words: str) -> Result:
    return CliRunner().invoke(main, f"explain two.yaml figures.csv {words}".split())


def test_two_units() -> None:
    done = luodi("--first y:2023 --second x:2023")
    assert done.exit_code == 0
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert {row["indicator"]: float(row["contribution"]) for row in rows} == {"a": 37.5, "b": -25.0}
    assert {row["indicator"]: row["name"] for row in rows} == {"a": "投入", "b": "产出"}
    assert done.stderr.endswith(" less x 2023: 12.5, the sum of all contributions\n")


def test_two_years_as_json() -> None:
    done = luodi("--first x:2023 --second x:2022 --node g --format json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["gap"] == sum(one["contribution"] for one in found["indicators"]) == 50.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--first z:2023 --second x:2023", "z"),
        ("--first y:2022 --second x:2023", "2022"),
        ("--first y:then --second x:2023", "'then' is not a year"),
        ("--first y:2023 --second x:2023 --node nothing", "nothing"),
        ("--first y:2023 --second x:2023 --as-of 2023-06-30", "y"),
        ("--first y:2023 --second x:2023 --as-of 2023", "is not a date"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(words: str, said: str) -> None:
    done = luodi(words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("luodi: ")
    assert done.stderr.count("\n") == 1
