"""Observations (观测值): figures that say what happened, as known when, with their grade."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class EvidenceGrade(StrEnum):
    """How good the evidence is (证据等级). Never mixed silently: shown wherever the figure is."""

    A = "A"
    """Computed from records by the official method."""
    B = "B"
    """Official publication."""
    C = "C"
    """Second-hand publication."""
    D = "D"
    """Reported by the responsible unit itself."""


class Observation(msgspec.Struct, kw_only=True, frozen=True):
    """One published or computed figure. A revision is another observation with a later ``known_on``.

    Attributes:
        indicator: id of the catalogue's indicator.
        area: the area it speaks of, as printed (乐山市).
        period: a year ("2024"), a part of it ("2025-01/2025-08") or two years ("2021-2024").
        value: the figure, in ``unit``.
        known_on: ISO date from which it was publicly known; None when the source names none.
        grade: see :class:`EvidenceGrade`.
        source_title: the publication's title.
        source_url: where it stands.
        note: what a reader of the figure must know.
    """

    indicator: str
    area: str
    period: str
    value: float
    unit: str
    known_on: str | None = None
    grade: EvidenceGrade
    source_title: str
    source_url: str = ""
    note: str = ""
