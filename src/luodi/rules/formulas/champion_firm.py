"""Figures of a single-product champion (制造业单项冠军企业): 工信部政法〔2023〕138号."""

from __future__ import annotations

from luodi.rules.figure import choose, total
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the years and the mean income needed, and the mean income."""
    limit = working.parameter
    years = choose(working.flag("new_product"), limit("years_new"), limit("years_old"))
    working.say("years_needed", years)
    working.say("mean_income", total(working.years("main_income")) / 3)
    needed = choose(working.flag("specialised_title"), limit("income_specialised"), limit("income_any"))
    working.say("income_needed", needed)
