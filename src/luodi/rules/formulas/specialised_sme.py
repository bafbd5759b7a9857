"""Figures of a specialised and innovative SME (专精特新中小企业): 工信部企业〔2022〕63号 and 〔2026〕2号."""

from __future__ import annotations

from luodi.rules.figure import Figure, choose, rounded, smaller
from luodi.rules.working import Working

SPECIAL = ["main_points", "growth_points", "year_points", "field_points"]
REFINED = ["digital_points", "quality_points", "margin_points", "debt_points"]
INNOVATION = ["ip_points", "rd_points", "rd_staff_points", "body_points"]


def figures_2022(working: Working) -> None:
    """Say ratios, the points of thirteen items, the parts and the score of 2022."""
    ratios(working)
    _special(working)
    _refined(working)
    working.say("features", working.number("feature_points"))
    _innovation(working)
    working.total("special", SPECIAL)
    working.total("refined", REFINED)
    working.total("innovation", INNOVATION)
    working.total("score", ["special", "refined", "features", "innovation"])


def figures_2026(working: Working) -> None:
    """Say the ratios of 2026, when the platform gives the score; no point of 2022 is known then."""
    ratios(working)
    for name in (*SPECIAL, *REFINED, "features", *INNOVATION, "special", "refined", "innovation", "score"):
        working.say(name, Figure.constant(float("nan")))


def ratios(working: Working) -> None:
    """Say what both rules ask for."""
    by = working.number
    (before, last), (sold_before, sold) = working.years("rd_spend"), working.years("revenue")
    working.say("rd_last", last)
    working.say("rd_before", before)
    working.say("rd_mean", (before + last) / 2)
    working.say("rd_share_last", 100 * last / sold)
    working.say("rd_share_before", 100 * before / sold_before)
    working.say("revenue_last", sold)
    first, second, third = working.years("main_income")
    working.say("main_share", 100 * third / sold)
    working.say("main_growth", 100 * ((second / first + third / second) / 2 - 1))
    working.say("debt_ratio", 100 * by("debts") / by("assets"))
    working.say("net_margin", 100 * by("net_profit") / sold)
    working.say("rd_staff_share", 100 * by("rd_staff") / by("staff"))


def _special(working: Working) -> None:
    by, most = working.value, working.parameter("most_year_points")
    working.say("main_points", working.lookup("main_bands", by("main_share")))
    working.say("growth_points", working.lookup("growth_bands", by("main_growth")))
    years = rounded(working.number("segment_years") / working.parameter("years_per_point"), 0, "down")
    working.say("year_points", smaller(years, most))
    otherwise = choose(working.flag("base_or_brand"), working.parameter("base_points"), 0.0)
    working.say(
        "field_points", choose(working.flag("key_link"), working.parameter("key_link_points"), otherwise)
    )


def _refined(working: Working) -> None:
    by = working.value
    two = choose(working.among("digital_level", "two"), working.parameter("level_two_points"), 0.0)
    three = working.among("digital_level", "three")
    working.say("digital_points", choose(three, working.parameter("level_three_points"), two))
    proofs = working.number("quality_proofs") * working.parameter("proof_points")
    working.say("quality_points", smaller(proofs, working.parameter("most_proof_points")))
    working.say("margin_points", working.lookup("margin_bands", by("net_margin")))
    working.say("debt_points", working.lookup("debt_bands", by("debt_ratio")))


def _innovation(working: Working) -> None:
    by, look = working.value, working.lookup
    rights = {"ip_high_bands": "ip_class_1_high", "ip_own_bands": "ip_class_1_own"}
    rights |= {"ip_1_bands": "ip_class_1", "ip_2_bands": "ip_class_2"}
    working.best("ip_points", [look(bands, working.number(count)) for bands, count in rights.items()])
    ways = [look("rd_amount_bands", by("rd_last")), look("rd_share_bands", by("rd_share_last"))]
    working.best("rd_points", ways)
    working.say("rd_staff_points", look("rd_staff_bands", by("rd_staff_share")))
    points: Figure | float = 0.0
    levels = {"below": "lower_body", "city": "city_body"}
    levels |= {"provincial": "provincial_body", "national": "national_body"}
    for level, name in levels.items():
        points = choose(working.among("rd_body", level), working.parameter(name), points)
    assert isinstance(points, Figure)
    working.say("body_points", points)
