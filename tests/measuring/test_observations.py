"""Bad rows are all named, each with its row and column."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import CombinedInputError, InputError
from luodi.measuring.catalogue import national
from luodi.measuring.observations import parse_observations

HEAD = "indicator,area,period,value,unit,grade,source_title,known_on,bound"
GOOD = "地区生产总值,甲市,2024,250.5,亿元,B,公报,2025-04-02,"


def problems(*rows: str, head: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_observations("\n".join([head, *rows]), "o.csv", national())
    error = caught.value
    return [one.where + ": " + one.what for one in getattr(error, "errors", [error])]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("亿元", "%"), "o.csv row 2, column unit: % does not fit 地区生产总值"),
        (GOOD.replace("2024", "20l4"), "o.csv row 2, column period: '20l4' is no period"),
        (
            GOOD.replace(",2024,", ",3024,"),
            "o.csv row 2, column period: 3024 is no year between 1900 and 2100",
        ),
        (GOOD.replace("250.5", "约250"), "o.csv row 2, column value: '约250' is no number"),
        (GOOD.replace("250.5", "inf"), "o.csv row 2, column value: 'inf' is no number"),
        (GOOD.replace("250.5", ""), "o.csv row 2, column value: '' is no number"),
        (GOOD.replace(",B,", ",E,"), "o.csv row 2, column grade: 'E' is no grade"),
        (GOOD.replace("2025-04-02", "2025-4-2"), "o.csv row 2, column known_on: '2025-4-2' is no day"),
        (
            GOOD.replace("2025-04-02", "2023-04-02"),
            "o.csv row 2, column known_on: known on 2023-04-02, before the period 2024 has begun",
        ),
        (
            GOOD.replace("地区生产总值", "幸福指数"),
            "o.csv row 2, column indicator: '幸福指数' is no indicator",
        ),
        (GOOD.replace("甲市", ""), "o.csv row 2, column area: it is empty"),
        (GOOD + "roughly", "o.csv row 2, column bound: 'roughly' is no bound"),
        (GOOD + ",", "o.csv row 2: it has 10 cells"),
    ],
)
def test_one_bad_row(row: str, said: str) -> None:
    assert problems(row) == [said]


def test_all_bad_rows_are_named_at_once() -> None:
    rows = [GOOD, GOOD.replace("亿元", "%"), GOOD.replace("2024", "2023").replace("250.5", "many")]
    assert problems(*rows) == [
        "o.csv row 3, column unit: % does not fit 地区生产总值",
        "o.csv row 4, column value: 'many' is no number",
    ]


def test_two_rows_for_one_fact_and_date() -> None:
    assert problems(GOOD, GOOD.replace("250.5", "251")) == [
        "o.csv row 3: row 2 already gives gdp of 甲市 in 2024, known on 2025-04-02"
    ]


def test_a_revision_with_its_own_date_is_no_second_row() -> None:
    rows = "\n".join([HEAD, GOOD, GOOD.replace("250.5", "240").replace("2025-04-02", "2026-04-02")])
    assert [one.value for one in parse_observations(rows, "o.csv", national())] == [250.5, 240]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("unit", "units"), ["the column 'unit' is missing", "there is no such column"]),
        (HEAD.replace("bound", "value"), ["the column stands there twice"]),
    ],
)
def test_wrong_columns(head: str, said: list[str]) -> None:
    assert [one.split(": ", 1)[1] for one in problems(GOOD, head=head)] == said


def test_an_empty_file() -> None:
    with pytest.raises(InputError, match="the file is empty"):
        parse_observations("", "o.csv", national())


def test_an_estimated_day_is_marked() -> None:
    rows = "\n".join([HEAD, GOOD.replace("2025-04-02", "~2025-06-30")])
    (one,) = parse_observations(rows, "o.csv", national())
    assert (one.known_on, one.known_on_estimated) == ("2025-06-30", True)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        parse_observations(text, "o.csv", national())


@given(
    st.lists(
        st.lists(st.sampled_from(["2024", "gdp", "甲市", "1", "亿元", "B", "", '"', "~", "-"]), max_size=10)
    )
)
def test_any_rows_are_read_or_refused(rows: list[list[str]]) -> None:
    try:
        parse_observations("\n".join([HEAD, *(",".join(row) for row in rows)]), "o.csv", national())
    except CombinedInputError as error:
        assert all(one.where.startswith("o.csv row") or one.what.startswith("and ") for one in error.errors)
    except InputError:
        pass
