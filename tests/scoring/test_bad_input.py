"""Bad input: each a clear error, or a stated and journalled choice, never NaN in silence."""

from __future__ import annotations

import numpy as np
import pytest
from tests.scoring.small import TWO, score

from luodi.core.errors import CombinedInputError, InputError
from luodi.scoring.scheme import parse


def refused(scheme: str, *tables: str) -> str:
    with pytest.raises(InputError) as caught:
        score(scheme, *tables)
    return str(caught.value)


def test_a_constant_column_counts_as_missing_and_is_journalled() -> None:
    result = score(TWO, "unit,a,b\nx,1,5\ny,2,5\nz,3,5")
    assert result.index.tolist() == [0, 50, 100]
    assert "indicator b: no spread to compare by; its score is missing" in [n.what for n in result.journal]


def test_a_constant_column_may_have_a_stated_score() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, constant: 50}")
    result = score(scheme, "unit,a,b\nx,1,5\ny,2,5\nz,3,5")
    assert result.index.tolist() == [25, 50, 75]


def test_an_empty_column_is_journalled() -> None:
    result = score(TWO, "unit,a,b\nx,1,\ny,2,NA\nz,3,..")
    assert result.index.tolist() == [0, 50, 100]
    assert ("b",) in [n.where for n in result.journal if "without a single figure" in n.what]


def test_a_unit_without_figures_has_no_score_and_is_named() -> None:
    result = score(TWO, "unit,a,b\nx,1,2\ny,,\nz,3,4")
    assert np.isnan(result.index).tolist() == [False, True, False]
    assert result.rank("all").tolist()[::2] == [2, 1]
    assert [n.where for n in result.journal if "no score" in n.what] == [("y",)]


def test_one_unit_cannot_be_compared() -> None:
    assert "no unit has a score" in refused(TWO, "unit,a,b\nx,1,2")


@pytest.mark.parametrize("method", ["geometric", "harmonic", "power, power: 0.5"])
def test_means_of_positive_scores_refuse_others(method: str) -> None:
    scheme = TWO.replace("{step: aggregate}", f"{{step: aggregate, method: {method}}}")
    message = refused(scheme, "unit,a,b\nx,1,2\ny,2,3")
    assert "not above zero (x)" in message
    assert "group all" in message


def test_a_floor_lets_a_geometric_mean_meet_zeros_and_is_journalled() -> None:
    scheme = TWO.replace("{step: aggregate}", "{step: aggregate, method: geometric, floor: 1}")
    result = score(scheme, "unit,a,b\nx,1,2\ny,2,3")
    assert result.index.tolist() == pytest.approx([1, 100])
    assert [n.where for n in result.journal if "count as it" in n.what] == [("x",)]


def test_weights_that_sum_to_zero() -> None:
    scheme = TWO.replace("direction: increase}", "direction: increase, weight: 0}")
    assert "the weights of the members sum to zero" in refused(scheme, "unit,a,b\nx,1,2\ny,2,3")


def test_a_negative_weight() -> None:
    scheme = TWO.replace("id: a, parent: all", "id: a, weight: -1, parent: all")
    assert "-1.0 is no weight" in refused(scheme, "unit,a,b")


def test_groups_in_a_circle() -> None:
    scheme = TWO.replace("[{id: all}]", "[{id: all, parent: up}, {id: up, parent: all}]")
    assert "each other's parents: all, up" in refused(scheme, "unit,a,b")


def test_two_parents() -> None:
    scheme = TWO.replace(
        "groups: [{id: all}]",
        "  - {id: a, parent: sub, direction: increase}\ngroups: [{id: all}, {id: sub, parent: all}]",
    )
    message = refused(scheme, "unit,a,b")
    assert "'a' has two parents" in message
    assert "column: a" in message


def test_two_roots_and_an_unknown_parent_are_named_together() -> None:
    scheme = TWO.replace("[{id: all}]", "[{id: all}, {id: more}]").replace(
        "id: b, parent: all", "id: b, parent: al"
    )
    with pytest.raises(CombinedInputError) as caught:
        parse(scheme)
    text = str(caught.value)
    assert "the parent 'al' is not a group" in text
    assert "2 groups have no parent" in text
    assert "a group has no members" in text


def test_a_missing_direction() -> None:
    scheme = TWO.replace("id: a, parent: all, direction: increase", "id: a, parent: all")
    assert "the direction is missing" in refused(scheme, "unit,a,b")


def test_a_column_that_differs_by_white_space_is_pointed_at() -> None:
    scheme = TWO.replace("id: a,", "id: a, column: R&D,")
    message = refused(scheme, "unit,R &D,b\nx,1,2\ny,2,3")
    assert "'R&D' (indicator a); 'R &D' looks like it" in message


def test_ids_that_differ_by_white_space() -> None:
    scheme = TWO.replace("id: b,", "id: 'A ',")
    assert "differ by white space or capitals only" in refused(scheme, "unit,a,b")


def test_units_that_differ_by_white_space() -> None:
    assert "'x 1' and 'x1' differ by white space only" in refused(TWO, "unit,a,b\nx 1,1,2\nx1,2,3")


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999"])
def test_infinities(cell: str) -> None:
    message = refused(TWO, f"unit,a,b\nx,{cell},2\ny,2,3")
    assert message.startswith("table1.csv row 2, column a: an infinite figure.")


