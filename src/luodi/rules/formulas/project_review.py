"""Score of a project by its panel (评审得分): the mean without the highest and the lowest."""

from __future__ import annotations

from luodi.rules.figure import Figure, choose, known_or, larger, rounded, smaller, total
from luodi.rules.truth import Truth
from luodi.rules.working import Working

SCORES = tuple(f"score_{number}" for number in range(1, 16))


def figures(working: Working) -> None:
    """Say how many scored, the ends, and the score once all have."""
    by = working.number
    given = working.say("given", total([choose(working.given(name), 1.0, 0.0) for name in SCORES]))
    high: Figure = known_or(by(SCORES[0]), 0.0)
    low: Figure = known_or(by(SCORES[0]), 100.0)
    for name in SCORES[1:]:
        high = larger(high, known_or(by(name), 0.0))
        low = smaller(low, known_or(by(name), 100.0))
    high, low = working.say("highest", high), working.say("lowest", low)
    points = total([known_or(by(name), 0.0) for name in SCORES])
    dropped = given >= working.parameter("drop_from")
    mean = choose(dropped, (points - high - low) / (given - 2), points / given)
    working.say("score", choose(given.equals(by("experts")), mean, float("nan")))
    half = by("experts") / 2
    working.verdict("E2", rounded(half, 0, "down") < half)
    working.verdict("E3", _outside(working))


def _outside(working: Working) -> Truth:
    by = working.number
    return 3 * by("outside_experts") >= working.parameter("least_outside") * by("experts")
