"""Score of a technology SME (科技型中小企业评价): 办法 第七条, 国科发政〔2017〕115号."""

from __future__ import annotations

from luodi.rules.figure import Figure, choose
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say shares, points of the three items and their total."""
    share = working.say("tech_staff_share", 100 * working.number("tech_staff") / working.number("staff"))
    working.say("staff_points", working.lookup("staff_bands", share))
    spend = working.number("rd_spend")
    by_sales = working.say("rd_sales_share", 100 * spend / working.number("sales"))
    by_cost = working.say("rd_cost_share", 100 * spend / working.number("costs"))
    sales_points = working.say("rd_sales_points", working.lookup("rd_sales_bands", by_sales))
    cost_points = working.say("rd_cost_points", working.lookup("rd_cost_bands", by_cost))
    working.best("rd_points", measures(working, sales_points, cost_points))
    first = working.lookup("ip_class_1_bands", working.number("ip_class_1"))
    second = working.lookup("ip_class_2_bands", working.number("ip_class_2"))
    working.best("ip_points", [first, second])
    working.total("points", ["staff_points", "rd_points", "ip_points"])


def measures(working: Working, by_sales: Figure, by_cost: Figure) -> list[Figure]:
    """Leave out the measure of R&D that the enterprise did not choose; without a choice both count."""
    only_sales = working.among("rd_measure", "sales")
    only_cost = working.among("rd_measure", "cost")
    return [choose(only_cost, 0.0, by_sales), choose(only_sales, 0.0, by_cost)]
