"""Whatever the figures and methods: a score that is missing is named in the journal, and better stays better."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.scoring.engine import Result, run
from luodi.scoring.panel import panel_of
from luodi.scoring.scheme import parse

NORMALISE: list[dict[str, Any]] = [
    {"method": "minmax"},
    {"method": "zscore"},
    {"method": "rank"},
    {"method": "percentile_rank"},
    {"method": "fraction_of_max"},
    {"method": "distance_to_target", "target": 3},
    {"method": "goalposts", "low": -5, "high": 10},
    {"method": "goalposts", "low": "q1-1.5iqr", "high": "q3+1.5iqr"},
    {"method": "standard", "standard": 4},
    {"method": "benchmark", "standard": 2},
    {"method": "completion", "target": 6, "bonus": 20},
    {"method": "formula", "expression": "100 * x / (1 + abs(x))"},
    {"method": "minmax", "transform": "sqrt"},
    {"method": "none"},
]
AGGREGATE: list[dict[str, Any]] = [
    {"method": "arithmetic"},
    {"method": "arithmetic", "availability": 0.6, "counted": "indicators"},
    {"method": "arithmetic", "missing": "propagate"},
    {"method": "sum"},
    {"method": "geometric", "floor": 1},
    {"method": "harmonic", "floor": 1},
    {"method": "power", "power": 2, "floor": 0},
    {"method": "median"},
    {"method": "minimum"},
    {"method": "copeland"},
    {"method": "formula", "expression": "g / c"},
    {"method": "arithmetic", "rescale": {"method": "minmax"}},
]
CELLS = st.none() | st.sampled_from([0.0, 1.0, -1.0, 3.0]) | st.floats(-50, 50, width=32)


def scored(values: list[list[float | None]], normalise: dict[str, Any], aggregate: dict[str, Any]) -> Result:
    inner = {"method": "arithmetic"} if aggregate["method"] in ("formula", "copeland") else aggregate
    raw = {
        "scheme": "silent",
        "indicators": [
            {"id": "a", "parent": "g", "direction": "increase"},
            {"id": "b", "parent": "g", "direction": "decrease"},
            {"id": "c", "parent": "all", "direction": "increase"},
        ],
        "groups": [{"id": "g", "parent": "all", "aggregate": inner}, {"id": "all", "aggregate": aggregate}],
        "steps": [{"step": "normalise", **normalise}, {"step": "aggregate"}],
    }
    panel = panel_of(
        np.array([[np.nan if cell is None else cell for cell in row] for row in values]),
        [f"u{row}" for row in range(len(values))],
        ["a", "b", "c"],
    )
    return run(parse(yaml.safe_dump(raw)), panel)


@pytest.mark.parametrize("normalise", NORMALISE, ids=str)
@given(
    values=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    aggregate=st.sampled_from(AGGREGATE),
)
@settings(max_examples=20, deadline=None)
def test_no_score_is_missing_in_silence(
    normalise: dict[str, Any], values: list[list[float | None]], aggregate: dict[str, Any]
) -> None:
    try:
        made = scored(values, normalise, aggregate)
    except InputError as error:
        assert error.what
        assert error.where or error.remedy
        return
    assert not np.isinf(made.scores).any()
    told = {
        (dict(note.values).get("group", dict(note.values).get("indicator")), row)
        for note in made.journal
        for row in note.where
    }
    flat = {dict(note.values).get("indicator") for note in made.journal if note.code == "no_spread"}
    raw = made.stages["raw"].values
    for row, unit in enumerate(made.panel.units):
        for node, code in enumerate(made.tree.codes):
            if np.isnan(made.scores[row, node]):
                given_away = node < made.tree.leaves and (np.isnan(raw[row, node]) or code in flat)
                assert given_away or (code, unit) in told, (code, unit)
            else:
                assert not np.isnan(made.ranks[row, node])


NOT_RISING = ("zscore", "distance_to_target", "fraction_of_max", "completion", "formula")
"""Scores that other units' figures move, or that do not turn with the direction."""
RISING = [one for one in NORMALISE if one["method"] not in NOT_RISING and "q1" not in str(one)]


@pytest.mark.parametrize("normalise", RISING, ids=str)
@given(
    values=st.lists(st.lists(st.floats(0.5, 50, width=32), min_size=3, max_size=3), min_size=3, max_size=6),
    aggregate=st.sampled_from(
        [one for one in AGGREGATE if one["method"] != "formula" and "rescale" not in one]
    ),
    column=st.integers(0, 2),
    gain=st.floats(0.01, 20),
)
@settings(max_examples=12, deadline=None)
def test_a_better_figure_never_lowers_the_score_whatever_the_method(
    normalise: dict[str, Any],
    values: list[list[float | None]],
    aggregate: dict[str, Any],
    column: int,
    gain: float,
) -> None:
    better = [list(row) for row in values]
    before = values[0][column]
    assert before is not None
    better[0][column] = before / (1 + gain) if column == 1 else before + gain
    try:
        old, new = scored(values, normalise, aggregate), scored(better, normalise, aggregate)
    except InputError:
        assume(False)
    if np.isnan(old.index[0]) or np.isnan(new.index[0]):
        return
    assert new.index[0] >= old.index[0] - 1e-9 * max(1.0, abs(old.index[0]))


@given(
    st.lists(
        st.lists(st.floats(0.5, 50, width=32), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
        unique_by=lambda row: row[2],
    )
)
@settings(max_examples=40, deadline=None)
def test_a_rescaled_group_spans_its_scale(values: list[list[float | None]]) -> None:
    """Unless the parts cancel out, so that nothing is left to compare: then it is refused."""
    try:
        made = scored(values, {"method": "minmax"}, {"method": "arithmetic", "rescale": {"method": "minmax"}})
    except InputError as error:
        assert "no unit has a score" in error.what
        return
    found = made.index[~np.isnan(made.index)]
    assert (found.min(), found.max()) == (pytest.approx(0), pytest.approx(100))


def test_a_target_on_the_wrong_side_of_its_baseline_is_refused() -> None:
    with pytest.raises(InputError, match="the target lies above the baseline, but less is better"):
        scored([[1, 1, 1], [2, 2, 2]], {"method": "completion", "target": 6, "baseline": 1}, AGGREGATE[0])


def test_a_fraction_of_the_best_of_negative_values_is_told() -> None:
    made = scored([[1, 1, 1], [2, 2, 2]], {"method": "fraction_of_max"}, AGGREGATE[0])
    assert made.panel.values[:, 1].tolist() == [100, 200]
    assert [dict(note.values) for note in made.journal if note.code == "wrong_way"] == [{"indicator": "b"}]
