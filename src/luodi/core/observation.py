"""Observations (观测值): figures that say what happened, as known when, with their grade."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

Bound = Literal["exact", "at_least", "at_most", "about"]
"""How the publication puts a figure: 为, 以上 or 超过, 以内 or 不超过, 约 or 近."""


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


class Observation(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """One published or computed figure. A revision is another observation with a later ``known_on``.

    Attributes:
        indicator: id of the catalogue's indicator.
        area: the area it speaks of, as printed (乐山市).
        period: as :func:`luodi.core.period.parse` reads it: "2024", "2024-01/2024-08", "2021-2024".
        value: the figure, in ``unit``.
        bound: whether the publication gives the figure itself or only a bound of it.
        known_on: ISO date from which it counts as publicly known.
        known_on_estimated: the source names no date; ``known_on`` comes from a rule.
        grade: see :class:`EvidenceGrade`.
        source_title: the publication's title.
        source_url: where it stands.
        note: what a reader of the figure must know.
        row: file and row it was read from ("observations.csv:160").
    """

    indicator: str
    area: str
    period: str
    value: float
    unit: str
    bound: Bound = "exact"
    known_on: str
    known_on_estimated: bool = False
    grade: EvidenceGrade
    source_title: str
    source_url: str = ""
    note: str = ""
    row: str = ""
