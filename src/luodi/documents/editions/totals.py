"""Totals of a ledger (合计): from its rows alone, by whoever makes an edition and by whoever checks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

Row = Mapping[str, Any]
IN_HAND: Final = ("handed_down", "in_progress", "checking")
LIVE: Final = ("registered", "handed_down", "in_progress", "checking", "closed", "archived")


def totals(
    commitments: Iterable[Row], duties: Iterable[Row], units: Iterable[Row], year: int | None
) -> dict[str, Any]:
    """Count an edition's rows.

    Args:
        commitments: rows with ``kind`` and ``dropped_in_id``.
        duties: rows with ``state``, ``light``, ``lead_id``, ``percent``, ``closed_at``, ``due_on`` and
            ``first_due_on``.
        units: rows with ``id`` and ``name``.
        year: year of a yearly edition; None for any other.

    Returns:
        ``commitments``, ``commitments_by_kind``, ``duties``, ``by_state``, ``by_light`` (those in hand),
        ``closed_in_year``, ``due_in_year``, ``extended``, ``mean_percent`` (text, two places) and
        ``by_unit``: per unit in hand, red, closed.
    """
    names = {row["id"]: row["name"] for row in units}
    held = [row for row in commitments if row["dropped_in_id"] is None]
    live = [row for row in duties if row["state"] in LIVE]
    in_hand = [row for row in live if row["state"] in IN_HAND]
    percents = [Decimal(str(row["percent"])) for row in live]
    mean = (sum(percents, Decimal(0)) / len(percents)).quantize(Decimal("0.01")) if percents else None
    return {
        "commitments": len(held),
        "commitments_by_kind": _counted(row["kind"] for row in held),
        "duties": len(live),
        "by_state": _counted(row["state"] for row in live),
        "by_light": _counted(row["light"] for row in in_hand),
        "closed_in_year": sum(_year(row["closed_at"]) == year for row in live) if year else None,
        "due_in_year": sum(_year(row["due_on"]) == year for row in live) if year else None,
        "extended": sum(row["due_on"] != row["first_due_on"] for row in live),
        "mean_percent": None if mean is None else str(mean),
        "by_unit": _by_unit(live, names),
    }


def _by_unit(live: list[Row], names: Mapping[int, str]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for row in live:
        counts = found.setdefault(
            names.get(row["lead_id"], "—"), Counter(duties=0, in_hand=0, red=0, closed=0)
        )
        in_hand = row["state"] in IN_HAND
        counts["duties"] += 1
        counts["in_hand"] += in_hand
        counts["red"] += in_hand and row["light"] == "red"
        counts["closed"] += row["state"] in ("closed", "archived")
    return {name: dict(found[name]) for name in sorted(found)}


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None
