"""Weights made from the data, and the audit's parts, by cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.scoring.small import TWO, score

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, round_decimals
from luodi.scoring.audit.components import components
from luodi.scoring.audit.correlation import correlations
from luodi.scoring.audit.reliability import alpha_without, cronbach_alpha
from luodi.scoring.engine import Result
from luodi.scoring.strengths import strengths_and_weaknesses
from luodi.scoring.weights_made import (
    critic_weights,
    entropy_weights,
    noisy_weights,
    optimised_weights,
    pca_weights,
)

ROWS = "unit,a,b\nv,1,9\nw,2,7\nx,4,8\ny,7,1\nz,9,3"


def two(rows: str = ROWS) -> Result:
    return score(TWO, rows)


def test_two_members_get_equal_weights_from_their_first_component() -> None:
    weights = pca_weights(two("unit,a,b\nw,1,1\nx,2,3\ny,3,2\nz,4,4"), "all")
    assert list(weights.values()) == pytest.approx([0.5**0.5, 0.5**0.5])


def test_balanced_weights_balance_the_correlations() -> None:
    found = optimised_weights(two("unit,a,b\nw,1,1\nx,2,5\ny,3,2\nz,9,4"), "all")
    assert found.reached == pytest.approx([0.5, 0.5], abs=1e-6)
    assert found.weights.sum() == pytest.approx(1)


def test_entropy_weighs_the_member_that_tells_more_apart() -> None:
    weights = entropy_weights(two("unit,a,b\nw,0,0\nx,0,50\ny,0,60\nz,100,100"), "all")
    assert weights["a"] > weights["b"]
    assert sum(weights.values()) == pytest.approx(1)


def test_critic_weighs_two_members_by_their_spread() -> None:
    result = two()
    weights = critic_weights(result, "all")
    spread = np.std(result.panel.values, axis=0)
    assert weights["a"] / weights["b"] == pytest.approx(spread[0] / spread[1])


def test_weights_from_too_few_rows() -> None:
    with pytest.raises(InputError, match="2 complete rows"):
        entropy_weights(two("unit,a,b\nx,1,2\ny,2,3"), "all")


def test_noise_stays_in_its_band_and_repeats_with_its_seed() -> None:
    result = two()
    weights = result.weights.table[0]
    first = noisy_weights(weights, result.tree, share=0.25, sets=200, seed=1)
    assert np.array_equal(first, noisy_weights(weights, result.tree, share=0.25, sets=200, seed=1))
    assert first[:, :2].min() >= 0.75
    assert first[:, :2].max() <= 1.25
    assert np.all(first[:, 2] == 1)


def test_kmo_and_bartlett_of_two_columns() -> None:
    """With two columns the partial correlation is the correlation, so that KMO is one half."""
    values = two().panel.values
    found = components(values)
    r = float(correlations(values).r[0, 1])
    assert found.kmo == pytest.approx(0.5)
    assert found.variance == pytest.approx([1 + abs(r), 1 - abs(r)])
    assert found.bartlett == pytest.approx(-(5 - 1 - 9 / 6) * np.log(1 - r * r))
    assert found.freedom == 1


def test_spearman_sees_order_only() -> None:
    values: FloatArray = np.array([[1.0, 1.0], [2.0, 10.0], [3.0, np.nan], [4.0, 100.0], [5.0, 1e6]])
    assert correlations(values, "spearman").r[0, 1] == pytest.approx(1)
    assert correlations(values).n.tolist() == [[5, 4], [4, 4]]


def test_alpha_without_a_column_is_the_alpha_of_the_others() -> None:
    chance = np.random.default_rng(2)
    values = chance.normal(size=(40, 1)) + chance.normal(size=(40, 4))
    assert alpha_without(values)[2] == cronbach_alpha(values[:, [0, 1, 3]])
    values[3, 1] = np.nan
    assert cronbach_alpha(values, "complete") == cronbach_alpha(np.delete(values, 3, axis=0))


def test_strengths_and_weaknesses_of_a_unit() -> None:
    strong, weak = strengths_and_weaknesses(two(), "v")
    assert [(one.indicator, one.rank, one.of, one.figure) for one in strong] == [("b", 1, 5, 9)]
    assert [(one.indicator, one.rank, one.of, one.figure) for one in weak] == [("a", 5, 5, 1)]
    with pytest.raises(InputError, match="was not scored"):
        strengths_and_weaknesses(two(), "nobody")


def test_halves_are_rounded_as_printed() -> None:
    assert round_decimals(np.array([0.5, 1.5, 2.675, -0.125]), 0).tolist() == [1, 2, 3, 0]
    assert round_decimals(np.array([2.675, 1.005, -0.125]), 2).tolist() == [2.68, 1.01, -0.13]
