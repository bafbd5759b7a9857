"""The schemes in examples/ against the tables they were made from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
from tests.scoring.asem import ROOT, need_folder, numbers

from luodi.scoring.engine import Result, run
from luodi.scoring.journal import Journal
from luodi.scoring.scheme import load
from luodi.scoring.tables import read_panel, read_sheet

EXAMPLES = ROOT / "examples"
LESHAN = ROOT.parent / "shared" / "data" / "leshan"


def scored(name: str) -> Result:
    scheme, journal = load(EXAMPLES / name / "scheme.yaml"), Journal()
    panel = read_panel(scheme, [read_sheet(EXAMPLES / name / "data.csv")], journal)
    return run(scheme, panel, journal=journal)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_asem_equals_the_published_results() -> None:
    need_folder()
    result = scored("asem")
    groups = list(result.tree.codes[result.tree.leaves :])
    assert len(groups) == 11
    wanted = numbers("asem_results_aggs_scores", groups, "uCode", list(result.panel.units))
    found = np.column_stack([result.score(group) for group in groups])
    assert found.shape == wanted.shape == (51, 11)
    assert np.max(np.abs(found - wanted)) < 1e-9
    ranks = numbers("asem_results_aggs_scores", ["Rank"], "uCode", list(result.panel.units))[:, 0]
    assert np.array_equal(result.rank("Index"), ranks)


def test_sichuan_has_every_unit_and_no_guess() -> None:
    result = scored("sichuan")
    assert len(set(result.panel.units)) == result.panel.rows == 21
    assert not np.isnan(result.index).any()
    wage = result.panel.values[:, result.panel.indicators.index("wage")]
    assert int(np.isnan(wage).sum()) == 7
    assert Counter(result.panel.classes or ()) == {
        "成都平原经济区": 8,
        "川南经济区": 4,
        "川东北经济区": 5,
        "攀西经济区": 2,
        "川西北生态示范区": 2,
    }


def test_sichuan_figures_are_the_sources_figures() -> None:
    need_folder()
    source = Counter(
        (row["indicator_zh"], row["area"], row["year"], row["value"], row["source_url"])
        for name in ("peers", "leshan")
        for row in rows(LESHAN / f"{name}_observations.csv")
    )
    for name, indicator in (("data", "indicator_zh"), ("innovation", "indicator")):
        for row in rows(EXAMPLES / "sichuan" / f"{name}.csv"):
            assert source[row[indicator], row["area"], row["period"], row["value"], row["source_url"]]
