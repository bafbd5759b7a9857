"""Kinds of a high-value invention patent (高价值发明专利)."""

from __future__ import annotations

import numpy as np

from luodi.rules.converting import Array
from luodi.rules.figure import choose, total
from luodi.rules.truth import Truth
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say how many kinds a patent meets, and whether it was kept for more than ten years."""
    working.say("age_days", working.days("filed_on", "observed_on"))
    kept = working.verdict("K3", kept_longer(working))
    abroad = working.number("granted_abroad") >= working.parameter("least_family")
    kinds = [working.flag("strategic"), abroad, kept, working.flag("prize")]
    stated = next(one for one in working.rule.conditions if one.id == "K4")
    if stated.asked(working.on):
        kinds.append(working.number("pledged") >= working.number("pledge_threshold"))
    working.say("kinds_met", total([choose(kind, 1.0, 0.0) for kind in kinds]))


def kept_longer(working: Working) -> Truth:
    """Whether more than the years asked for have passed since filing; an anniversary itself is not more."""
    years = working.version("kept_years").value or 0.0
    filed, observed = working.facts.columns["filed_on"], working.facts.columns["observed_on"]
    met = _number(observed) - _number(filed) > 10000 * years
    return Truth.of(met, ~(np.isnat(filed) | np.isnat(observed)), frozenset(("filed_on", "observed_on")))


def _number(days: Array) -> Array:
    """Write a day as the number year month day: anniversaries are then 10 000 apart, leap days too."""
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    number: Array = year * 10000 + month * 100 + day
    return number
