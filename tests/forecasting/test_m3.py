"""The M3 competition's yearly series: accuracy, coverage and calibration must not fall below the floors."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from luodi.forecasting import forecast
from luodi.forecasting.measures import calibration_gap, coverage, mase, owa

PATH = Path(__file__).parents[3] / "shared" / "data" / "m3_yearly.csv"
MULTIPLES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5)


@pytest.fixture(scope="module")
def m3():
    if not PATH.exists() and not os.environ.get("CI"):
        pytest.skip(f"{PATH} is missing")
    parts = {"train": {}, "test": {}}
    with PATH.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            parts[row["part"]].setdefault(row["series"], []).append(float(row["value"]))
    longest = max(map(len, parts["train"].values()))
    history = np.array([[np.nan] * (longest - len(x)) + x for x in parts["train"].values()])
    return history, np.array([parts["test"][name] for name in parts["train"]])


@pytest.fixture(scope="module")
def made(m3):
    return forecast(m3[0], horizon=6)


def test_accuracy(m3, made):
    history, outcome = m3
    assert outcome.shape == (645, 6)
    assert mase(history, outcome, made.point) <= 2.60
    assert owa(history, outcome, made.point) <= 0.85


def test_intervals_hold_what_they_promise_at_every_horizon(m3, made):
    assert set(made.basis) == {"pool"}
    assert np.abs(coverage(made.interval(80), m3[1]) - 80).max() <= 3
    assert np.abs(coverage(made.interval(95), m3[1]) - 95).max() <= 2


def test_probabilities_of_targets_come_true(m3, made):
    history, outcome = m3
    levels = [history[:, -1:] * multiple for multiple in MULTIPLES]
    stated = np.stack([1 - made.below(level, or_equal=False) for level in levels])
    met = np.stack([outcome >= level for level in levels])
    assert calibration_gap(stated, met) <= 0.04
    assert calibration_gap(stated, met, equal_counts=True) <= 0.04


def test_a_series_alone_is_covered_better_than_by_what_libraries_give(m3):
    history, outcome = m3
    held = np.mean(
        [
            coverage(forecast(row[np.isfinite(row)], horizon=6).interval(80), truth[None])
            for row, truth in zip(history[::5], outcome[::5], strict=True)
        ]
    )
    assert 72 <= held <= 88
