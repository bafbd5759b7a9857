"""Payment on an innovation voucher (科技创新券): the lesser of rate × invoice and what is left of the cap."""

from __future__ import annotations

from luodi.rules.figure import choose, fen, larger, smaller
from luodi.rules.working import Working

CONTROLS = ("related_party", "invoice_used")
PROOFS = ("listed_provider", "credit_clean", "report_delivered")


def figures(working: Working) -> None:
    """Say days left, what is left of the cap, and what is payable if nothing bars it."""
    days = working.say("days_left", working.days("claimed_on", "expires_on"))
    left = working.say("cap_left", fen(larger(working.number("yearly_cap") - working.number("used"), 0.0)))
    share = working.say("by_rate", fen(working.number("invoice") * working.number("rate") / 100))
    allowed = working.among("holder", "tech_sme", "small_firm", "team") & (days >= 0)
    allowed &= working.among("purpose", "design", "testing", "instruments", "novelty", "ip")
    for name in PROOFS:
        allowed &= working.flag(name)
    for name in CONTROLS:
        allowed &= ~working.flag(name)
    working.say("payable", choose(allowed, smaller(share, left), 0.0))
