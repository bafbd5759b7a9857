"""Air quality index of a day (环境空气质量指数 AQI): HJ 633-2012 and HJ 633-2026."""

from __future__ import annotations

import numpy as np

from luodi.rules.figure import Figure, choose, known_or, larger, rounded, total
from luodi.rules.truth import Truth
from luodi.rules.working import Working

POLLUTANTS = ("so2", "no2", "pm10", "co", "o3", "pm25")
COLUMNS = ("so2", "no2", "pm10", "co", "o3_8h", "pm25")


def figures(working: Working) -> None:
    """Say the sub-indices, the index over the pollutants that are there, its level and what is primary."""
    indices = [working.say(f"iaqi_{name}", _index(working, name)) for name in POLLUTANTS]
    there = total([choose(working.given(name), 1.0, 0.0) for name in COLUMNS])
    working.say("pollutants", there)
    highest = known_or(indices[0], 0.0)
    for index in indices[1:]:
        highest = larger(highest, known_or(index, 0.0))
    # ozone above its table without the hourly value: the other pollutants would make the day look clean
    told = (there > 0.0) & (~working.given("o3_8h") | Truth.of(indices[4].known, None, indices[4].uses))
    aqi = working.say("aqi", choose(told, highest, np.nan))
    working.say("level", working.lookup("levels", aqi))
    primary = aqi > working.parameter("primary_above")
    for name, index in zip(POLLUTANTS, indices, strict=True):
        same = known_or(index, -1.0).equals(known_or(aqi, -2.0))
        working.say(f"primary_{name}", choose(primary & same, 1.0, 0.0))
    known = np.logical_and.reduce([index.known for index in indices])
    working.verdict("ALL", Truth.of(np.ones_like(known), known, frozenset(COLUMNS)))


def _index(working: Working, name: str) -> Figure:
    """Read the table between its breakpoints and round up, the decimals as given deciding."""
    if name == "o3":
        index = working.interpolate("o3_8h_table", working.number("o3_8h"))
        if working.has("o3_8h_end"):
            hourly = working.interpolate("o3_1h_table", working.number("o3_1h"))
            index = choose(working.number("o3_8h") > working.parameter("o3_8h_end"), hourly, index)
    else:
        index = working.interpolate(f"{name}_table", working.number(name))
    step = working.parameter("step")
    return rounded(index / step, 0, "up") * step
