"""Floors for the share of inventors (成果转化奖励报酬): 促进科技成果转化法 第四十五条."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, larger
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say what is to be shared by the way of conversion, and the least share by law."""
    by, limit = working.number, working.parameter
    own_use, equity = working.among("way", "own_use"), working.among("way", "equity")
    sold = fen(by("income") - by("costs"))
    net = choose(own_use, by("profit"), choose(equity, by("shares_value"), sold))
    net = working.say("net", net)
    use = choose(by("use_year") <= limit("use_years"), limit("use_floor"), 0.0)
    share = choose(own_use, use, choose(equity, limit("equity_floor"), limit("transfer_floor")))
    working.say("floor", fen(larger(net, 0.0) * share / 100))
