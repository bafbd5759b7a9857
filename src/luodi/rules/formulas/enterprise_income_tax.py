"""Rate of enterprise income tax and carry-forward of losses (企业所得税): 企业所得税法 第二十八条第二款."""

from __future__ import annotations

from luodi.rules.figure import choose, fen
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the lowest rate that applies, the tax, what is saved, and for how long losses carry forward."""
    statutory, hnte = working.parameter("statutory_rate"), working.flag("hnte")
    rate = statutory
    if working.has("western_rate"):
        rate = choose(working.flag("western"), working.parameter("western_rate"), rate)
    rate = working.say("rate", choose(hnte, working.parameter("hnte_rate"), rate))
    income = working.number("taxable_income")
    tax = working.say("tax", fen(income * rate / 100))
    working.say("saved", fen(fen(income * statutory / 100) - tax))
    years = working.parameter("carry_years")
    if working.has("carry_years_longer"):
        years = choose(hnte | working.flag("tech_sme"), working.parameter("carry_years_longer"), years)
    working.say("loss_years", years)
