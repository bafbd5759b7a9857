"""Yearly evaluation of a city's air (城市环境空气质量年评价): HJ 663-2013 and HJ 663-2026."""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.rules.figure import choose, rounded
from luodi.rules.truth import Truth
from luodi.rules.working import Working

MEANS: Final = ("so2", "no2", "pm10", "pm25")
PERCENTILES: Final = {"so2": 98, "no2": 98, "pm10": 95, "pm25": 95, "co": 95, "o3": 90}
PLACES: Final = {"co": 1}


def figures(working: Working) -> None:
    """Say the rounded statistics of years with enough days, and the rank that each percentile stands at."""
    for name, percent in PERCENTILES.items():
        enough = _enough(working, name)
        statistics = [f"{name}_p{percent}", *([f"{name}_mean"] if name in MEANS else [])]
        for statistic in statistics:
            # compared as printed; a year with too few days has no statistic at all
            value = rounded(working.number(statistic), PLACES.get(name, 0))
            working.say(f"{statistic}_used", choose(enough, value, np.nan))
        # over 100 at the end, so that the rank is one exact fraction
        working.say(f"{name}_rank", 1 + (working.number(f"{name}_days") - 1) * percent / 100)


def _enough(working: Working, name: str) -> Truth:
    """Whether the year has enough valid days, in all, in each month and in February."""
    return (
        (working.number(f"{name}_days") >= working.parameter("least_days"))
        & (working.number(f"{name}_month_days") >= working.parameter("least_month_days"))
        & (working.number(f"{name}_february_days") >= working.parameter("least_february_days"))
    )
