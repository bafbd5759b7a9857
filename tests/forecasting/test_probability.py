"""Chances of targets of every kind, held against the distribution and against each other."""

import numpy as np
import pytest

from luodi.core.errors import InputError
from luodi.forecasting import Target, forecast, pace, probability

YEARS = range(2013, 2025)
RNG = np.random.default_rng(11)
VALUES = 100 + np.cumsum(RNG.normal(3, 4, (120, 12)), axis=1)


@pytest.fixture(scope="module")
def made():
    return forecast(VALUES, horizon=5, periods=YEARS, names=[f"s{n}" for n in range(120)], lower=0)


def chance(made, target, deadline=2027, series="s3", **more):
    return probability(made, series, target, deadline, **more).value


def test_a_level_is_read_off_the_distribution(made):
    for level in (0.2, 0.5, 0.9):
        value = made.quantile([level])[3, 2, 0]
        assert chance(made, Target(value=value)) == pytest.approx(1 - level)
        assert chance(made, Target(value=value, comparator="le")) == pytest.approx(level)


def test_comparators(made):
    value = float(made.point[3, 2])
    at_least = chance(made, Target(value=value))
    at_most = chance(made, Target(value=value, comparator="le"))
    assert chance(made, Target(value=value, comparator="gt")) == at_least
    assert chance(made, Target(value=value, comparator="lt")) == at_most
    assert chance(made, Target(value=value, comparator="eq")) == at_least
    assert chance(made, Target(value=value, comparator="eq", direction="decrease")) == at_most
    short = chance(made, Target(value=0.95 * value))
    assert chance(made, Target(value=value, comparator="approx")) == pytest.approx(short)
    near = Target(value=value, comparator="approx", direction="decrease", tolerance=0.1)
    assert chance(made, near) == pytest.approx(chance(made, Target(value=1.1 * value, comparator="le")))
    within = Target(value=value, value_high=1.1 * value, comparator="range")
    assert chance(made, within) == pytest.approx(at_least - chance(made, Target(value=1.1 * value)))


def test_changes_are_levels_seen_from_the_baseline(made):
    base = VALUES[3, 7]
    at = {"baseline_period": 2020}
    level = chance(made, Target(value=base + 12))
    assert chance(made, Target(measure="increment", value=12, **at)) == pytest.approx(level)
    assert chance(made, Target(measure="increment", value=12, baseline=base)) == pytest.approx(level)
    level = chance(made, Target(value=base * 1.04**7))
    assert chance(made, Target(measure="growth", value=4, **at)) == pytest.approx(level)
    level = chance(made, Target(value=base * 1.2))
    assert chance(made, Target(measure="multiple", value=1.2, **at)) == pytest.approx(level)


def test_falls_count_in_their_own_direction(made):
    base = VALUES[3, 7]
    at = {"baseline_period": 2020, "direction": "decrease"}
    level = chance(made, Target(value=base - 5, comparator="le"))
    assert chance(made, Target(measure="increment", value=5, **at)) == pytest.approx(level)
    level = chance(made, Target(value=base * 0.98**7, comparator="le"))
    assert chance(made, Target(measure="growth", value=2, **at)) == pytest.approx(level)
    level = chance(made, Target(value=base * 0.9, comparator="le"))
    assert chance(made, Target(measure="multiple", value=0.9, comparator="eq", **at)) == pytest.approx(level)


@pytest.mark.parametrize("measure", ["level", "increment", "growth", "multiple", "relative"])
def test_a_higher_target_is_never_likelier(made, measure):
    base = {"level": 150.0, "multiple": 1.0}.get(measure, 0.0)
    step = {"level": 5.0, "multiple": 0.05}.get(measure, 2.0)
    more = {"other": "s7"} if measure == "relative" else {}
    chances = [chance(made, Target(measure=measure, value=base + step * n), **more) for n in range(-4, 9)]
    assert chances == sorted(chances, reverse=True)


