"""What a formula can ask of its working paper: parameters by date, bands, lines, totals with gaps."""

from __future__ import annotations

import datetime
import math

import msgspec
import numpy as np
import pytest
from tests.rules.small import RULE

from luodi.core.errors import InputError
from luodi.rules import facts, judge, load
from luodi.rules.formulas import tech_sme
from luodi.rules.judging import changes, function
from luodi.rules.loading import parse
from luodi.rules.model import Formula
from luodi.rules.working import Working

LINE = """
  - id: index
    zh: 分指数
    en: Sub-index
    versions: [{from: 2020-01-01, article: 表1, mark: S, line: [[0, 0], [35, 50], [75, 100], [115, 150]]}]
  - id: steps
    zh: 档
    en: Bands
    versions:
      - from: 2020-01-01
        article: 表2
        mark: S
        bands:
          - {more_than: 100, value: 9, value_high: 10}
          - {at_least: 50, value: 0.5}
          - {less_than: 0, value: -1}
conditions:
"""
SMALL = parse(RULE.replace("\nconditions:\n", LINE), where="small.yaml")
DAY = datetime.date(2023, 1, 1)


def working(*sales: float) -> Working:
    names = ["甲", None, " 乙 ", *["丙"] * len(sales)][: len(sales)]
    columns = {"filed_on": ["2023-01-01"] * len(sales), "sales": np.array(sales), "name": names}
    return Working(SMALL, facts(SMALL, columns), DAY)


def test_a_line_is_read_between_its_points_and_holds_at_its_ends() -> None:
    paper = working(0, 17.5, 35, 55, 115, 500)
    assert paper.interpolate("index", paper.number("sales")).values.tolist() == [0, 25, 50, 75, 150, 150]
    below = paper.interpolate("index", paper.number("sales") - 1000)
    assert below.values.tolist() == [0] * 6


def test_the_first_band_that_fits_gives_value_number_and_upper_end() -> None:
    paper = working(101, 100, 50, 49, math.nan)
    sales = paper.number("sales")
    np.testing.assert_array_equal(paper.lookup("steps", sales).values, [9, 0.5, 0.5, 0, math.nan])
    np.testing.assert_array_equal(paper.lookup("steps", sales, high=True).values, [10, 0.5, 0.5, 0, math.nan])
    np.testing.assert_array_equal(paper.band("steps", sales).values, [1, 2, 2, 0, math.nan])
    assert paper.lookup("steps", sales - 1000).values.tolist()[:4] == [-1] * 4


def test_a_parameter_of_another_day() -> None:
    paper = working(1)
    assert paper.parameter("staff_limit").values == 200
    assert paper.parameter("staff_limit", on=datetime.date(2021, 1, 1)).values == 100
    assert paper.has("sales_limit")
    assert not paper.has("sales_limit", on=datetime.date(2025, 1, 1))
    with pytest.raises(InputError, match="has no value on 2025-01-01"):
        paper.parameter("sales_limit", on=datetime.date(2025, 1, 1))


def test_texts_and_what_is_filled_in() -> None:
    paper = working(1, math.nan, 3)
    assert paper.texts("name").tolist() == ["甲", None, "乙"]
    assert paper.given("name").words() == ["met", "not_met", "met"]
    assert paper.given("sales").words() == ["met", "not_met", "met"]


def test_days_and_years_between_dates() -> None:
    rule = load("high_tech_enterprise")
    columns = {"registered_on": ["2024-02-29", None], "applied_on": ["2025-03-01", "2025-03-01"]}
    paper = Working(rule, facts(rule, columns), DAY)
    np.testing.assert_array_equal(paper.days("registered_on", "applied_on").values, [366, math.nan])
    np.testing.assert_array_equal(paper.calendar_year("registered_on").values, [2024, math.nan])


def test_the_formula_is_chosen_by_the_day_of_the_fact() -> None:
    days = [datetime.date(2017, 5, 10), datetime.date(2024, 1, 1)]
    formulas = [Formula(from_=days[0], function="figures"), Formula(from_=days[1], function="measures")]
    rule = msgspec.structs.replace(load("tech_sme"), formulas=formulas)
    assert changes(rule) == days
    assert function(rule, datetime.date(2023, 12, 31)) is tech_sme.figures
    assert function(rule, days[1]) is tech_sme.measures


def test_a_total_with_gaps_is_held_from_both_sides() -> None:
    rule = load("tech_sme")
    columns = {
        "filing_date": ["2026-07-01"] * 4,
        "staff": [100] * 4,
        "tech_staff": [30, 30, 10, 30],
        "sales": [1000] * 4,
        "rd_spend": [60, 10, 10, None],
        "costs": [None, 1000, 1000, None],
        "ip_class_1": [None, None, None, None],
        "ip_class_2": [None, None, None, 4],
    }
    verdicts = judge(facts(rule, columns))
    assert verdicts.words("T5a") == ["met", "not_met", "not_met", "unknown"]
    assert [verdicts.finding("T5a", row)[3:7] for row in (0, 3)] == [
        ("≥", 60.0, 70.0, 100.0),
        ("≥", 60.0, 44.0, 100.0),
    ]


def test_a_figure_that_is_not_stated_is_a_mistake_of_the_formula() -> None:
    paper = working(1)
    with pytest.raises(AssertionError, match="states no figure x"):
        paper.say("x", paper.number("sales"))
    with pytest.raises(LookupError, match="never said y"):
        paper.value("y")
