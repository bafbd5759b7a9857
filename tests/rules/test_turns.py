"""The turn of every rule: the day before by the old, the day of by the new."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.rules import Rule, facts, facts_of, judge, load, names
from luodi.rules.judging import changes
from luodi.rules.verdicts import Verdicts

TURNS = [
    (name, day)
    for name in names()
    for turn in changes(load(name))
    for day in (turn - timedelta(1), turn)
    if load(name).from_ <= day <= (load(name).until or date.max)
]


def on(rule: Rule, day: date, **inputs: Any) -> Verdicts:
    return judge(facts_of(rule, {**rule.case_base, **inputs, rule.dated_by: str(day)}))


@pytest.mark.parametrize(("name", "day"), TURNS)
def test_every_rule_can_be_judged_on_both_sides_of_its_turns(name: str, day: date) -> None:
    rule = load(name)
    found = on(rule, day)
    asked = {condition.id for condition in rule.conditions if condition.asked(day)}
    for condition in rule.conditions:
        if not condition.parts:
            assert (found.words(condition.id)[0] != "not_asked") == (condition.id in asked)
    assert found.outcome is None or found.outcome[0] in (-1, 0, 1)


@pytest.mark.parametrize(
    ("name", "last"),
    [("innovative_sme", date(2026, 3, 31)), ("asset_deduction", date(2027, 12, 31))],
)
def test_a_rule_that_ended_is_refused_the_day_after(name: str, last: date) -> None:
    on(load(name), last)
    with pytest.raises(InputError) as error:
        on(load(name), last + timedelta(1))
    assert error.value.what == f"the rule {name} had ended by {last + timedelta(1)}"


NEAR_APRIL = st.dates(date(2026, 3, 20), date(2026, 4, 10))


@given(st.lists(NEAR_APRIL, min_size=1, max_size=20))
def test_one_table_holds_applicants_of_both_rules(days: list[date]) -> None:
    rule = load("specialised_sme")
    columns = {key: [value] * len(days) for key, value in rule.case_base.items()}
    found = judge(facts(rule, {**columns, "applied_on": [str(day) for day in days]}))
    new = np.array([day >= date(2026, 4, 1) for day in days])
    assert [found.finding("Y", row).limit for row in range(len(days))] == np.where(new, 3.0, 2.0).tolist()
    assert (found.verdict("S") == 2).tolist() == new.tolist()
    assert (found.verdict("M") == 2).tolist() == (~new).tolist()
    assert found.outcome is not None
    assert found.outcome.tolist() == np.where(new, -1, 1).tolist()


@pytest.mark.parametrize(
    ("day", "sme", "maker", "listed", "rate"),
    [
        ("2016-12-31", True, False, False, 50),
        ("2017-01-01", True, False, False, 75),
        ("2017-12-31", False, True, True, 50),
        ("2018-01-01", False, False, False, 75),
        ("2020-12-31", False, True, False, 75),
        ("2021-01-01", False, True, False, 100),
        ("2021-12-31", True, False, False, 75),
        ("2022-01-01", True, False, False, 100),
        ("2022-12-31", False, False, True, 75),
        ("2023-01-01", False, False, False, 100),
        ("2023-01-01", False, False, True, 120),
        ("2027-12-31", True, True, True, 120),
        ("2028-01-01", True, True, True, 100),
    ],
)
def test_the_highest_rate_of_the_day(day: str, sme: bool, maker: bool, listed: bool, rate: int) -> None:
    inputs = {"tech_sme": sme, "listed_chip_or_machine": listed}
    inputs["manufacturing_income"] = 10000 if maker else 0
    found = on(load("rd_extra_deduction"), date.fromisoformat(day), **inputs)
    assert found.figure("rate").tolist() == [rate]


def test_a_flag_that_cannot_change_the_rate_is_not_asked_after() -> None:
    rule = load("rd_extra_deduction")
    known = {key: value for key, value in rule.case_base.items() if key not in ("tech_sme", "incurred_on")}
    assert judge(facts_of(rule, {**known, "incurred_on": "2024-12-31"})).figure("extra").tolist() == [1000]
    assert np.isnan(judge(facts_of(rule, {**known, "incurred_on": "2022-06-30"})).figure("extra")).all()


@given(st.dates(date(1995, 1, 1), date(2030, 12, 31)), st.integers(-400, 400))
def test_ten_years_are_exceeded_the_day_after_the_anniversary(filed: date, beside: int) -> None:
    try:
        anniversary = filed.replace(year=filed.year + 10)
    except ValueError:  # 29 February: the next day that there is
        anniversary = date(filed.year + 10, 2, 28)
    observed = anniversary + timedelta(beside)
    rule = load("high_value_patent")
    if not rule.from_ <= observed:
        return
    found = on(rule, observed, filed_on=str(filed))
    assert found.words("K3") == ["met" if beside > 0 else "not_met"]


def test_patents_are_counted_once_whatever_the_kinds() -> None:
    kinds = {1: ["P1", "P2"], 2: ["P2", "P3"], 3: ["P3"], 5: ["P4"]}
    rule, patents = load("high_value_patent"), ["P1", "P2", "P3", "P4", "P5"]
    columns = {key: [value] * len(patents) for key, value in rule.case_base.items()}
    columns["strategic"] = [one in kinds[1] for one in patents]
    columns["granted_abroad"] = [int(one in kinds[2]) for one in patents]
    columns["filed_on"] = ["2010-01-01" if one in kinds[3] else "2020-01-01" for one in patents]
    columns["prize"] = [one in kinds[5] for one in patents]
    found = judge(facts(rule, columns))
    assert found.outcome is not None
    assert int((found.outcome > 0).sum()) == 4


@given(st.dates(date(2020, 12, 20), date(2021, 1, 10)))
def test_licences_are_a_kind_of_their_own_from_2021(day: date) -> None:
    found = on(load("technology_contract"), day, accepted_on="2020-12-15", kind="licence")
    assert found.figure("reported_kind").tolist() == [2 if day < date(2021, 1, 1) else 3]