def test_growth_over_a_year_that_is_itself_forecast(made):
    target = Target(measure="growth", value=2, baseline_period=2026)
    found = probability(made, "s3", target, 2027)
    assert found.reason.startswith("counted over")
    assert 0.2 < found.value < 0.9


def test_every_period_is_no_likelier_than_its_single_steps(made):
    every = [
        chance(made, Target(measure="every_period", comparator="gt"), year) for year in range(2025, 2030)
    ]
    assert every == sorted(every, reverse=True)
    first = chance(made, Target(value=VALUES[3, -1], comparator="gt"), 2025)
    assert every[0] == pytest.approx(first, abs=0.01)


def test_every_period_knows_the_past(made):
    row = int(np.flatnonzero((np.diff(VALUES[:, 6:]) < 0).any(axis=1))[0])
    target = Target(measure="every_period", baseline_period=2019)
    found = probability(made, row, target, 2026)
    assert (found.value, found.known) == (0.0, True)


def test_two_series_against_each_other(made):
    one = chance(made, Target(measure="relative", comparator="gt"), series="s3", other="s7")
    other = chance(made, Target(measure="relative", comparator="gt"), series="s7", other="s3")
    assert one + other == pytest.approx(1, abs=1e-3)
    ahead = chance(made, Target(measure="relative", relative_growth=True), series="s3", other="s7")
    assert 0 <= ahead <= 1
    with pytest.raises(InputError, match="needs another series"):
        probability(made, "s3", Target(measure="relative"), 2027)


def test_a_deadline_that_has_passed_is_known(made):
    figure = VALUES[3, 9]
    for target, met in ((Target(value=figure), 1.0), (Target(value=figure, comparator="gt"), 0.0)):
        found = probability(made, "s3", target, 2022)
        assert (found.value, found.known) == (met, True)


def test_where_nothing_can_be_said_there_is_no_number():
    made = forecast([[1.0, 2.0, np.nan], [-3.0, -2.0, -1.0]], horizon=2, periods=[2022, 2023, 2024])
    short = probability(made, 0, Target(value=3), 2025)
    assert (short.value, short.reason) == (None, "fewer than three figures: no distribution can be given")
    missing = probability(made, 0, Target(value=3), 2024)
    assert missing.value is None
    negative = probability(made, 1, Target(measure="growth", value=3), 2025)
    assert (negative.value, negative.reason) == (None, "growth from -1 has no meaning")


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda made: chance(made, Target(value=1), 2031), "2031 is not covered"),
        (lambda made: chance(made, Target(value=1), "2027Q1"), "2027Q1 is not covered"),
        (lambda made: chance(made, Target(value=1), series="none"), "there is no series none"),
        (
            lambda made: chance(made, Target(measure="increment", value=1, baseline_period=2028)),
            "2028 is not before the deadline 2027",
        ),
        (lambda made: Target(comparator="range", value=3), "a range needs its upper end"),
        (lambda made: Target(measure="growth", value=3, baseline=-1), "growth from -1 has no meaning"),
        (lambda made: pace(made, "s3", 200, 2024), "2024 is not after the last figure, of 2024"),
    ],
)
def test_what_cannot_be_asked_is_refused(made, call, part):
    with pytest.raises(InputError, match=part):
        call(made)


def test_pace():
    made = forecast(
        [[100, 110, 121, 133.1], [5, np.nan, np.nan, -4]], horizon=6, periods=[2021, 2022, 2023, 2024]
    )
    found = pace(made, 0, 133.1 * 1.21, 2026)
    assert (found.last_period, found.periods_left) == ("2024", 2)
    assert found.needed == pytest.approx(133.1 * 0.21 / 2)
    assert found.needed_growth == pytest.approx(10)
    assert found.actual == pytest.approx(33.1 / 3)
    assert found.actual_growth == pytest.approx(10)
    other = pace(made, 1, 8, 2028)
    assert (other.needed, other.needed_growth, other.actual, other.actual_growth) == (3.0, None, -3.0, None)
