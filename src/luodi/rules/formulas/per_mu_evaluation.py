"""Per-mu evaluation of a firm (亩均效益评价): Σ value ÷ mean of the group × weight."""

from __future__ import annotations

from typing import Final

from luodi.rules.figure import Figure, choose, smaller, total
from luodi.rules.working import Working

ITEMS: Final = (
    *("tax_mu", "added_mu", "added_energy", "added_emission"),
    *("productivity", "rd_share", "tax_power"),
)


def figures(working: Working) -> None:
    """Say the points of each item and their total, and the class where the rank is known."""
    points = [working.say(f"points_{name}", _points(working, name)) for name in ITEMS]
    working.say("points", total(points))
    working.say("weights", total([working.number(f"weight_{name}") for name in ITEMS]))
    place = working.say("place", 100 * working.number("rank") / working.number("ranked"))
    unranked = working.flag("unranked")
    working.say("class", choose(unranked, 0.0, working.lookup("classes", place)))


def _points(working: Working, name: str) -> Figure:
    """Points of one item; an item without weight has none, whether it is filled in or not."""
    weight, cap = working.number(f"weight_{name}"), working.number("cap")
    points = working.number(name) / working.number(f"mean_{name}") * weight
    points = choose(cap > 0.0, smaller(points, weight * cap), points)
    if name == "added_emission":
        # the group's mean points stand in, so that a firm is not punished for data it need not have
        points = choose(working.given(name), points, working.number("emission_group_points"))
    return choose(weight > 0.0, points, 0.0)
