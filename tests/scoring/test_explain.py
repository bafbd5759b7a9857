"""Explanations sum exactly, whatever the aggregation, and attribute what a reader would expect."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scoring.asem import STEPS, asem_panel, asem_scheme

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.engine import Result, run
from luodi.scoring.explain import explain
from luodi.scoring.panel import panel_of
from luodi.scoring.scheme import parse


def small(values: FloatArray, aggregate: dict[str, Any], **changes: Any) -> Result:
    """Four indicators in two groups, scores as given."""
    raw = {
        "scheme": "small",
        "indicators": [
            {"id": code, "parent": parent, "direction": "increase", "weight": weight}
            for code, parent, weight in (("a", "g", 1), ("b", "g", 3), ("c", "h", 2), ("d", "h", 1))
        ],
        "groups": [{"id": "all"}, {"id": "g", "parent": "all", "weight": 2}, {"id": "h", "parent": "all"}],
        "steps": [{"step": "normalise", "method": "none"}, {"step": "aggregate", **aggregate}],
        **changes,
    }
    panel = panel_of(values, [f"u{row}" for row in range(len(values))], list("abcd"))
    return run(parse(yaml.safe_dump(raw)), panel)


def shares(result: Result, first: str = "u0", second: str = "u1") -> dict[str, float]:
    return {one.node: one.contribution for one in explain(result, (first, None), (second, None)).indicators}


def test_arithmetic_is_weight_times_gap() -> None:
    result = small(np.array([[10.0, 20, 30, 40], [20.0, 20, 0, 10]]), {})
    found = shares(result)
    assert found == pytest.approx({"a": -10 * 2 / 3 / 4, "b": 0, "c": 30 / 3 * 2 / 3, "d": 30 / 3 / 3})


def test_geometric_is_the_log_mean() -> None:
    values = np.array([[10.0, 20, 30, 40], [20.0, 20, 5, 10]])
    result = small(values, {"method": "geometric"})
    ends = result.index
    factor = (ends[0] - ends[1]) / (np.log(ends[0]) - np.log(ends[1]))
    weights = np.array([2 / 3 / 4, 2 / 3 * 3 / 4, 1 / 3 * 2 / 3, 1 / 3 / 3])
    wanted = factor * weights * np.log(values[0] / values[1])
    found = shares(result)
    assert [found[code] for code in "abcd"] == pytest.approx(wanted.tolist())
    told = explain(result, ("u0", None), ("u1", None))
    assert set(told.methods.values()) == {"log_mean"}


def test_shapley_of_a_minimum() -> None:
    result = small(np.array([[10.0, 10, 10, 10], [4.0, 10, 10, 10]]), {"method": "minimum"})
    told = explain(result, ("u0", None), ("u1", None))
    assert {one.node: one.contribution for one in told.indicators} == {"a": 6.0, "b": 0, "c": 0, "d": 0}
    assert set(told.methods.values()) == {"shapley"}


METHODS: list[dict[str, Any]] = [
    {},
    {"method": "sum"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "power", "power": 2},
    {"method": "median"},
    {"method": "minimum"},
    {"method": "mazziotta_pareto"},
    {"decimals": 0},
    {"floor": 30},
    {"multiply": 3},
    {"method": "geometric", "levels": {"2": {"method": "arithmetic"}}},
    {"method": "arithmetic", "levels": {"2": {"method": "geometric"}}},
    {"missing": "zero"},
]
SCORE = st.one_of(st.floats(1, 100), st.sampled_from([5.0, 50.0]), st.just(float("nan")))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(SCORE, min_size=4, max_size=4), min_size=2, max_size=2), st.sampled_from(METHODS))
def test_contributions_sum_to_the_gap(rows: list[list[float]], aggregate: dict[str, Any]) -> None:
    result = small(np.array([*rows, [50.0] * 4]), aggregate)
    if np.isnan(result.index[:2]).any():
        with pytest.raises(InputError):
            explain(result, ("u0", None), ("u1", None))
        return
    told = explain(result, ("u0", None), ("u1", None))
    assert told.gap == result.index[0] - result.index[1]
    total = sum(one.contribution for one in told.indicators)
    assert total == pytest.approx(told.gap, abs=1e-9)
    back = explain(result, ("u1", None), ("u0", None))
    assert back.gap == -told.gap


def test_every_pair_of_the_example_sums_exactly() -> None:
    steps = [
        *STEPS[:4],
        {"step": "normalise", "scale": [1, 100]},
        {"step": "aggregate", "method": "geometric"},
    ]
    for chosen in (STEPS, steps):
        scheme = asem_scheme(chosen)
        result = run(scheme, asem_panel(scheme))
        for other in result.panel.units[1:]:
            told = explain(result, ("AUT", None), (other, None))
            assert sum(one.contribution for one in told.indicators) == pytest.approx(told.gap, abs=1e-12)
            by_group = {one.node: one.contribution for one in told.groups}
            assert by_group["Conn"] + by_group["Sust"] == pytest.approx(told.gap, abs=1e-9)


def test_two_years_of_a_unit() -> None:
    scheme = asem_scheme()
    panel = asem_panel(scheme, "asem_iData_panel")
    result = run(scheme, panel)
    years = sorted({year for year in result.panel.years if year is not None})
    told = explain(result, ("AUT", years[-1]), ("AUT", years[0]))
    assert told.first == f"AUT {years[-1]}"
    assert sum(one.contribution for one in told.indicators) == pytest.approx(told.gap, abs=1e-12)
    with pytest.raises(InputError, match="several years"):
        explain(result, ("AUT", None), ("BEL", None))


def test_what_cannot_be_explained_says_why() -> None:
    result = small(np.array([[10.0, 20, 30, 40], [20.0, 20, 0, 10]]), {"method": "copeland"})
    with pytest.raises(InputError, match="by comparison with others"):
        shares(result)
    with pytest.raises(InputError, match="not scored"):
        shares(result, "nobody")
