"""Score of an innovative SME (创新型中小企业评价): 工信部企业〔2022〕63号 附件1."""

from __future__ import annotations

from luodi.rules.figure import choose
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say ratios, points of the six items, the three parts and the score."""
    by, look = working.number, working.lookup
    rights = {"ip_high_bands": "ip_class_1_high", "ip_own_bands": "ip_class_1_own"}
    rights |= {"ip_1_bands": "ip_class_1", "ip_2_bands": "ip_class_2"}
    working.best("ip_points", [look(bands, by(count)) for bands, count in rights.items()])
    share = working.say("rd_share", 100 * by("rd_spend") / by("revenue"))
    working.say("rd_points", look("rd_bands", share))
    before, last = working.years("main_income")
    growth = working.say("main_growth", 100 * (last / before - 1))
    working.say("growth_points", look("growth_bands", growth))
    debts = working.say("debt_ratio", 100 * by("debts") / by("assets"))
    working.say("debt_points", look("debt_bands", debts))
    within, outside = working.parameter("field_in"), working.parameter("field_out")
    working.say("field_points", choose(working.flag("strategic_field"), within, outside))
    main = working.say("main_share", 100 * last / by("revenue"))
    working.say("main_points", look("main_bands", main))
    working.total("innovation", ["ip_points", "rd_points"])
    working.total("growing", ["growth_points", "debt_points"])
    working.total("special", ["field_points", "main_points"])
    working.total("score", ["innovation", "growing", "special"])
