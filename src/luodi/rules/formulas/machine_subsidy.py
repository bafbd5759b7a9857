"""Subsidy on a farm machine (农机购置补贴): the amount of its band, within the caps of category and buyer."""

from __future__ import annotations

from luodi.rules.figure import choose, larger, rounded, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say what is left of the buyer's year, the amount by the list, and the subsidy if nothing bars it."""
    by = working.number
    left = working.say("cap_left", rounded(larger(by("buyer_cap") - by("used"), 0.0), 2, "half_up"))
    amount = working.say("by_list", smaller(by("list_amount"), by("category_cap")))
    allowed = working.among("buyer_kind", "farmer", "organisation") & working.flag("in_list")
    allowed &= working.flag("certified") & ~working.flag("subsidised_before")
    allowed &= amount <= by("price")
    working.say("subsidy", choose(allowed, smaller(amount, left), 0.0))
