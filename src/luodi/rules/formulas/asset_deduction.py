"""One-off deduction and depreciation of equipment (设备、器具扣除): 财税〔2018〕54号, 条例 第九十八条."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, rounded
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say what is deducted at once, the extra deduction, and a year's depreciation by each method."""
    value, life = working.number("unit_value"), working.number("least_life")
    bought = working.among("kind", "equipment") & working.flag("newly_bought")
    allowed, extra = value <= working.parameter("unit_limit"), 0.0 * value
    if working.has("hnte_extra"):
        allowed |= working.flag("hnte")
        twice = bought & working.flag("hnte")
        extra = choose(twice, value * working.parameter("hnte_extra") / 100, 0.0)
    working.say("one_off", choose(bought & allowed, value, 0.0))
    working.say("extra", fen(extra))
    working.say("yearly", fen(value / life))
    shortest = working.say("shortest_life", life * working.parameter("life_share") / 100)
    working.say("yearly_shortened", fen(value / shortest))
    working.say("first_declining", fen(value * working.parameter("decline") / life))
    years = rounded(life, 0, "up")
    working.say("first_digits", fen(value * 2 / (years + 1)))
