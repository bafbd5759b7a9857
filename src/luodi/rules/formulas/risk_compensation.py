"""Risk compensation (风险补偿): loss × share, no more than what is left of the pool."""

from __future__ import annotations

from luodi.rules.figure import fen, smaller
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say what the share gives, what is paid, and what is left of the pool."""
    wanted = working.say("by_share", fen(working.number("loss") * working.number("share") / 100))
    left = working.number("pool_left")
    paid = working.say("compensation", smaller(wanted, left))
    working.say("pool_after", fen(left - paid))
