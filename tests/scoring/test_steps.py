"""Single steps by figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.scoring.small import TWO, score

from luodi.core.errors import InputError
from luodi.scoring.arrays import kurtosis, skewness
from luodi.scoring.em import expected
from luodi.scoring.scheme.steps import TreatOptions
from luodi.scoring.transforms import transform
from luodi.scoring.treat import treat_column, winsorise

NONE = TWO.replace("{step: normalise}", "{step: normalise, method: none}")


def filled(options: str, rows: str) -> list[float]:
    scheme = NONE.replace("[{step: n", f"[{{step: impute, {options}}}, {{step: n")
    values: list[float] = score(scheme, rows).stages["impute"].column("a").tolist()
    return values


def test_imputation_along_years() -> None:
    rows = "unit,year,a,b\nx,2019,1,1\nx,2020,,1\nx,2021,,1\nx,2022,7,1\nx,2023,,1"
    assert filled("method: interpolate", rows)[:4] == [1, 3, 5, 7]
    assert np.isnan(filled("method: interpolate", rows)[4])
    assert filled("method: last_value", rows) == [1, 1, 1, 7, 7]
    assert np.isnan(filled("method: last_value, limit: 1", rows)).tolist() == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_imputation_by_groups_and_centres() -> None:
    rows = "unit,region,a,b\nu,e,1,1\nv,e,3,1\nw,e,,1\nx,w,9,1\ny,w,,1"
    assert filled("method: group_mean, group: region", rows) == [1, 3, 2, 9, 9]
    assert filled("method: median", rows) == [1, 3, 3, 9, 3]
    assert filled("method: constant, value: 0", rows) == [1, 3, 0, 9, 0]
    assert filled("method: peers_mean", rows) == [1, 3, 1, 9, 1]


def test_an_imputed_cell_has_the_stated_confidence() -> None:
    scheme = NONE.replace("[{step: n", "[{step: impute, method: mean, confidence: 0.4}, {step: n")
    result = score(scheme, "unit,a,b\nx,1,1\ny,,1\nz,3,1")
    assert result.confidence[:, -1].tolist() == [1, 0.7, 1]


def test_expectation_follows_the_other_columns() -> None:
    chance = np.random.default_rng(7)
    x = chance.normal(size=200)
    y = 2 * x + 0.1 * chance.normal(size=200)
    both = np.column_stack([x, y])
    holed = both.copy()
    holed[:40, 1] = np.nan
    assert np.abs(expected(holed)[:40, 1] - both[:40, 1]).max() < 0.4
    assert np.array_equal(expected(holed)[40:], both[40:])


def test_winsorising_pulls_in_the_outermost_points_one_by_one() -> None:
    column = np.array([*range(1, 11), 30.0, 100.0])
    pulled, count = winsorise(column, TreatOptions())
    assert count == 1
    assert pulled.max() == 30
    assert column.max() == 100


def test_the_second_stage_transforms_the_original() -> None:
    column = np.concatenate(
        [np.ones(30) + np.arange(30) / 100, [50.0, 60, 200, 900, 4000, 5000, 9000, 30000]]
    )
    treated, checks, count, name = treat_column(column, TreatOptions(most=1))
    assert (name, count, len(checks)) == ("log_coin", 0, 3)
    assert treated == pytest.approx(np.log(column - 1 + 0.01 * 29999))


def test_box_cox_lambda_is_fitted() -> None:
    chance = np.random.default_rng(3)
    column = np.exp(chance.normal(size=4000))
    moved = transform("box_cox", column)
    assert abs(float(skewness(moved[:, None])[0])) < abs(float(skewness(column[:, None])[0])) / 10
    assert transform("box_cox", column, 0.0) == pytest.approx(np.log(column - column.min() + 1))


def test_moments_of_too_few_figures_are_missing() -> None:
    assert np.isnan(skewness(np.array([[1.0], [2.0]]))).all()
    assert np.isnan(kurtosis(np.array([[1.0], [2.0], [4.0]]))).all()
    assert np.isnan(skewness(np.ones((5, 1)))).all()


def test_clip_to_percentiles_of_the_data() -> None:
    scheme = NONE.replace("[{step: n", "[{step: treat, method: clip, low: p10, high: p90}, {step: n")
    rows = "unit,a,b\n" + "\n".join(f"u{n},{n},1" for n in range(11))
    assert score(scheme, rows).stages["treat"].column("a").tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_screening_within_a_group() -> None:
    scheme = """
scheme: screened
indicators:
  - {id: a, parent: p, direction: increase}
  - {id: b, parent: p, direction: increase}
  - {id: c, parent: q, direction: increase}
  - {id: d, parent: q, direction: increase}
