"""Relief for technology transfer (技术转让所得减免): 企业所得税法实施条例 第九十条."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, larger, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the exempt part, what of the rest is taxed, the tax and what is saved."""
    income = larger(working.number("transfer_income"), 0.0)
    resident, rate = working.flag("resident"), working.parameter("statutory_rate") / 100
    exempt = choose(resident, smaller(income, working.parameter("exempt_line")), 0.0)
    working.say("exempt", exempt)
    halved = choose(resident, working.parameter("halved_part") / 100, 1.0)
    taxable = working.say("taxable", fen((income - exempt) * halved))
    tax = working.say("tax", fen(taxable * rate))
    working.say("saved", fen(fen(income * rate) - tax))
