"""The rules of published indices, each with figures and results worked out by hand: docs/guide/published-index.md."""

from __future__ import annotations

import math
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.scoring.small import score

from luodi.core.errors import InputError
from luodi.scoring.engine import run
from luodi.scoring.explain import explain
from luodi.scoring.scheme import WeightTable
from luodi.scoring.uncertainty import simulate

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "guide" / "published-index.md").read_text(
    encoding="utf-8"
)
EXAMPLES = re.findall(
    r"```yaml\n(scheme: (\w+).*?)```.*?```text\n(unit.*?)```.*?```text\n(.*?)```", PAGE, re.DOTALL
)
SCHEMES = {name: (scheme, figures) for scheme, name, figures, _ in EXAMPLES}


@pytest.mark.parametrize(
    ("scheme", "figures", "expected"),
    [(scheme, figures, expected) for scheme, _, figures, expected in EXAMPLES],
    ids=[name for _, name, _, _ in EXAMPLES],
)
def test_the_rule_gives_what_was_worked_out_by_hand(scheme: str, figures: str, expected: str) -> None:
    made = score(scheme, figures)
    found = {
        made.panel.row_name(row).replace(" ", ","): float(made.index[row]) for row in range(made.panel.rows)
    }
    lines = [line.rpartition(",") for line in expected.split()]
    wanted = {key: float(value) if value else math.nan for key, _, value in lines}
    assert list(found) == sorted(wanted, key=lambda key: list(found).index(key))
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True)


def test_the_page_holds_every_example() -> None:
    assert len(EXAMPLES) == PAGE.count("```yaml") == 13


@pytest.mark.parametrize("name", ["regions", "progress", "scoreboard"])
def test_gaps_of_rescaled_groups_are_explained_exactly(name: str) -> None:
    made = score(*SCHEMES[name])
    first, last = made.panel.rows - 1, 0
    keys = [(made.panel.units[row], made.panel.years[row]) for row in (first, last)]
    told = explain(made, keys[0], keys[1])
    assert sum(one.contribution for one in told.indicators) == pytest.approx(told.gap)
    assert told.gap == pytest.approx(made.index[first] - made.index[last])


def test_simulations_rescale_over_all_classes_at_once() -> None:
    """Weights drawn for two classes: the pillar is still brought to 0 to 100 over both."""
    scheme, figures = SCHEMES["regions"]
    vary = "uncertainty: {seed: 3, runs: 6, vary: [{what: weights, noise: 0.5}]}\n"
    made = score(scheme + vary, figures)
    model = simulate(made.scheme, made.stages["raw"]).model
    drawn = np.arange(6, dtype=np.intp)[:, None]
    simulated = model.scores(drawn)
    tables = model._tables(model._batch((), ()), drawn)
    for number in range(6):
        of_class = [
            WeightTable(
                classes=(name,), values=dict(zip(model.tree.codes, tables[number, at].tolist(), strict=True))
            )
            for at, name in enumerate(("medium", "high"))
        ]
        drawn_scheme = msgspec.structs.replace(made.scheme, weights={"main": tuple(of_class)})
        np.testing.assert_allclose(simulated[number], run(drawn_scheme, made.stages["raw"]).index)
    assert len({tuple(line) for line in simulated.round(9).tolist()}) == 6


def test_a_mass_must_be_known() -> None:
    scheme, figures = SCHEMES["regions"]
    with pytest.raises(InputError, match="missing or negative"):
        score(scheme, figures.replace("c,high,2,", "c,high,,"))
    with pytest.raises(InputError, match="population"):
        score(scheme, figures.replace("population", "people"))


def test_a_mass_without_z_scores_is_refused() -> None:
    scheme, figures = SCHEMES["regions"]
    with pytest.raises(InputError, match="`weighted_by` does nothing for rank"):
        score(scheme.replace("method: zscore", "method: rank"), figures)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("mean+1sd", 3 + math.sqrt(2.5)),
        ("mean-2sd", 3 - 2 * math.sqrt(2.5)),
        ("q3+1.5iqr", 7),
        ("q1-1iqr", 0),
    ],
)
def test_anchors_from_the_spread(anchor: str, expected: float) -> None:
    """Of 1 to 5: mean 3, deviation √2.5, quartiles 2 and 4."""
    scheme = f"""
scheme: spread
indicators: [{{id: x, parent: all, direction: increase, normalise: {{low: -100, high: "{anchor}", clip: false}}}}]
groups: [{{id: all}}]
steps: [{{step: normalise, method: goalposts, scale: [0, 1]}}, {{step: aggregate}}]
"""
    made = score(scheme, "unit,x\na,1\nb,2\nc,3\nd,4\ne,5\n")
    assert made.index[2] == pytest.approx(103 / (expected + 100))


def test_an_unknown_base_year_leaves_no_score_in_silence() -> None:
    scheme, figures = SCHEMES["scoreboard"]
    with pytest.raises(InputError, match="no unit has a score"):
        score(scheme.replace("2018", "2011"), figures)
