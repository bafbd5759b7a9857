"""Targets that repeat an earlier one (重述): same value, unit and deadline, and one name within the other."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.reading.figures.draft import Draft


def restated(drafts: Sequence[Draft]) -> list[int | None]:
    """For each target the position of the first one it repeats, or None."""
    seen: dict[tuple[float | None, float | None, str | None, str | None], list[int]] = {}
    found: list[int | None] = []
    for position, draft in enumerate(drafts):
        earlier = seen.setdefault((draft.value, draft.high, draft.unit, draft.year), [])
        first = next(
            (
                i
                for i in earlier[:20]
                if _same(drafts[i].indicator, draft.indicator) and draft.start > drafts[i].end
            ),
            None,
        )
        found.append(first)
        if first is None and draft.value is not None:
            earlier.append(position)
    return found


def _same(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one in other or other in one)
