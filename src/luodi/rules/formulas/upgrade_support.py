"""Support for a technical upgrade (技术改造补助): rate × equipment, no more than the cap."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the share of equipment, and the support if nothing bars it."""
    by = working.number
    share = working.say("equipment_share", 100 * by("equipment") / by("investment"))
    allowed = working.flag("filed") & working.flag("started_after_filing") & ~working.flag("supported_before")
    allowed &= (by("investment") >= by("least_investment")) & (share >= by("least_share"))
    amount = smaller(fen(by("equipment") * by("rate") / 100), by("cap"))
    working.say("support", choose(allowed, amount, 0.0))