def test_every_bad_cell_is_named_at_once() -> None:
    message = refused(TWO, "unit,a,b\nx,one,2\ny,2,12%\n,3,4")
    assert message.startswith("3 problems.")
    assert "row 2, column a: 'one' is not a number" in message
    assert "row 3, column b: '12%' is not a number" in message
    assert "row 4, column unit: the unit is missing" in message


def test_duplicate_units() -> None:
    message = refused(TWO, "unit,a,b\nx,1,2\nx,2,3")
    assert "x has a twice" in message
    assert "the other is in row 2" in message


CLASSES = """
scheme: classes
indicators:
  - {id: a, parent: all, direction: increase}
  - {id: b, parent: all, direction: increase}
groups: [{id: all}]
weights:
  main:
    - {classes: [城区], values: {a: 3, b: 1}}
    - {classes: [农区], first_year: 2021, values: {a: 1, b: 3}}
steps: [{step: normalise}, {step: aggregate}]
"""


def test_a_class_without_weights() -> None:
    message = refused(CLASSES, "unit,class,a,b\nx,城区,1,2\ny,林区,2,3")
    assert "no weights hold for class '林区'" in message


def test_a_year_without_weights() -> None:
    message = refused(CLASSES, "unit,class,year,a,b\nx,城区,2020,1,2\ny,农区,2020,2,3")
    assert "no weights hold for class '农区' in 2020" in message


def test_weights_by_class_without_a_class_column() -> None:
    assert "the data have no class column" in refused(CLASSES, "unit,a,b\nx,1,2\ny,2,3")


def test_a_formula_that_is_no_arithmetic() -> None:
    scheme = TWO.replace("id: a,", "id: a, formula: __import__('os'),")
    assert "cannot be used" in refused(scheme, "unit,a,b")


def test_an_unknown_option_is_named_with_its_place() -> None:
    scheme = TWO.replace("{id: a, parent: all", "{id: a, wieght: 2, parent: all")
    message = refused(scheme, "unit,a,b")
    assert "indicators a" in message
    assert "wieght" in message


def test_a_key_that_comes_twice() -> None:
    assert "the key 'scheme' comes twice" in refused(TWO + "\nscheme: again", "unit,a,b")


def test_norway_is_text() -> None:
    result = score(
        TWO.replace("{id: all}", "{id: NO, name: no}").replace("parent: all", "parent: NO"),
        "unit,a,b\nx,1,2\ny,2,3",
    )
    assert result.tree.codes[-1] == "NO"


def test_goalposts_the_wrong_way_round() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: goalposts, low: 5, high: 1}")
    assert "`low` lies above `high`" in refused(scheme, "unit,a,b\nx,1,2\ny,2,3")


def test_a_standard_that_is_not_positive() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: standard, standard: 0}")
    assert "a standard that is not positive" in refused(scheme, "unit,a,b\nx,1,2\ny,2,3")


def test_denominators_of_zero_are_journalled() -> None:
    scheme = TWO.replace("id: a,", "id: a, denominator: d,").replace(
        "[{step: n", "[{step: denominate}, {step: n"
    )
    result = score(scheme, "unit,a,b,d\nx,1,2,2\ny,2,3,0\nz,3,4,1")
    assert np.isnan(result.stages["denominate"].column("a")).tolist() == [False, True, False]
    assert [n.where for n in result.journal if n.step == "denominate"] == [("y",)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{step: normalise}", "{step: normalise, scale: [100, 0]}", "the scale does not rise"),
        ("{step: normalise}", "{step: normalise, cap: 1, floor: 2}", "the cap lies below the floor"),
        ("{step: aggregate}", "{step: aggregate, availability: 66}", "66 is no share"),
        (
            "{step: aggregate}",
            "{step: aggregate, levels: {1: {method: median}}}",
            "'1' is no level",
        ),
        (
            "{step: aggregate}]",
            "{step: aggregate}, {step: grade, thresholds: {C: 1, A: 8}}]",
            "do not fall",
        ),
        (
            "{step: aggregate}]",
            "{step: aggregate}, {step: grade, quotas: {A: 0.7, B: 0.7}}]",
            "more than all",
        ),
        ("{step: aggregate}", "{step: aggregate, method: formula, expression: a.b}", "cannot be used"),
        ("{step: aggregate}", "{step: aggregate}, {step: treat}", "only grade may follow aggregate"),
        ("[{step: normalise}, ", "[", "would count the wrong way round"),
    ],
)
def test_options_outside_their_limits(old: str, new: str, message: str) -> None:
    scheme = TWO.replace("id: a, parent: all, direction: increase", "id: a, parent: all, direction: decrease")
    assert message in refused(scheme.replace(old, new), "unit,a,b\nx,1,2\ny,2,3")


def test_a_logarithm_needs_posts_above_zero() -> None:
    step = "{step: normalise, method: goalposts, low: 0, high: 9, transform: log}"
    assert "a post is not defined" in refused(
        TWO.replace("{step: normalise}", step), "unit,a,b\nx,1,2\ny,2,3"
    )


def test_denominators_without_their_step_are_pointed_out() -> None:
    result = score(TWO.replace("id: a,", "id: a, denominator: d,"), "unit,a,b,d\nx,1,2,2\ny,2,3,1")
    assert [n.where for n in result.journal if "no step denominate" in n.what] == [("a",)]


def test_rows_are_counted_with_blank_lines() -> None:
    assert "row 4, column a" in refused(TWO, "unit,a,b\nx,1,2\n\ny,no,3")


def test_a_title_above_the_header() -> None:
    assert "its first row is" in refused(TWO, ",,\nunit,a,b\nx,1,2")
