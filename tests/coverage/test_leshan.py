"""The Leshan decision: every target has a method or a stated lack; what serves a mechanism really runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from luodi.cli.main import main
from luodi.core.plain_yaml import load_yaml
from luodi.measuring.methods import load

LESHAN = Path(__file__).parents[2] / "examples" / "leshan"


@pytest.fixture(scope="module")
def found():
    answer = CliRunner().invoke(main, ["coverage", str(LESHAN), "--format", "json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_every_target_has_a_method_or_a_stated_lack(found):
    targets = [row for row in found["rows"] if row["sort"] == "T"]
    assert len(targets) == 42
    assert [row["id"] for row in targets if row["standing"] not in ("served", "stated")] == []


def test_no_answer_has_a_failing_example(found):
    failures = [words for row in found["rows"] for answer in row["answers"] for words in answer["failures"]]
    assert failures == []


def test_at_least_sixty_mechanisms_are_served(found):
    assert found["totals"]["S"]["served"] >= 60


def test_rows_and_bound_targets_share_a_crosswalk(found):
    of = {row["id"]: row["targets"] for row in found["rows"]}
    assert of["T04-03"] == ["T04c"]
    assert of["T13-01"] == ["T13a"]


@pytest.mark.parametrize(("row", "target"), [("T04-01", "T04a"), ("T04-02", "T04b"), ("T05-01", "T05a")])
def test_a_target_is_bound_to_the_indicator_that_its_method_measures(row, target):
    text = (LESHAN / "bindings.yaml").read_text(encoding="utf-8")
    bound = {entry["id"]: entry.get("indicator") for entry in load_yaml(text, "bindings.yaml")["bindings"]}
    assert [name for name, method in load().items() if row in method.answers] == [bound[target]]


def test_the_page_names_every_row(tmp_path):
    path = tmp_path / "coverage.html"
    answer = CliRunner().invoke(main, ["coverage", str(LESHAN), "--format", "html", "-o", str(path)])
    assert answer.exit_code == 0
    page = path.read_text("utf-8")
    assert page.count('<article id="') == 184 + 42
    assert "http://" not in page and "https://" not in page


def test_a_folder_without_rows_says_how_to_write_them(tmp_path):
    for name in ("decision.txt", "city.yaml"):
        (tmp_path / name).write_bytes((LESHAN / name).read_bytes())
    (tmp_path / "observations.csv").write_text((LESHAN / "observations.csv").read_text("utf-8"), "utf-8")
    (tmp_path / "peers.csv").write_text((LESHAN / "peers.csv").read_text("utf-8"), "utf-8")
    (tmp_path / "indicators.yaml").write_bytes((LESHAN / "indicators.yaml").read_bytes())
    answer = CliRunner().invoke(main, ["coverage", str(tmp_path)])
    assert (answer.exit_code, "no rows.csv here" in answer.stderr) == (2, True)
