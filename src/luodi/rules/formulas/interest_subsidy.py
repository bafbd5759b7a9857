"""Interest subsidy (贷款贴息): principal × rate × share × days ÷ 360, no more than the cap."""

from __future__ import annotations

from luodi.rules.figure import fen, larger, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the days, the interest and the subsidy, each amount settled to the fen."""
    days = working.say("days", larger(working.days("period_start", "period_end"), 0.0))
    yearly = working.number("principal") * working.number("rate") / 100
    interest = yearly * days / working.parameter("year_days")
    working.say("interest", fen(interest))
    subsidy = fen(interest * working.number("share") / 100)
    working.say("subsidy", smaller(subsidy, working.number("cap")))
