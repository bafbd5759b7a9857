"""Ratios of a little-giant enterprise (专精特新“小巨人”): 工信部企业〔2022〕63号 附件3 and 〔2026〕2号."""

from __future__ import annotations

from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the ratios, and the R&D share that the revenue of last year asks for."""
    by = working.number
    (before, last), (sold_before, sold) = working.years("rd_spend"), working.years("revenue")
    working.say("revenue_last", sold)
    first, second, third = working.years("main_income")
    working.say("main_share", 100 * third / sold)
    working.say("main_growth", 100 * ((second / first + third / second) / 2 - 1))
    working.say("debt_ratio", 100 * by("debts") / by("assets"))
    working.say("rd_share_last", 100 * last / sold)
    working.say("rd_share_before", 100 * before / sold_before)
    working.say("rd_share_needed", working.lookup("rd_bands", sold))
    working.say("rd_total", before + last)
    working.say("rd_staff_share", 100 * by("rd_staff") / by("staff"))
