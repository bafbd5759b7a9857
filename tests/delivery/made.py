"""Small cities, readings and figures, made by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

from luodi.core.observation import EvidenceGrade, Observation
from luodi.core.record import Document, Milestone, Reading, Target
from luodi.delivery.bindings import Binding
from luodi.delivery.city import City, Settings
from luodi.delivery.report import Words
from luodi.measuring.catalogue import national

LESHAN = Path(__file__).parents[2] / "examples" / "leshan"


def reading(
    text: str, targets: list[Target] | None = None, milestones: list[Milestone] | None = None
) -> Reading:
    """A reading without provisions."""
    return Reading(
        document=Document(text_sha256=hashlib.sha256(text.encode()).hexdigest()),
        provisions=[],
        targets=targets or [],
        milestones=milestones or [],
        measures=[],
        responsibilities=[],
        observations=[],
        text=text,
    )


def target(text: str, quote: str, **fields: object) -> Target:
    """A target whose quote stands in the text."""
    start = text.index(quote)
    base: dict[str, object] = {
        "id": "T1",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "comparator": "ge",
        "kind": "level",
        "deadline": "2025",
    }
    return Target(**(base | fields))  # type: ignore[arg-type]


def figure(
    indicator: str, period: str, value: float, unit: str, known_on: str | None = None, **fields: object
) -> Observation:
    """An official figure of 甲市, known in the spring after its period unless told otherwise."""
    base: dict[str, object] = {
        "indicator": indicator,
        "area": "甲市",
        "period": period,
        "value": value,
        "unit": unit,
        "known_on": known_on or f"{int(period[-4:] if len(period) == 9 else period[:4]) + 1}-04-02",
        "grade": EvidenceGrade.B,
        "source_title": "统计公报",
        "row": f"{indicator}:{period}:{known_on}:{fields.get('area', '')}",
    }
    return Observation(**(base | fields))  # type: ignore[arg-type]


def city(observations: list[Observation], bindings: list[Binding] | None) -> City:
    """A city with these figures and bindings."""
    return City(
        folder=Path("made"),
        settings=Settings(name=Words(zh="甲市", en="Jia"), area="甲市", baseline="2020"),
        catalogue=national(),
        observations=observations,
        bindings=bindings,
    )
