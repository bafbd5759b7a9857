"""Air and water rules against fractions, and against the measures of the same standards."""

import math
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.measuring.methods import load as load_methods
from luodi.rules import facts_of, judge, load

RULE = load("air_quality_index")
TOPS = {"so2": 27000, "no2": 10000, "pm10": 7000, "co": 650, "o3_8h": 8000, "pm25": 6000}
"""Tenths of a unit that each pollutant is tried up to: past the end of its table, but for ozone."""
DAYS = st.sampled_from([date(2026, 2, 28), date(2026, 3, 1)])


def index(name: str, day: date, tenths: int) -> int:
    """Work out a sub-index in fractions."""
    parameter = next(one for one in RULE.parameters if one.id == f"{name}_table")
    line = next(one.line for one in reversed(parameter.versions) if one.from_ <= day)
    assert line is not None
    value = Fraction(tenths, 10)
    for (low, below), (high, above) in pairwise(line):
        if value <= high:
            rise = (Fraction(above) - Fraction(below)) / (Fraction(high) - Fraction(low))
            return math.ceil(rise * (value - Fraction(low)) + Fraction(below))
    return int(line[-1][1])


@given(DAYS, st.fixed_dictionaries({}, optional={name: st.integers(0, top) for name, top in TOPS.items()}))
def test_index_is_the_greatest_of_exact_fractions(day: date, tenths: dict[str, int]) -> None:
    values = {name: value / 10 for name, value in tenths.items()}
    found = judge(facts_of(RULE, {"day": day, **values})).number("aqi", 0)
    assert found == max((index(name, day, value) for name, value in tenths.items()), default=None)


@pytest.mark.parametrize(("indicator", "level"), [("good_air_days", 100), ("heavy_pollution_days", 200)])
def test_the_measures_count_days_by_the_same_breakpoints(indicator: str, level: int) -> None:
    arguments = load_methods()[indicator].arguments
    for limits in arguments["limits"]:
        day = limits.get("from", RULE.from_)
        for name in TOPS:
            tenths = round(limits[name] * 10)
            assert index(name, day, tenths) == level
            assert index(name, day, tenths + 1) == level + 1


@pytest.mark.parametrize("indicator", ["surface_water_good", "bad_water_sections"])
def test_the_measures_class_water_by_the_same_limits(indicator: str) -> None:
    items = load_methods()[indicator].arguments["items"]
    tables = {one.id: one.versions[0].bands or [] for one in load("surface_water_class").parameters}
    for name, item in items.items():
        if "classes" in item:
            limits = [band.test[1] for band in tables[f"{name}_classes"] if band.test]
            assert limits == item["classes"]
        if "lake" in item:
            assert [band.test[1] for band in tables[f"{name}_lake_classes"] if band.test] == item["lake"]
