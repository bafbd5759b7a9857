"""Conditions and score of a high-tech enterprise (高新技术企业认定): 国科发火〔2016〕32号 and 195号."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from luodi.rules.figure import Figure, choose, known_or, smaller, total
from luodi.rules.truth import Truth
from luodi.rules.working import Working

IP = ("technology_points", "support_points", "quantity_points", "acquisition_points", "standard_points")
MANAGEMENT = ("system_points", "institution_points", "reward_points", "talent_points")
ENDS = (False, True)


class Item(NamedTuple):
    """An item of the score: the experts' points, and least and most while they are not given."""

    points: Figure
    low: Figure
    high: Figure


def figures(working: Working) -> None:
    """Say the ratios of 办法 第十一条 and the score of 指引 三（六）."""
    eligibility(working)
    working.say("conversions_per_year", working.number("conversions") / 3)
    working.say("net_asset_growth", growth(existing(working, "net_assets")))
    working.say("sales_growth", growth(existing(working, "sales")))
    score(working)


def eligibility(working: Working) -> None:
    """Say the figures of 第十一条（一）, （二）, （四）, （五）, （六）."""
    working.say("age_days", working.days("registered_on", "applied_on"))
    working.say("ip_rights", working.number("ip_class_1") + working.number("ip_class_2"))
    working.say("tech_staff_share", 100 * working.number("tech_staff") / working.number("staff"))
    spent = working.say("rd_spend_total", total(existing(working, "rd_spend")))
    sold = working.say("sales_total", total(existing(working, "sales")))
    working.say("rd_share", 100 * spent / sold)
    working.say("rd_share_needed", working.lookup("rd_share_bands", working.number("sales_1")))
    domestic = total(existing(working, "rd_domestic"))
    working.say("rd_domestic_share", 100 * domestic / spent)
    working.say("high_tech_share", 100 * working.number("high_tech_income") / working.number("total_income"))


def existing(working: Working, name: str) -> list[Figure]:
    """Figures by year, the oldest first; 0 for a year before the enterprise was registered, not missing."""
    figures = working.years(name)
    if all(figure.known.all() for figure in figures):
        return figures
    gap = working.calendar_year("applied_on") - working.calendar_year("registered_on")
    found = []
    for back, figure in zip(range(len(figures), 0, -1), figures, strict=True):
        filled = choose(gap >= back, np.nan, 0.0)
        one = choose(Truth.of(figure.known, None), figure, filled)
        one.names, one.uses = figure.names, figure.uses | filled.uses
        found.append(one)
    return found


def growth(years: list[Figure]) -> Figure:
    """Mean growth over three years in percent: 100 (½ (y2/y1 + y3/y2) − 1).

    Without a first year y3/y2 − 1; 0 without a second year, or with a figure below 0.
    """
    first, second, third = years
    last = third / second
    mean = choose(first.equals(0), last, (second / first + last) / 2)
    below = (first < 0) | (second < 0) | (third < 0)
    return choose(second.equals(0) | below, 0.0, 100 * (mean - 1))


def score(working: Working) -> None:
    """Say the score by block and in total, with least and most where experts' points are missing."""
    by = working.value
    bands = {
        "quantity": [_quantity(working, high=high) for high in ENDS],
        "conversion": [
            working.lookup("conversion_bands", by("conversions_per_year"), high=high) for high in ENDS
        ],
        "net_asset": [working.lookup("growth_bands", by("net_asset_growth"), high=high) for high in ENDS],
        "sales": [working.lookup("growth_bands", by("sales_growth"), high=high) for high in ENDS],
    }
    for name, (low, high) in bands.items():
        bands[name] = [working.say(f"{name}_low", low), working.say(f"{name}_high", high)]
    ip = _sum(_item(working, name, *(bands["quantity"] if name == "quantity_points" else ())) for name in IP)
    most = working.parameter("ip_most")
    blocks = {
        "ip_points": Item(*(smaller(end, most) for end in ip)),
        "conversion_block": _item(working, "conversion_points", *bands["conversion"]),
        "management_points": _sum(_item(working, name) for name in MANAGEMENT),
        "growth_points": _sum(
            [
                _item(working, "net_asset_points", *bands["net_asset"]),
                _item(working, "sales_points", *bands["sales"]),
            ]
        ),
    }
    said = [block._replace(points=working.say(name, block.points)) for name, block in blocks.items()]
    points, low, high = _sum(said)
    working.bounds["score"] = low, high
    working.say("score", points)
    working.say("score_low", low)
    working.say("score_high", high)


def _quantity(working: Working, *, high: bool) -> Figure:
    first, second = working.number("ip_class_1"), working.number("ip_class_2")
    by_first = working.lookup("ip_class_1_bands", first, high=high)
    return choose(first >= 1, by_first, working.lookup("ip_class_2_bands", second, high=high))


def _item(working: Working, name: str, *band: Figure) -> Item:
    """The experts' points; without them the ends of the computed band, or 0 and the most there is."""
    points = working.number(name)
    given = Truth.of(points.known, None)
    if band:
        working.verdict(f"{name}_in_band", (points >= band[0]) & (points <= band[1]))
    if points.known.all():
        return Item(points, points, points)
    most = working.most(name)
    low, high = (known_or(band[0], 0.0), known_or(band[1], most)) if band else (0.0, most)
    return Item(points, choose(given, points, low), choose(given, points, high))


def _sum(items: Iterable[Item]) -> Item:
    points, low, high = zip(*items, strict=True)
    return Item(total(points), total(low), total(high))
