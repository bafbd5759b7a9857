"""Coverage on made-up yearly series of known kinds, beside which a change of the intervals can be judged.

Run: ``python benchmarks/forecast_made_up.py``. Nothing here is real. Each kind has 600 series of 10 to 40
figures and six outcomes; the last two lines are short series, of 8 to 14 figures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from luodi.forecasting import forecast
from luodi.forecasting.measures import coverage
from luodi.forecasting.panel import Floats

SERIES: Final = 600
AHEAD: Final = 6
Random = np.random.Generator


def walk(random: Random, many: int) -> Floats:
    """A random walk with drift."""
    return 100 + np.cumsum(random.normal(random.normal(0, 0.7), 1, many))


def heavy(random: Random, many: int) -> Floats:
    """The same with heavy-tailed shocks."""
    return 1000 + np.cumsum(random.normal() + random.standard_t(3, many))


def by_share(random: Random, many: int) -> Floats:
    """Growth by a share a year, shocks in proportion to the level."""
    mean, spread = random.uniform(-0.01, 0.1), random.uniform(0.01, 0.1)
    return 100 * np.exp(np.cumsum(random.normal(mean, spread, many)))


def wandering(random: Random, many: int) -> Floats:
    """Growth by a share that wanders around 5 %."""
    growth = np.empty(many)
    growth[0] = random.uniform(0, 0.12)
    for year in range(1, many):
        growth[year] = 0.05 + 0.8 * (growth[year - 1] - 0.05) + random.normal(0, 0.02)
    return 100 * np.exp(np.cumsum(growth + random.normal(0, 0.02, many)))


def broken(random: Random, many: int) -> Floats:
    """A line that breaks once."""
    slope = np.full(many, random.normal())
    slope[random.integers(3, many) :] = random.normal()
    return 100 + np.cumsum(slope) + random.normal(0, 0.7, many)


def fading(random: Random, many: int) -> Floats:
    """A level that it returns to."""
    found, keep = np.zeros(many), random.uniform(0.3, 0.9)
    for year in range(1, many):
        found[year] = keep * found[year - 1] + random.normal()
    return 50 + found


def turning(random: Random, many: int) -> Floats:
    """A trend that wanders."""
    trend = np.cumsum(random.normal(0, 0.3, many)) + random.normal()
    return 100 + np.cumsum(trend) + random.normal(0, 1, many)


KINDS: Final[dict[str, Callable[[Random, int], Floats]]] = {
    "random walk": walk,
    "heavy tails": heavy,
    "growth by share": by_share,
    "wandering growth": wandering,
    "broken trend": broken,
    "returning": fading,
    "wandering trend": turning,
}


def made(kinds: list[str], seed: int, least: int = 10, most: int = 40) -> tuple[Floats, Floats]:
    """History, aligned at its end, and outcomes of series that take the kinds in turn."""
    random = np.random.default_rng(seed)
    values = np.full((SERIES, most + AHEAD), np.nan)
    for row in range(SERIES):
        many = int(random.integers(least, most + 1)) + AHEAD
        values[row, -many:] = KINDS[kinds[row % len(kinds)]](random, many)
    return values[:, :-AHEAD], values[:, -AHEAD:]


def line(name: str, history: Floats, outcome: Floats) -> str:
    """One row of the table."""
    found = forecast(history, horizon=AHEAD)
    held = "  ".join(
        " ".join(f"{share:5.1f}" for share in coverage(found.interval(level), outcome)) for level in (80, 95)
    )
    return f"{name:18} {held}"


def main() -> None:
    """Print the table."""
    print(f"{'':18} 80 % held, h = 1 …                   95 % held, h = 1 …")
    for seed, name in enumerate(KINDS):
        print(line(name, *made([name], seed)))
    print(line("all kinds", *made(list(KINDS), 100)))
    print(line("all kinds, short", *made(list(KINDS), 101, 8, 14)))
    print(line("growth, short", *made(["growth by share"], 102, 8, 14)))


if __name__ == "__main__":
    main()
