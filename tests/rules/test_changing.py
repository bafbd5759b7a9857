"""What would change a verdict: the smallest change that does, and no smaller one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.small import RULE

from luodi.rules import Rule, facts_of, judge, load
from luodi.rules.cases import run
from luodi.rules.changing import Change, changes, next_band
from luodi.rules.loading import parse
from luodi.rules.tracing import trace

SME, HNTE, SMALL = load("tech_sme"), load("high_tech_enterprise"), parse(RULE, where="small.yaml")


def of_case(rule: Rule, case_id: str, condition: str) -> dict[str, float | None]:
    verdicts = run(rule, next(case for case in rule.cases if case.id == case_id))
    return {one.column: one.difference for one in changes(verdicts.facts, 0, condition)}


def test_every_single_change_that_brings_two_points_more() -> None:
    assert of_case(SME, "E2", "T5a") == {
        "staff": -20.0,
        "tech_staff": 3.0,
        "sales": -3600.0,
        "costs": -174.545455,
        "rd_spend": 43.636364,
        "ip_class_1": 1.0,
    }


def test_a_jump_of_the_instrument_is_seen() -> None:
    """A fen more of sales lowers the share that is needed from 5 to 4 per cent."""
    verdicts = run(HNTE, next(case for case in HNTE.cases if case.id == "E7"))
    found = [one for one in changes(verdicts.facts, 0, "H5a") if one.column == "sales_1"]
    assert [one.difference for one in found] == [0.000001, -300.0]


def test_a_day_later_is_enough_and_the_registration_is_left_alone() -> None:
    assert of_case(HNTE, "E12_not", "H1b") == {"applied_on": 1.0}


def test_what_cannot_help_is_not_named() -> None:
    assert of_case(SME, "E3", "T5a") == {}
    assert of_case(SME, "E6", "PASS") == {"staff": -1.0}


def test_words_change_too() -> None:
    facts = facts_of(SMALL, {"filed_on": "2021-01-01", "local": False, "sector": "farming"})
    assert changes(facts, 0, "G") == [
        Change("local", False, True, None),
        Change("sector", "farming", "software", None),
    ]


def test_a_part_never_exceeds_its_whole() -> None:
    facts = facts_of(SME, {"filing_date": "2026-07-01", "staff": 3, "tech_staff": 0})
    assert {one.column: one.after for one in changes(facts, 0, "T5b")} == {"tech_staff": 0.3}


def test_the_next_band_of_each_item() -> None:
    verdicts = run(SME, next(case for case in SME.cases if case.id == "E4"))
    points, found = next_band(verdicts.facts, 0, "staff_points")
    assert points == 16
    assert {one.column: one.difference for one in found} == {"staff": -16.67, "tech_staff": 5.0}
    assert next_band(verdicts.facts, 0, "ip_points")[1][0] == Change("ip_class_1", 0.0, 1.0, 1.0)


@settings(max_examples=30)
@given(st.integers(101, 10**6), st.integers(2000, 10**6).map(float))
def test_the_change_is_enough_and_none_smaller_is(staff: int, sales: float) -> None:
    given_ = {"filed_on": "2021-01-01", "staff": staff, "sales": sales}
    facts = facts_of(SMALL, given_)
    for condition, column, step in (("A", "staff", 1), ("B", "sales", 0.000001)):
        (found,) = changes(facts, 0, condition)
        after = float(found.after)
        assert found.column == column
        assert judge(facts_of(SMALL, {**given_, column: after})).words(condition) == ["met"]
        assert judge(facts_of(SMALL, {**given_, column: after + step})).words(condition) == ["not_met"]


def test_a_trace_tells_figures_sources_and_articles() -> None:
    verdicts = run(SME, next(case for case in SME.cases if case.id == "E1"))
    steps = {step.name: step for step in trace(verdicts.facts, 0)}
    share, points = steps["tech_staff_share"], steps["staff_points"]
    assert [(source.name, source.value) for source in share.sources] == [
        ("staff", 80.0),
        ("tech_staff", 24.0),
    ]
    assert [source.name for source in points.sources] == ["tech_staff_share", "staff_bands"]
    assert points.sources[1].table == "≥30→20, ≥25→16, ≥20→12, ≥15→8, ≥10→4, …→0"
    assert (points.sources[1].article, points.sources[1].mark) == ("办法第七条（一）", "S")
    with pytest.raises(IndexError):
        trace(verdicts.facts, 1)
