"""Change over the years by figures worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scoring.small import score

from luodi.scoring.output import csv_bytes, tables
from luodi.scoring.trends import Trend, steps, trends

SCHEME = """
scheme: years
indicators:
  - {id: patents, parent: all, direction: increase}
  - {id: energy, parent: all, direction: decrease}
groups: [{id: all}]
steps: [{step: normalise, method: goalposts, low: 0, high: 100}, {step: aggregate}]
"""
FIGURES = """
unit,year,known_on,patents,energy
a,2020,2021-04-01,10,80
a,2022,2023-04-01,40,60
b,2020,2021-04-01,20,50
b,2021,2022-04-01,30,
b,2022,2023-04-01,30,40
c,2022,2023-04-01,90,10
a,2020,2021-09-01,20,80
"""


def _of(found: tuple[Trend, ...], node: str) -> list[dict[str, Any]]:
    names = ("unit", "first_year", "last_year", "first", "last", "per_year", "change_rank", "places")
    return [{name: getattr(one, name) for name in names} for one in found if one.node == node]


def test_the_index_from_first_to_last_year() -> None:
    """a: (20 + 20)/2 and (40 + 40)/2; b: (20 + 50)/2 and (30 + 60)/2. c has one year."""
    found = trends(score(SCHEME, FIGURES))
    assert _of(found, "all") == [
        {"unit": "a", "first_year": 2020, "last_year": 2022, "first": 20, "last": 40, "per_year": 10,
         "change_rank": 1, "places": -1},
        {"unit": "b", "first_year": 2020, "last_year": 2022, "first": 35, "last": 45, "per_year": 5,
         "change_rank": 2, "places": -1},
    ]  # fmt: skip
    assert [one.growth for one in found if one.node == "all"] == pytest.approx(
        [100 * (math.sqrt(2) - 1), 100 * (math.sqrt(45 / 35) - 1)]
    )


def test_figures_where_less_is_better_improve_by_falling() -> None:
    found = _of(trends(score(SCHEME, FIGURES)), "energy")
    assert [(one["unit"], one["per_year"], one["change_rank"]) for one in found] == [
        ("a", -10, 1),
        ("b", -5, 2),
    ]


def test_a_revision_counts_as_known_then() -> None:
    assert [one["first"] for one in _of(trends(score(SCHEME, FIGURES)), "patents")] == [20, 20]
    early = trends(score(SCHEME, FIGURES, as_of="2021-06-30"))
    assert early == ()
    late = _of(
        trends(score(SCHEME, FIGURES.replace("2021-09-01", "2024-09-01"), as_of="2023-12-31")), "patents"
    )
    assert [(one["unit"], one["first"], one["change_rank"]) for one in late] == [("a", 10, 1), ("b", 20, 2)]


def test_from_year_to_year() -> None:
    """b in 2021 has patents alone: 30."""
    found = steps(score(SCHEME, FIGURES))
    assert [(one.unit, one.before, one.year, one.change, one.rank, one.places) for one in found] == [
        ("a", 2020, 2022, 20, 3, -1),
        ("b", 2020, 2021, -5, 1, 0),
        ("b", 2021, 2022, 15, 2, -1),
    ]


def test_tables_of_several_years_only() -> None:
    made = tables(score(SCHEME, FIGURES))
    lines = csv_bytes(made["trends"]).decode().splitlines()
    assert lines[0] == (
        "unit,node,first_year,last_year,first,last,change,per_year,growth,change_rank,first_rank,last_rank,places"
    )
    assert lines[1] == "a,all,2020,2022,20,40,20,10,41.42135624,1,2,3,-1"
    assert csv_bytes(made["changes"]).decode().splitlines()[1] == "a,2022,2020,40,20,3,-1"
    once = tables(score(SCHEME, "unit,patents,energy\na,1,2\nb,3,4\n"))
    assert not {"trends", "changes"} & once.keys()


@given(
    st.lists(st.floats(1, 1e6), min_size=2, max_size=6),
    st.lists(st.floats(1, 1e6), min_size=2, max_size=6),
)
def test_growth_leads_from_first_to_last(one: list[float], other: list[float]) -> None:
    rows = "".join(
        f"{unit},{2015 + 2 * at},{value!r},1\n"
        for unit, values in (("a", one), ("b", other))
        for at, value in enumerate(values)
    )
    for found in trends(score(SCHEME, "unit,year,patents,energy\n" + rows)):
        if found.node == "patents":
            years = found.last_year - found.first_year
            assert found.first * (1 + found.growth / 100) ** years == pytest.approx(found.last)
            assert found.first + found.per_year * years == pytest.approx(found.last, abs=1e-6)
            assert not np.isnan(found.change_rank)