groups: [{id: p, parent: all}, {id: q, parent: all}, {id: all}]
steps: [{step: screen, availability: 0.5, within: [p, q], drop: [z]}, {step: normalise}, {step: aggregate}]
"""
    rows = "unit,a,b,c,d\nw,1,2,3,4\nx,1,2,,\ny,,3,4,\nz,1,2,3,5\nv,4,1,9,2"
    assert score(scheme, rows).panel.units == ("w", "y", "v")


def test_mazziotta_pareto_by_hand() -> None:
    scheme = NONE.replace("{step: aggregate}", "{step: aggregate, method: mazziotta_pareto}")
    result = score(scheme, "unit,a,b\nx,100,100\ny,90,110")
    assert result.index.tolist() == pytest.approx([100, 100 - 10 * 10 / 100])


def test_an_own_formula_for_score_and_group() -> None:
    scheme = TWO.replace(
        "{step: normalise}", "{step: normalise, method: formula, expression: 'x / max(a, b)'}"
    )
    scheme = scheme.replace(
        "{step: aggregate}", "{step: aggregate, method: formula, expression: '100 * a * b'}"
    )
    assert score(scheme, "unit,a,b\nx,2,4\ny,5,5").index.tolist() == [50, 100]


def test_imputation_by_expectation_takes_the_indicators_of_one_group_and_year() -> None:
    table = np.random.default_rng(3).normal(size=(24, 4)).round(3)
    table[[2, 5, 14], [0, 1, 2]] = np.nan
    lines = [
        f"u{row % 12},{2020 + row // 12},"
        + ",".join("" if np.isnan(figure) else str(figure) for figure in line)
        for row, line in enumerate(table.tolist())
    ]
    scheme = """
scheme: four
indicators:
  - {id: a, parent: g, direction: increase}
  - {id: b, parent: g, direction: increase}
  - {id: c, parent: h, direction: increase}
  - {id: d, parent: h, direction: increase}
groups: [{id: g, parent: all}, {id: h, parent: all}, {id: all}]
steps: [{step: impute, method: em}, {step: normalise}, {step: aggregate}]
"""
    found = score(scheme, "unit,year,a,b,c,d\n" + "\n".join(lines)).stages["impute"].values
    for rows in (slice(0, 12), slice(12, 24)):
        for group in (slice(0, 2), slice(2, 4)):
            assert found[rows, group].tolist() == expected(table[rows, group]).tolist()


SKEWED = "unit,x\na,1\nb,2\nc,3\nd,101\n"


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        # ln(100 (x - 1)/100 + 1) = ln x, from ln 1 to ln 101
        ("increase", [0, np.log(2) / np.log(101), np.log(3) / np.log(101), 1]),
        # ln(100 (101 - x)/100 + 1) = ln(102 - x), from ln 1 at the highest to ln 101 at the lowest
        ("decrease", [1, np.log(100) / np.log(101), np.log(99) / np.log(101), 0]),
    ],
)
def test_the_logarithm_of_the_innovation_index_turns_with_the_direction(
    direction: str, expected: list[float]
) -> None:
    scheme = f"""
scheme: logs
indicators: [{{id: x, parent: all, direction: {direction}}}]
groups: [{{id: all}}]
steps: [{{step: treat, method: transform, transform: log_gii}}, {{step: normalise, scale: [0, 1]}}, {{step: aggregate}}]
"""
    np.testing.assert_allclose(score(scheme, SKEWED).index, expected)


@pytest.mark.parametrize(
    "name", ["log", "log10", "log1p", "sqrt", "square", "reciprocal", "log_coin", "log_min1", "box_cox"]
)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_no_transform_turns_an_indicator_round(name: str, direction: str) -> None:
    """Whatever straightens a column, the better figure keeps the better score."""
    scheme = f"""
scheme: logs
indicators: [{{id: x, parent: all, direction: {direction}}}]
groups: [{{id: all}}]
steps: [{{step: treat, method: transform, transform: {name}}}, {{step: normalise}}, {{step: aggregate}}]
"""
    found = score(scheme, SKEWED).index
    assert (np.diff(found) > 0).all() if direction == "increase" else (np.diff(found) < 0).all()
    assert sorted(found[[0, -1]]) == pytest.approx([0, 100])


def test_a_reciprocal_between_goalposts_keeps_the_direction() -> None:
    """-1/x between -1/1 and -1/4: 2 lies (1 - 1/2)/(1 - 1/4) = 2/3 of the way."""
    scheme = """
scheme: posts
indicators: [{id: x, parent: all, direction: increase, normalise: {low: 1, high: 4, transform: reciprocal}}]
groups: [{id: all}]
steps: [{step: normalise, method: goalposts, scale: [0, 1]}, {step: aggregate}]
"""
    assert score(scheme, "unit,x\na,1\nb,2\nc,4\n").index.tolist() == pytest.approx([0, 2 / 3, 1])
    for ratio in ("method: standard, standard: 4", "method: fraction_of_max"):
        with pytest.raises(InputError, match="would turn the indicator round"):
            score(scheme.replace("low: 1, high: 4", ratio), "unit,x\na,1\nb,2\nc,4\n")
