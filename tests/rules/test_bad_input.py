"""Rule files and tables that cannot be used: what, where, what is accepted."""

from __future__ import annotations

import pytest
from tests.rules.small import RULE

from luodi.core.errors import CombinedInputError, InputError
from luodi.rules import facts, facts_of, load
from luodi.rules.loading import parse

SMALL = parse(RULE, where="small.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "entity: enterprise",
            "entity: enterprise\ncolour: red",
            "small.yaml: object contains unknown field",
        ),
        ("unit: 人, minimum: 0}", "unit: 人, least: 0}", "small.yaml, inputs staff: object contains unknown"),
        (
            "from: 2022-07-01, value",
            "from: 2020-01-01, value",
            "the versions from 2020-01-01 and from 2020-01-01",
        ),
        ("value: 100, article", "until: 2022-07-01, value: 100, article", "from 2022-07-02 or later"),
        ("until: 2024-12-31", "until: 2019-12-31", "it ends on 2019-12-31, before it begins"),
        (
            "from: 2020-01-01, value: 100",
            "from: 2019-01-01, value: 100",
            "it begins before the rule (2020-01-01)",
        ),
        ("value: 2000, article", "article", "none or several of value, bands and line"),
        (
            "value: 2000, article",
            "value: abc, article",
            "parameters sales_limit.versions 1.value: expected `float",
        ),
        ("mark: S, holds: local}", "mark: S, holds: local, fails: listed}", "conditions C: tested in 2 ways"),
        ("mark: S, holds: local}", "mark: X, holds: local}", "conditions C.mark: invalid enum value 'X'"),
        ("holds: local", "holds: lokal", "lokal is no boolean input"),
        ("among: [software]", "among: [mining]", "sector has no such answers"),
        ("all_of: [A, B, E, G]", "all_of: [A, B, E, H]", "H is no condition above it"),
        ("at_most: staff_limit", "at_most: staff_limits", "there is no figure staff_limits"),
        ("condition: PASS", "condition: PAS", "there is no condition PAS"),
        ("dated_by: filed_on", "dated_by: staff", "staff is no date input"),
        ("{A: met, B: met,", "{A: met, Z: met,", "cases one: there is no condition Z"),
        ("id: tech_staff", "id: staff", "the name staff is used twice"),
        ("entity: enterprise", "entity: enterprise\nid: other", "line 6: the key 'id' comes twice"),
    ],
)
def test_a_rule_file_that_is_wrong_is_refused(old: str, new: str, said: str) -> None:
    assert old in RULE
    with pytest.raises(InputError) as error:
        parse(RULE.replace(old, new, 1), where="small.yaml")
    assert said in str(error.value)


def test_all_that_is_wrong_in_a_rule_is_said_at_once() -> None:
    wrong = RULE.replace("holds: local", "holds: lokal").replace("at_most: staff_limit", "at_most: limit")
    with pytest.raises(CombinedInputError) as error:
        parse(wrong, where="small.yaml")
    assert [one.what for one in error.value.errors] == [
        "there is no figure limit",
        "lokal is no boolean input",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("staff", "eighty", "'eighty' is no number. Accepted: a whole number from 0 in 人, or nothing"),
        ("staff", 80.5, "80.5 is no whole number"),
        ("staff", -1, "-1 is out of range. Accepted: a whole number from 0 in 人, or nothing"),
        ("sales", 2e6, "2e+06 is out of range. Accepted: a number from 0 up to 1e+06 in 万元, or nothing"),
        ("sales", "nan", "'nan' is no number"),
        ("sales", "inf", "'inf' is no number"),
        ("sales", float("inf"), "an infinite number"),
        ("sales", True, "a yes or no is no number"),
        ("local", "maybe", "'maybe' is neither yes nor no. Accepted: yes or no (是, 否)"),
        ("sector", "mining", "'mining' is none of the choices. Accepted: software (软件), farming (农业)"),
        ("filed_on", "2023-02-30", "'2023-02-30' is no date. Accepted: a date such as 2026-06-30"),
        ("tech_staff", 11, "11 is more than staff, 10. Accepted: no more than staff (职工)"),
    ],
)
def test_a_bad_cell_is_named(column: str, cell: object, said: str) -> None:
    given = {"filed_on": ["2023-01-01"] * 2, "staff": [10, 10], column: [None, cell]}
    if column in ("staff", "filed_on"):
        given[column][0] = 1 if column == "staff" else "2023-01-01"
    with pytest.raises(InputError) as error:
        facts(SMALL, given)
    assert str(error.value).startswith(f"row 2, column {column}: ")
    assert said in str(error.value)


def test_all_bad_cells_are_named_at_once_up_to_a_hundred() -> None:
    with pytest.raises(CombinedInputError) as error:
        facts(SMALL, {"filed_on": ["2023-01-01"] * 250, "staff": ["x"] * 250})
    assert len(error.value.errors) == 101
    assert error.value.errors[-1].what == "and 150 more cells"


@pytest.mark.parametrize(
    ("cell", "number"), [(" 1,234.5 ", 1234.5), ("１２", 12.0), ("", None), ("1e3", 1000.0), (12, 12.0)]
)
def test_numbers_as_people_write_them(cell: object, number: float | None) -> None:
    found = facts(SMALL, {"filed_on": ["2023-01-01"], "sales": [cell]}).columns["sales"][0]
    assert found == number or (number is None and found != found)


def test_an_unknown_field_of_an_entity_is_refused() -> None:
    with pytest.raises(InputError, match="does not ask for 'colour'"):
        facts_of(SMALL, {"filed_on": "2023-01-01", "colour": "red"})


def test_an_unknown_rule_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InputError, match="there is no rule 'sme'") as error:
        load("sme")
    assert "tech_sme" in error.value.accepted
