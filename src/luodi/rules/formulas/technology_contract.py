"""Kind, clock and amount of a technology contract (技术合同认定登记): 国科发政字〔2000〕063号."""

from __future__ import annotations

from luodi.rules.figure import Figure, choose, fen
from luodi.rules.working import Working

KINDS = (
    ("development",),
    ("transfer",),
    ("licence",),
    ("consulting",),
    ("service", "training", "intermediary"),
)


def figures(working: Working) -> None:
    """Say the kind as reported on that day, the days taken and the amount of technology."""
    by = working.number
    # of a kind that is missing nothing can be said
    kind: Figure = choose(working.among("kind", "none"), 0.0, 0.0)
    for number, ids in enumerate(KINDS, 1):
        code = working.parameter("licence_kind") if ids == ("licence",) else float(number)
        kind = choose(working.among("kind", *ids), code, kind)
    working.say("reported_kind", kind)
    working.say("days", working.days("accepted_on", "decided_on"))
    rest = by("amount") - by("equipment") - by("materials") - by("not_technical")
    working.say("technical_amount", fen(rest))
