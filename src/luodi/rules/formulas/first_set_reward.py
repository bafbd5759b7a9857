"""Reward for first sets (首台套奖补): at most 5 % of the first year's contracts and 1 000 万元."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the most reward and how maker and user share it; the user has what the maker has not."""
    share = working.number("contract") * working.parameter("rate") / 100
    recognised = working.among("level", "national", "provincial")
    reward = choose(recognised, smaller(fen(share), working.parameter("cap")), 0.0)
    reward = working.say("reward", reward)
    both = working.flag("maker_in_province") & working.flag("user_in_province")
    shared = both | ~recognised
    part = choose(shared, fen(reward * working.parameter("maker_share") / 100), float("nan"))
    part = working.say("to_maker", part)
    working.say("to_user", fen(reward - part))
