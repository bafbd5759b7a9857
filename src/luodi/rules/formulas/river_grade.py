"""Grade of a river, basin or region by shares of sections (河流、流域水质评价): 环办〔2011〕22号."""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.rules.figure import Figure, choose
from luodi.rules.truth import Truth
from luodi.rules.working import Working

UNDEFINED: Final = 6.0


def figures(working: Working) -> None:
    """Say the shares of good and of worst sections, and the grade, which one pair leaves undefined."""
    good, worse = working.number("good"), working.number("worse")
    judged = working.say("judged", good + working.number("fourth") + working.number("fifth") + worse)
    good_share = working.say("good_share", 100 * good / judged)
    worse_share = working.say("worse_share", 100 * worse / judged)
    enough = judged >= working.parameter("least_sections")
    working.say("grade", choose(enough, _grade(working, good_share, worse_share), np.nan))
    unjudged = working.number("unjudged")
    # a section without a verdict never proves a target; it only leaves it open
    working.verdict("ALL", Truth.of(unjudged.values == 0, unjudged.values == 0, unjudged.uses))


def _grade(working: Working, good: Figure, worse: Figure) -> Figure:
    """Read the table of the 办法 from its worst row up; what no row covers stays undefined."""
    grade = choose(good < working.parameter("heavy_below"), 5.0, UNDEFINED)
    grade = choose(worse < working.parameter("heavy_from"), 4.0, grade)
    grade = choose(worse < working.parameter("moderate_from"), 3.0, grade)
    grade = choose(good >= working.parameter("good_from"), 2.0, grade)
    return choose(good >= working.parameter("excellent_from"), 1.0, grade)
