"""What holds for every forecast: order, units, bounds, gaps; and what is said when there is too little."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from luodi.core.errors import CombinedInputError, InputError
from luodi.forecasting import forecast
from luodi.forecasting.panel import panel as lay_out

LEVELS = [0.005, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.995]
FIGURES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3))
PANELS = st.tuples(st.integers(1, 6), st.integers(3, 15)).flatmap(
    lambda shape: arrays(float, shape, elements=FIGURES)
)
few = settings(max_examples=40, deadline=None)


def panel(rows=8, columns=12, seed=3):
    return 100 + np.cumsum(np.random.default_rng(seed).normal(2, 5, (rows, columns)), axis=1)


@few
@given(PANELS)
def test_quantiles_never_cross_and_are_never_missing(values):
    quantiles = forecast(values, horizon=4).quantile(LEVELS)
    assert np.isfinite(quantiles).all()
    assert (np.diff(quantiles, axis=2) >= 0).all()


@few
@given(PANELS, st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_higher_level_is_never_likelier(values, level, more):
    made = forecast(values, horizon=3)
    low, high = made.below(level), made.below(level + more)
    assert (low <= high).all()
    assert ((low >= 0) & (high <= 1)).all()


@few
@given(arrays(float, (4, 9), elements=st.floats(0, 100).map(lambda x: round(x, 2))))
def test_bounds_are_kept(values):
    made = forecast(values, horizon=5, lower=0, upper=100)
    for held in (made.quantile(LEVELS), made.point, made.courses(0)):
        assert held.min() >= 0
        assert held.max() <= 100
    assert (made.below(100) == 1).all()
    assert (made.below(0, or_equal=False) == 0).all()


@pytest.mark.parametrize("factor", [0.001, 4.0, 1e6])
def test_the_unit_of_measure_does_not_matter(factor):
    values = panel()
    one, other = forecast(values, horizon=4), forecast(values * factor, horizon=4)
    assert other.point == pytest.approx(one.point * factor)
    assert other.quantile(LEVELS) == pytest.approx(one.quantile(LEVELS) * factor)
    assert other.below(150 * factor) == pytest.approx(one.below(150))


@pytest.mark.parametrize("shift", [-1000.0, 250.0])
def test_the_origin_of_the_scale_does_not_matter(shift):
    values = panel()
    one, other = forecast(values, horizon=4), forecast(values + shift, horizon=4)
    assert other.point == pytest.approx(one.point + shift, abs=1e-6)


def test_only_where_all_figures_are_positive_does_zero_tell_how_far_a_series_moves():
    values = panel() - 5000
    one, other = forecast(values, horizon=4), forecast(values - 1000, horizon=4)
    assert other.quantile(LEVELS) == pytest.approx(one.quantile(LEVELS) - 1000, abs=1e-6)
    growing = 10 * 1.2 ** np.arange(20.0) * np.tile([1.0, 1.03], 10)
    near, far = forecast(growing, horizon=3), forecast(growing + 1e6, horizon=3)
    width = [np.ptp(made.interval(80)[0], axis=1) for made in (near, far)]
    assert (width[0] > width[1]).all()


def test_what_grows_by_a_share_moves_in_proportion_to_its_level():
    """1, 2, 4, 8: mean change 7/3; mean relative change 2/3, of the last figure 16/3; √(16/7)."""
    laid = lay_out(np.array([[1.0, 2.0, 4.0, 8.0], [-1.0, 2.0, 4.0, 8.0]]))
    assert laid.swell()[:, 0] == pytest.approx(
        [1, np.sqrt(2 / 3 * 2), np.sqrt(2 / 3 * 4 / 1.5), np.sqrt(16 / 7)]
    )
    assert laid.swell()[:, 1].tolist() == [1, 1, 1, 1]
    assert laid.scale()[-1].tolist() == pytest.approx([7 / 3, 3])


@few
@given(st.permutations(range(8)))
def test_the_order_of_series_does_not_matter(order):
    values = panel()
    values[2, :4] = values[5, 6] = np.nan
    one, other = forecast(values, horizon=4), forecast(values[list(order)], horizon=4)
    assert np.array_equal(other.quantile(LEVELS), one.quantile(LEVELS)[list(order)])
    assert np.array_equal(other.courses(0), one.courses(order[0]))


def test_the_order_does_not_matter_where_the_pool_stands_alone():
    values = panel(150)
    one, other = forecast(values, horizon=4), forecast(values[::-1], horizon=4)
    assert set(one.basis) == {"pool"}
    assert np.allclose(other.quantile(LEVELS), one.quantile(LEVELS)[::-1], rtol=1e-12)


def test_a_gap_moves_the_forecast_little():
    values = panel()
    holed = values.copy()
    holed[:, 5] = np.nan
    whole, bridged = forecast(values, horizon=3), forecast(holed, horizon=3)
    assert np.isfinite(bridged.quantile(LEVELS)).all()
    width = np.ptp(whole.interval(80), axis=2)
    assert (np.abs(bridged.point - whole.point) < width).all()


def test_a_series_that_ended_earlier_is_forecast_from_its_end():
    values = panel(periods := 6, 12)
    late = values.copy()
    late[0, -2:] = np.nan
    made = forecast(late, horizon=3)
    from_its_end = forecast(values[0, :-2], horizon=5)
    assert made.point[0] == pytest.approx(from_its_end.point[0, 2:])
    assert [str(n) for n in made.notices if n.series == "1"] == [
        "1: the last figure is 10, forecast from there"
    ]
    assert len(made.names) == periods


def test_intervals_widen_with_the_horizon():
    width = np.ptp(forecast(panel(150), horizon=6).interval(80), axis=2)
    assert (np.diff(width.mean(axis=0)) > 0).all()


def test_a_course_has_the_distribution_of_its_series():
    made = forecast(panel(150), horizon=4)
    courses = made.courses(3)
    assert courses.shape[1] == 4
    expected = made.quantile([0.1, 0.5, 0.9])[3].T
    assert np.quantile(courses, [0.1, 0.5, 0.9], axis=0) == pytest.approx(expected, rel=0.02)
    steps = np.corrcoef(courses.T)
    assert steps[0, 1] > 0.3
    assert steps[2, 3] > steps[0, 3]


def test_one_or_two_figures_give_no_interval_and_say_so():
    made = forecast([[5.0, np.nan, np.nan], [np.nan, 4.0, 6.0], [1.0, 2.0, 3.0]], horizon=2, lower=0)
    assert made.basis == ("none", "none", "reference")
    assert made.point[:2].tolist() == [[5.0, 5.0], [6.0, 6.0]]
    assert made.interval(80)[0].tolist() == [[0.0, np.inf], [0.0, np.inf]]
    assert np.isnan(made.below(5.0)[:2]).all()
    texts = [str(notice) for notice in made.notices]
    assert "1: 1 figure: the last is carried on, and there is no interval" in texts
    assert "2: 2 figures: the last is carried on, and there is no interval" in texts
    assert "3: 3 figures: the interval is that of other series" in texts


def test_a_constant_series_is_not_taken_for_certain():
    made = forecast([40.0] * 8, horizon=2)
    low, high = made.interval(95)[0, 0]
    assert low < 40 < high
    assert "1: never moved: the interval supposes changes of 1 % of its level" in map(str, made.notices)


def test_a_series_of_zeros_stays_zero():
    made = forecast([0.0] * 8, horizon=2, lower=0)
    assert made.interval(95).tolist() == [[[0.0, 0.0], [0.0, 0.0]]]
    assert made.below(0.0).tolist() == [[1.0, 1.0]]
    assert made.below(0.0, or_equal=False).tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(("period", "form"), [(4, "{}Q{}"), (12, "{}-{:02}")])
def test_a_season_is_found_and_carried_on(period, form):
    count = 5 * period
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(count + period) / period)
    truth = (100 + np.arange(count + period)) * season
    labels = [form.format(2015 + n // period, n % period + 1) for n in range(count)]
    noise = np.random.default_rng(5).normal(0, 1, (20, count))
    made = forecast(truth[:count] + noise, horizon=period, periods=labels)
    assert np.abs(made.point / truth[count:] - 1).mean() < 0.03
    assert str(made.periods[0]) == form.format(2020, 1)


def test_a_season_is_not_invented():
    values = panel(30, 24)
    labels = [f"{2015 + n // 4}Q{n % 4 + 1}" for n in range(24)]
    by_year = forecast(values, horizon=2)
    by_quarter = forecast(values, horizon=2, periods=labels)
    assert np.mean(np.isclose(by_year.point, by_quarter.point).all(axis=1)) > 0.8


def test_bad_input_is_named_all_at_once():
    with pytest.raises(CombinedInputError) as caught:
        forecast(
            [[1.0, np.inf, 3.0], [np.nan] * 3, [1.0, -2.0, 3.0]],
            horizon=0,
            names=["a", "b", "a"],
            lower=0,
            method="oracle",
        )
    text = str(caught.value)
    for part in (
        "0 periods ahead",
        "no method oracle",
        "a: two series have this name",
        "b: no figure at all",
        "a, 2: the figure is infinite",
        "a, 2: -2 lies outside the bounds",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("periods", "part"),
    [
        ([2020, 2022, 2023], "2022 does not follow 2020"),
        (["2020", "2021Q1", "2021Q2"], "of different kinds"),
        (["2020", "soon", "2022"], "soon is not a period"),
        ([2020, 2021], "3 figures come with 1 names and 2 periods"),
    ],
)
def test_periods_must_make_sense(periods, part):
    with pytest.raises(InputError, match=part):
        forecast([1.0, 2.0, 3.0], horizon=1, periods=periods)
