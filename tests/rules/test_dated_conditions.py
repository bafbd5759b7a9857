"""A condition that an instrument asks for only from a day, or until one."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.small import RULE

from luodi.core.errors import InputError
from luodi.rules import facts, judge
from luodi.rules.listing import listing
from luodi.rules.loading import parse
from luodi.rules.verdicts import Verdicts

DATED = RULE.replace("{id: C, ", "{id: C, until: 2022-12-31, ").replace(
    "{id: F, ", "{id: F, from: 2022-07-01, "
)
SMALL = parse(DATED, where="small.yaml")


def judged(days: list[str], **columns: list[Any]) -> Verdicts:
    return judge(facts(SMALL, {"filed_on": days, **columns}))


def test_each_row_is_asked_by_its_own_day() -> None:
    days = ["2022-06-30", "2022-07-01", "2022-12-31", "2023-01-01"]
    found = judged(days, local=[True] * 4, sector=["farming"] * 4)
    assert found.words("C") == ["met", "met", "met", "not_asked"]
    assert found.words("F") == ["not_asked", "not_met", "not_met", "not_met"]
    assert found.words("G") == ["met", "met", "met", "not_met"]


def test_what_is_not_asked_is_never_missing() -> None:
    given_ = {"staff": [1], "sales": [1], "listed": [False]}
    assert judged(["2022-06-30"], **given_).missing(0) == ("local",)
    assert judged(["2023-01-01"], **given_).missing(0) == ("sector",)


def test_it_is_told_in_the_table_of_verdicts() -> None:
    found = judged(["2022-06-30", "2023-01-01"], local=[True] * 2)
    column = listing(found, np.arange(2), [2, 3])["C"]
    assert [column.cells[code] for code in column.codes] == ["met", "not_asked"]


def test_a_limit_that_was_not_there_is_not_looked_for() -> None:
    rule = parse(
        RULE.replace("{id: B, ", "{id: B, until: 2024-12-31, "),
        where="small.yaml",
    )
    found = judge(facts(rule, {"filed_on": ["2024-12-31", "2025-01-01"], "sales": [1, 1]}))
    assert found.words("B") == ["met", "not_asked"]
    assert (found.finding("B", 0).limit, found.finding("B", 1).limit) == (2000, None)
    limits = listing(found, np.arange(2), [2, 3])["B_limit"]
    assert str(limits) == "[2000.   nan]"


@given(
    st.lists(
        st.tuples(
            st.dates(datetime.date(2022, 6, 25), datetime.date(2022, 7, 5)),
            st.sampled_from([True, False, None]),
            st.sampled_from(["software", "farming", None]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_of_goes_by_what_is_asked(rows: list[tuple[datetime.date, bool | None, str | None]]) -> None:
    found = judged(
        [str(day) for day, _, _ in rows],
        local=[local for _, local, _ in rows],
        sector=[sector for _, _, sector in rows],
    )
    values = {True: 1, False: -1, None: 0, "software": 1, "farming": -1}
    wanted = [
        max(values[local], values[sector]) if day >= datetime.date(2022, 7, 1) else values[local]
        for day, local, sector in rows
    ]
    assert found.verdict("G").tolist() == wanted


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{id: PASS, ", "{id: PASS, until: 2022-12-31, ", "it is not asked for on 2023-01-01"),
        ("all_of: [A, B, E, G]", "all_of: [F]", "it is not asked for on 2020-01-01"),
        ("{id: C, until", "{id: C, from: 2023-01-01, until", "it ends on 2022-12-31, before it begins"),
    ],
)
def test_an_outcome_is_there_on_every_day(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        parse(DATED.replace(old, new), where="small.yaml")
    assert said in str(error.value)
