"""Dates, limits, what is missing, marks: on a small rule and on the technology SME."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.rules.small import RULE

from luodi.core.errors import InputError
from luodi.rules import facts, facts_of, judge, load
from luodi.rules.cases import differences
from luodi.rules.loading import parse

SMALL = parse(RULE, where="small.yaml")
DAY = "2023-01-01"


def words(condition: str, **columns: list[Any]) -> list[str]:
    rows = len(next(iter(columns.values())))
    return list(judge(facts(SMALL, {"filed_on": [DAY] * rows, **columns})).words(condition))


def test_a_rule_without_figures_needs_no_formula() -> None:
    assert differences(SMALL, SMALL.cases[0]) == []


def test_each_row_is_judged_by_the_version_of_its_own_day() -> None:
    days = ["2022-06-30", "2022-07-01", "2022-06-30", "2022-07-01", "2024-12-31"]
    verdicts = judge(facts(SMALL, {"filed_on": days, "staff": [100, 101, 101, 200, 201]}))
    assert verdicts.words("A") == ["met", "met", "not_met", "met", "not_met"]
    assert [verdicts.finding("A", row).limit for row in range(5)] == [100, 200, 100, 200, 200]


def test_a_version_lends_its_mark_to_the_verdict() -> None:
    verdicts = judge(facts(SMALL, {"filed_on": ["2022-06-30", "2022-07-01"], "staff": [1, 1]}))
    assert [verdicts.finding("A", row).mark for row in (0, 1)] == ["S", "U"]
    assert [verdicts.finding("PASS", row).mark for row in (0, 1)] == ["S", "U"]
    assert verdicts.finding("C", 1).mark == "S"


def test_a_limit_is_exact_to_the_last_place() -> None:
    assert words("B", sales=[1999.999999, 2000, 2000.000001]) == ["met", "not_met", "not_met"]


def test_what_is_missing_decides_only_if_the_rest_does_not() -> None:
    given = {"staff": [1, 1, 999, 1], "sales": [1, 1, 1, 1], "listed": [False] * 4}
    local, sector = [True, None, None, None], ["farming", "farming", None, "software"]
    assert words("PASS", **given, local=local, sector=sector) == ["met", "unknown", "not_met", "met"]
    verdicts = judge(
        facts(SMALL, {"filed_on": [DAY] * 4, **given, "local": local, "sector": sector}),
    )
    assert [verdicts.missing(row) for row in range(4)] == [(), ("local",), (), ()]


def test_nothing_known_is_unknown_everywhere() -> None:
    verdicts = judge(facts_of(SMALL, {"filed_on": DAY}))
    assert {verdicts.words(condition.id)[0] for condition in SMALL.conditions} == {"unknown"}
    assert verdicts.missing(0) == ("staff", "sales", "local", "listed", "sector")


def test_zero_staff_is_no_share_but_unknown() -> None:
    verdicts = judge(facts_of(load("tech_sme"), {"filing_date": DAY, "staff": 0, "tech_staff": 0}))
    assert verdicts.words("T5b") == ["unknown"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2019-12-31", "the rule small did not exist on 2019-12-31"),
        ("2026-01-01", "the rule small had ended by 2026-01-01"),
        (None, "the day of the fact is missing"),
    ],
)
def test_a_day_without_rule_is_refused(day: str | None, said: str) -> None:
    with pytest.raises(InputError) as error:
        facts(SMALL, {"filed_on": [day], "staff": [1]})
    assert error.value.what == said


def test_a_day_without_version_of_a_parameter_is_refused_with_the_row() -> None:
    with pytest.raises(InputError) as error:
        judge(facts(SMALL, {"filed_on": ["2024-12-31", "2025-01-01"]}))
    assert str(error.value) == (
        "row 2, column filed_on, rule small: the parameter sales_limit (收入上限) has no value on 2025-01-01"
        ". Accepted: a day from 2020-01-01 to 2024-12-31. "
        "Next: correct the date of the fact, or add the version to the rule file."
    )


def test_the_day_can_be_given_for_all() -> None:
    checked = facts(SMALL, {"staff": [150]}, on=datetime.date(2022, 7, 1))
    assert judge(checked).words("A") == ["met"]


def test_blocks_and_versions_mix() -> None:
    days = (["2022-06-30"] * 3 + ["2022-07-01"] * 2) * 20_000
    verdicts = judge(facts(SMALL, {"filed_on": days, "staff": [150] * 100_000}))
    assert verdicts.verdict("A").tolist() == ([-1] * 3 + [1] * 2) * 20_000
    assert verdicts.finding("A", 99_999).limit == 200
