"""What must hold whatever the figures."""

from __future__ import annotations

import hypothesis.extra.numpy as hn
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from luodi.scoring.aggregation import means
from luodi.scoring.aggregation.bod import benefit_of_doubt
from luodi.scoring.aggregation.outrank import copeland, outranking
from luodi.scoring.arrays import FloatArray, rank, round_significant
from luodi.scoring.engine import Result, run
from luodi.scoring.panel import panel_of
from luodi.scoring.scheme import Scheme, parse

SCHEME = """
scheme: properties
indicators:
  - {id: a, parent: p, direction: increase, weight: 1/3}
  - {id: b, parent: p, direction: decrease, weight: 2}
  - {id: c, parent: q, direction: increase}
  - {id: d, parent: q, direction: increase, weight: 0.5}
groups:
  - {id: p, parent: all, weight: 3}
  - {id: q, parent: all}
  - {id: all}
steps: [{step: normalise}, {step: aggregate}]
"""

figures = st.floats(-1e4, 1e4, allow_nan=False).map(lambda x: round(x, 2))
tables = hn.arrays(np.float64, st.tuples(st.integers(3, 9), st.just(4)), elements=figures)


def scored(values: FloatArray, scheme: Scheme | None = None) -> Result:
    scheme = scheme or parse(SCHEME)
    units = [f"u{row}" for row in range(len(values))]
    return run(scheme, panel_of(values, units, [node.id for node in scheme.indicators]))


def spread(values: FloatArray) -> bool:
    return bool(np.all(np.ptp(values, axis=0) > 0.05))


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_of_rows_does_not_matter(values: FloatArray, chance: object) -> None:
    assume(spread(values))
    order = np.random.default_rng(len(values)).permutation(len(values))
    first, second = scored(values), scored(values[order])
    assert second.index == pytest.approx(first.index[order], abs=1e-9)
    assert np.array_equal(second.ranks, first.ranks[order])


@given(tables)
@settings(max_examples=40, deadline=None)
def test_order_of_columns_does_not_matter(values: FloatArray) -> None:
    assume(spread(values))
    scheme = parse(SCHEME)
    import msgspec

    turned = msgspec.structs.replace(scheme, indicators=scheme.indicators[::-1], groups=scheme.groups[::-1])
    assert scored(values[:, ::-1], turned).index == pytest.approx(scored(values).index, abs=1e-9)


@given(tables, st.floats(0.01, 100), st.floats(-50, 50))
@settings(max_examples=40, deadline=None)
def test_minmax_does_not_know_units_of_measurement(values: FloatArray, factor: float, shift: float) -> None:
    assume(spread(values))
    assert scored(values * factor + shift).index == pytest.approx(scored(values).index, abs=1e-6)


@given(tables, st.integers(0, 3), st.floats(0.1, 10))
@settings(max_examples=40, deadline=None)
def test_a_better_figure_never_lowers_the_score(values: FloatArray, column: int, gain: float) -> None:
    scheme = parse(
        SCHEME.replace("{step: normalise}", "{step: normalise, method: goalposts, low: -20000, high: 20000}")
    )
    better = values.copy()
    better[0, column] += -gain if column == 1 else gain
    before, after = scored(values, scheme), scored(better, scheme)
    assert after.index[0] > before.index[0]
    assert after.rank("all")[0] <= before.rank("all")[0]


@given(tables)
@settings(max_examples=30, deadline=None)
def test_leaf_weights_sum_to_one_and_explain_the_index(values: FloatArray) -> None:
    assume(spread(values))
    result = scored(values)
    leaf = result.weights.effective(result.tree)[0, :4]
    assert leaf.sum() == pytest.approx(1)
    assert result.panel.values @ leaf == pytest.approx(result.index, abs=1e-9)


@given(hn.arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 6).map(float)))
def test_ranks_under_ties(values: FloatArray) -> None:
    for row, value in enumerate(values):
        ahead, equal = int(np.sum(values > value)), int(np.sum(values == value))
        assert rank(values)[row] == ahead + 1
        assert rank(values, "max")[row] == ahead + equal
        assert rank(values, "mean")[row] == ahead + (equal + 1) / 2
        assert rank(values, "dense")[row] == len(set(values[values > value])) + 1


@given(st.floats(-1e200, 1e200, allow_nan=False, allow_subnormal=False))
def test_rounding_agrees_with_printing(value: float) -> None:
    assume(value == 0 or abs(value) > 1e-200)
    rounded = float(round_significant(np.array([value]))[0])
    assert rounded == pytest.approx(float(f"{value:.9e}"), rel=1e-9)
    assert float(round_significant(np.array([rounded]))[0]) == rounded
    assert f"{rounded:.10g}" == f"{float(round_significant(np.array([rounded * (1 + 1e-15)]))[0]):.10g}"


@given(hn.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(0.1, 100)))
def test_means_lie_in_order(values: FloatArray) -> None:
    weights, there = np.ones_like(values), np.ones_like(values, dtype=bool)
    harmonic = means.harmonic(values, weights, there)
    geometric = means.geometric(values, weights, there)
    arithmetic = means.arithmetic(values, weights, there)
    assert np.all(values.min(axis=1) <= harmonic * (1 + 1e-12))
    assert np.all(harmonic <= geometric * (1 + 1e-12))
    assert np.all(geometric <= arithmetic * (1 + 1e-12))
    assert means.power(values, weights, there, 1.0) == pytest.approx(arithmetic)
    assert means.power(values, weights, there, -1.0) == pytest.approx(harmonic)


@given(
    hn.arrays(
        np.float64, st.tuples(st.integers(2, 12), st.integers(1, 5)), elements=st.integers(0, 4).map(float)
    )
)
def test_copeland_is_the_balance_of_the_outranking_matrix(values: FloatArray) -> None:
    weights = np.arange(1.0, values.shape[1] + 1) / 7
    matrix = outranking(values, weights)
    wins = np.sign(np.round(matrix - matrix.T, 9)).sum(axis=1)
    assert np.array_equal(copeland(values, weights), wins)
    assert copeland(values, np.sqrt(weights)).sum() == 0
    assert matrix + matrix.T == pytest.approx(1 - np.eye(len(values)))


@given(hn.arrays(np.float64, st.tuples(st.integers(2, 6), st.just(3)), elements=st.floats(0.1, 10)))
@settings(max_examples=25, deadline=None)
def test_benefit_of_the_doubt_finds_a_best_unit_and_respects_dominance(values: FloatArray) -> None:
    scores = benefit_of_doubt(values, 0.1, 0.8, where="")
    assert scores.max() <= 1 + 1e-7
    free = benefit_of_doubt(values, 0.0, 1.0, where="")
    assert free.max() == pytest.approx(1)
    assert np.all(scores <= free + 1e-7)
    for first in range(len(values)):
        for second in range(len(values)):
            if np.all(values[first] >= values[second]):
                assert free[first] >= free[second] - 1e-7
