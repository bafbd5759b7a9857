"""Draws are repeatable and keep what they promise."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luodi.generating.chance import Serials, day, day_of, pick, stream, year_of, years_later


def test_a_stream_depends_on_its_seed_batch_and_subject_only():
    first = stream(1, 2, "air").random(3).tolist()
    assert stream(1, 2, "air").random(3).tolist() == first
    assert first not in [
        stream(*other).random(3).tolist() for other in ((2, 2, "air"), (1, 3, "air"), (1, 2, "w"))
    ]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8).filter(any), st.integers(0, 1000))
def test_what_weighs_nothing_is_never_picked(weights, seed):
    if sum(weights) < 1e-300:
        return
    picked = set(pick(stream(seed, 0, "x"), weights, 50).tolist())
    assert picked <= {place for place, weight in enumerate(weights) if weight > 0}


@given(st.lists(st.lists(st.integers(2000, 2005), max_size=20), max_size=5))
def test_serials_number_each_year_without_gap_from_batch_to_batch(batches):
    serials = Serials()
    taken = [
        (year, serial)
        for years in batches
        for year, serial in zip(years, serials.take("x", np.array(years, np.int64)).tolist(), strict=True)
    ]
    for year in {year for year, _ in taken}:
        assert [serial for each, serial in taken if each == year] == list(
            range(1, sum(each == year for each, _ in taken) + 1)
        )


@given(st.integers(1950, 2090), st.integers(0, 364), st.integers(1, 30))
def test_a_term_ends_the_day_before_its_day_comes_again(year, ordinal, years):
    start = day_of(np.array([year]), np.array([ordinal]))
    end = years_later(start, years)
    assert year_of(start).tolist() == [year]
    assert abs((end - start)[0].astype(int) + 1 - 365.25 * years) <= 1.5


def test_a_day_is_counted_from_the_first_of_january():
    assert str(day(2024, 59)) == "2024-02-29"
