"""Extra deduction of R&D cost (研发费用加计扣除): 条例 第九十五条, 财税〔2015〕119号 and what followed."""

from __future__ import annotations

from collections.abc import Callable

from luodi.rules.figure import Figure, choose, fen, larger, smaller, total
from luodi.rules.truth import Truth
from luodi.rules.working import Working

HEADS = ("staff_cost", "direct_input", "depreciation", "amortisation", "design_cost")


def figures(working: Working) -> None:
    """Say the cost that counts, the rate of the day and the extra deduction, settled to the fen."""
    by = working.number
    income = by("total_income") - by("untaxed_income") - by("investment_income")
    barred = working.say("barred_share", 100 * by("barred_income") / income)
    working.say("manufacturing_share", 100 * by("manufacturing_income") / by("total_income"))
    base = cost(working)
    rate = working.say("rate", highest_rate(working))
    quarter = working.say("quarter_base", quarter_base(working, base))
    at_quarter = larger(rate, working.parameter("rate_quarter")) if working.has("rate_quarter") else rate
    extra = ((base - quarter) * rate + quarter * at_quarter) / 100
    eligible = working.flag("resident") & working.flag("audited_accounts") & working.flag("allocates")
    eligible &= barred <= working.parameter("barred_line")
    amount = working.say("extra", fen(choose(eligible, extra, 0.0)))
    actual = total([by(head) for head in (*HEADS, "other_cost", "own_intangible")])
    spent = actual + by("outsourced_domestic") + by("outsourced_abroad")
    working.say("deduction", fen(spent + amount))


def cost(working: Working) -> Figure:
    """Say the cost that counts: five heads, other cost and outsourcing within their caps, amortisation."""
    by, part = working.number, working.parameter("outsourced_share") / 100
    heads = working.say("five_heads", total([by(head) for head in HEADS]))
    share = working.parameter("other_cap_share")
    cap = working.say("other_cap", heads * share / (100 - share))
    other = working.say("other_allowed", smaller(by("other_cost"), cap))
    domestic = working.say("domestic_base", heads + other + part * by("outsourced_domestic"))
    # before 财税〔2018〕64号 nothing that was outsourced abroad counted
    allowed: Figure = 0.0 * by("outsourced_abroad")
    if working.has("abroad_part"):
        allowed = smaller(part * by("outsourced_abroad"), working.parameter("abroad_part") * domestic / 3)
    abroad = working.say("abroad_allowed", allowed)
    return working.say("base", domestic + abroad + by("own_intangible"))


def highest_rate(working: Working) -> Figure:
    """The highest rate that the enterprise has a claim to on that day."""
    general = working.parameter("rate_general")
    claims: dict[float, tuple[Figure, Truth]] = {}
    for name, claim in CLAIMS.items():
        value = working.version(name).value if working.has(name) else None
        if value is None or not (working.parameter(name) > general).values > 0:
            continue
        rate, truth = working.parameter(name), claim(working)
        claims[value] = (rate, claims[value][1] | truth) if value in claims else (rate, truth)
    found = general
    for value in sorted(claims):
        rate, entitled = claims[value]
        found = choose(entitled, rate, found)
    return found


def quarter_base(working: Working, base: Figure) -> Figure:
    """The part of the cost that falls into the fourth quarter of 2022 (公告2022年第28号)."""
    if not working.has("rate_quarter"):
        return 0.0 * base
    by_months = base * working.number("months_quarter") / working.number("months_run")
    actual = smaller(working.number("quarter_cost"), base)
    of_year = choose(working.among("quarter_way", "actual"), actual, by_months)
    return choose(working.among("span", "part"), base, of_year)


def _manufacturer(working: Working) -> Truth:
    return working.value("manufacturing_share") >= working.parameter("manufacturing_line")


CLAIMS: dict[str, Callable[[Working], Truth]] = {
    "rate_sme": lambda working: working.flag("tech_sme"),
    "rate_manufacturing": _manufacturer,
    "rate_listed": lambda working: working.flag("listed_chip_or_machine"),
}
