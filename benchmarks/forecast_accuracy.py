"""Accuracy, coverage and calibration on yearly series with known outcomes, as the methods page quotes them.

    python benchmarks/forecast_accuracy.py ../shared/data/m3_yearly.csv

The file has the columns series, part (train or test), t and value, like the M3 competition's yearly series.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from luodi.forecasting import forecast
from luodi.forecasting.measures import calibration_gap, coverage, mase, owa, smape
from luodi.forecasting.methods import METHODS
from luodi.forecasting.panel import Floats

MULTIPLES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5)
CATEGORIES = (
    ("micro", 146),
    ("industry", 248),
    ("macro", 331),
    ("finance", 389),
    ("demography", 634),
    ("other", 645),
)


def load(path: Path) -> tuple[Floats, Floats]:
    """History (S, T), aligned at its end, and outcomes (S, H)."""
    parts: dict[str, dict[str, list[float]]] = {"train": {}, "test": {}}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            parts[row["part"]].setdefault(row["series"], []).append(float(row["value"]))
    longest = max(map(len, parts["train"].values()))
    history = np.full((len(parts["train"]), longest), np.nan)
    for place, values in enumerate(parts["train"].values()):
        history[place, longest - len(values) :] = values
    return history, np.array([parts["test"][name] for name in parts["train"]])


def chances(history: Floats, outcome: Floats, method: str = "combination") -> tuple[Floats, Floats]:
    """Stated probabilities and what came true, for the multiples of the last figure."""
    made = forecast(history, horizon=outcome.shape[1], method=method)
    levels = [history[:, -1:] * multiple for multiple in MULTIPLES]
    stated = np.stack([1 - made.below(level, or_equal=False) for level in levels])
    return stated, np.stack([outcome >= level for level in levels]).astype(float)


def line(name: str, history: Floats, outcome: Floats, method: str = "combination") -> str:
    """One row of the table."""
    made = forecast(history, horizon=outcome.shape[1], method=method)
    scores = f"{mase(history, outcome, made.point):.3f} {smape(outcome, made.point):6.2f} "
    scores += f"{owa(history, outcome, made.point):.3f}"
    held = "  ".join(
        " ".join(f"{share:.1f}" for share in coverage(made.interval(level), outcome)) for level in (80, 95)
    )
    stated, met = chances(history, outcome, method)
    gap = f"{calibration_gap(stated, met):.3f} {calibration_gap(stated, met, equal_counts=True):.3f}"
    return f"{name:14} {len(history):4}  {scores}  {held}  {gap}"


def group(name: str, history: Floats, outcome: Floats, chosen: Floats) -> str:
    """One row for some of the series, with intervals pooled over all of them."""
    made = forecast(history, horizon=outcome.shape[1])
    scores = (
        mase(history[chosen], outcome[chosen], made.point[chosen]),
        owa(history[chosen], outcome[chosen], made.point[chosen]),
    )
    held = [coverage(made.interval(level)[chosen], outcome[chosen]).mean() for level in (80, 95)]
    return f"{name:14} {int(chosen.sum()):4}  {scores[0]:.3f} {scores[1]:.3f}  {held[0]:.1f} {held[1]:.1f}"


def main() -> None:
    history, outcome = load(Path(sys.argv[1]))
    horizon = outcome.shape[1]
    print(
        "method       series  MASE  sMAPE  OWA   80 % held, h = 1 …  95 % held, h = 1 …"
        "  calibration gap (tenths, equal parts)"
    )
    for method in METHODS:
        print(line(method, history, outcome, method))
    print("\ngroup        series  MASE  OWA   80 and 95 % held, mean over horizons")
    length = np.isfinite(history).sum(axis=1)
    for name, chosen in (
        ("to 17 figures", length <= 17),
        ("18 to 26", (length > 17) & (length <= 26)),
        ("27 and more", length > 26),
    ):
        print(group(name, history, outcome, chosen))
    if len(history) == CATEGORIES[-1][1]:
        start = 0
        for name, end in CATEGORIES:
            print(
                group(
                    name,
                    history,
                    outcome,
                    (np.arange(len(history)) >= start) & (np.arange(len(history)) < end),
                )
            )
            start = end
    print(
        "\nearlier ends  the last k figures hidden, of series that keep 8; the hidden ones are the outcomes"
    )
    whole = np.concatenate([history, outcome], axis=1)
    for hidden in (2, 4, 6):
        kept = length - hidden >= 8
        cut = whole[kept, : history.shape[1] - hidden]
        print(line(f"{hidden} earlier", cut, whole[kept, cut.shape[1] : cut.shape[1] + horizon]))
    alone = np.zeros((2, horizon))
    for row, truth in zip(history, outcome, strict=True):
        made = forecast(row[np.isfinite(row)], horizon=horizon)
        alone += [coverage(made.interval(level), truth[None]) for level in (80, 95)]
    print("\neach series by itself, leaning on simulated errors: 80 and 95 % held")
    print(*(f"{share:.1f}" for share in (alone / len(history)).ravel()))


if __name__ == "__main__":
    main()
