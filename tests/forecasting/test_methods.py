"""Every method against its formulas written out for one series, and rolling origins against real refits."""

import numpy as np
import pytest

from luodi.forecasting.methods import METHODS, Damped, Theta
from luodi.forecasting.rolling import roll

RNG = np.random.default_rng(7)
SERIES = 50 + np.cumsum(RNG.normal(1, 3, (6, 14)), axis=1)


def theta(y, alpha, weight, horizon):
    """Theta for one series and one parameter pair, with lines fitted anew at every step."""
    level, loss = y[0], 0.0
    for t in range(1, len(y) + 1):
        b, a = np.polyfit(np.arange(1, t + 1), y[:t], 1) if t > 1 else (0.0, y[0])
        ahead = level + weight * ((1 - alpha) ** t * (a - y[0]) + (1 - (1 - alpha) ** (t + 1)) / alpha * b)
        if t < len(y):
            loss += abs(y[t] - ahead) if t > 1 else 0.0
            level = alpha * y[t] + (1 - alpha) * level
    return loss, [ahead + step * weight * b for step in range(horizon)]


def damped(y, alpha, beta, phi, horizon):
    level, trend, loss = y[1], y[1] - y[0], 0.0
    for figure in y[2:]:
        error = figure - level - phi * trend
        loss += abs(error)
        level, trend = level + phi * trend + alpha * error, phi * trend + alpha * beta * error
    reach = np.cumsum([phi**h for h in range(1, horizon + 1)])
    return loss, [level + part * trend for part in reach]


@pytest.mark.parametrize("y", SERIES)
def test_theta_is_the_best_of_its_grid(y):
    candidates = [theta(y, alpha, weight, 4) for weight in Theta._LINE for alpha in Theta._ALPHA]
    expected = min(candidates, key=lambda pair: pair[0])[1]
    assert roll(y[None], 4, METHODS["theta"]).points[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("y", SERIES)
def test_damped_is_the_best_of_its_grid(y):
    candidates = [damped(y, *point, 4) for point in Damped._GRID]
    expected = min(candidates, key=lambda pair: pair[0])[1]
    assert roll(y[None], 4, METHODS["damped"]).points[0] == pytest.approx(expected, rel=1e-9)


def test_drift_and_naive():
    y = np.array([[3.0, 4.0, 9.0]])
    assert roll(y, 2, METHODS["drift"]).points.tolist() == [[12.0, 15.0]]
    assert roll(y, 2, METHODS["naive"]).points.tolist() == [[9.0, 9.0]]


def test_combination_is_the_mean_of_its_parts():
    parts = [roll(SERIES, 3, METHODS[name]).points for name in ("theta", "damped", "drift")]
    assert roll(SERIES, 3, METHODS["combination"]).points == pytest.approx(np.mean(parts, axis=0))


@pytest.mark.parametrize("method", METHODS)
def test_rolling_origins_know_only_what_was_known(method):
    rolled = roll(SERIES, 3, METHODS[method])
    for end in range(3, 14):
        then = roll(SERIES[:, :end], 3, METHODS[method])
        for step in range(min(3, 14 - end)):
            expected = SERIES[:, end + step] - then.points[:, step]
            assert rolled.errors[:, end - 1, step] == pytest.approx(expected)
        assert rolled.scales[:, end - 1] == pytest.approx(then.scale)


def test_rolling_origins_of_seasonal_series_know_only_what_was_known():
    season = np.tile([10.0, -4.0, 2.0, -8.0], 6)
    y = 100 + np.arange(24) + season + RNG.normal(0, 0.5, (3, 24))
    rolled = roll(y, 2, METHODS["combination"], 4)
    assert rolled.seasonal.all()
    for back in range(1, 6):
        then = roll(y[:, : 24 - back], 2, METHODS["combination"], 4)
        assert rolled.errors[:, -1 - back, 0] == pytest.approx(y[:, 24 - back] - then.points[:, 0])


def test_a_gap_is_bridged_and_never_counted_as_an_error():
    y = SERIES[:1].copy()
    y[0, 6] = np.nan
    errors = roll(y, 2, METHODS["combination"]).errors[0]
    assert np.isnan(errors[6]).all()
    assert np.isnan(errors[5, 0])
    assert np.isfinite(errors[5, 1])


def test_series_of_different_length_do_not_touch_each_other():
    short = SERIES.copy()
    short[::2, :6] = np.nan
    together = roll(short, 3, METHODS["combination"]).points
    for row, y in enumerate(short):
        alone = roll(y[np.isfinite(y)][None], 3, METHODS["combination"]).points[0]
        assert together[row] == pytest.approx(alone, rel=1e-12)
