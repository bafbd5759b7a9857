"""What table files hold, collected by column and row key, revisions resolved."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

Key = tuple[str, int | None]
"""Unit and year of a row."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, how far it can be trusted (0 to 1) and since when it is known (ISO date or empty)."""

    value: float
    trust: float
    known: str


@dataclass(slots=True)
class Store:
    """Figures and labels found so far.

    Attributes:
        keys: rows of the result, in order of appearance.
        figures: by column and row key.
        labels: texts by column and row key.
        names: name of each unit.
        revised: figures that were replaced by later ones, for the journal.
        unused: columns and indicators that the scheme does not use.
    """

    keys: dict[Key, None] = field(default_factory=dict)
    figures: dict[str, dict[Key, Figure]] = field(default_factory=dict)
    labels: dict[str, dict[Key, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    revised: set[str] = field(default_factory=set)
    unused: dict[str, None] = field(default_factory=dict)

    def keep(self, name: str, key: Key, known: str, value: float, trust: float) -> None:
        """Keep a figure unless a later one is there; an empty cell never replaces a figure."""
        column = self.figures.setdefault(name, {})
        before = column.get(key)
        if before is None:
            column[key] = Figure(value, trust, known)
            return
        if math.isnan(value):
            return
        if not math.isnan(before.value):
            self.revised.add(f"{key[0]}{'' if key[1] is None else f' {key[1]}'} {name}")
        if math.isnan(before.value) or known >= before.known:
            column[key] = Figure(value, trust, known)
