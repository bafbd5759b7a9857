"""Post-subsidy on R&D spending (研发后补助): min(cap, a × base + b × max(0, rise))."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, larger, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the part on the base, the part on the rise, and the subsidy settled to the fen."""
    by = working.number
    on_base = working.say("by_base", by("base") * by("base_rate") / 100)
    rise = larger(by("base") - by("previous"), 0.0)
    on_rise = working.say("by_rise", rise * by("rise_rate") / 100)
    enough = by("base") >= by("least_base")
    working.say("subsidy", fen(choose(enough, smaller(on_base + on_rise, by("cap")), 0.0)))
