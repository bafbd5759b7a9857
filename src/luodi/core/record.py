"""What reading finds in an official text: the records of ``luodi read``.

Field names are the wire format and stay stable. ``start`` and ``end`` count characters of the text that
``luodi read --format text`` prints, and ``text[start:end] == quote`` for every record.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["chapter", "section", "article", "paragraph", "item"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
Kind = Literal["level", "count", "increment", "growth", "share", "rank", "relative"]
Direction = Literal["increase", "decrease"]
DocumentKind = Literal["decision", "communique"]


class Record(msgspec.Struct, kw_only=True, frozen=True):
    """Base of everything read: immutable, and comparable by value."""


class Document(Record, kw_only=True, frozen=True):
    """The document itself (公文): its heading data and the hash of the text that spans refer to."""

    title: str | None = None
    issuer: str | None = None
    number: str | None = None
    adopted_on: str | None = None
    published_on: str | None = None
    kind: DocumentKind = "decision"
    text_sha256: str


class Provision(Record, kw_only=True, frozen=True):
    """A numbered or headed part of the text (条款), with its whole extent.

    ``level`` ``article`` is the lowest numbered unit that carries measures.
    """

    id: str
    parent: str | None = None
    level: Level
    number: str | None = None
    heading: str | None = None
    start: int
    end: int


class Span(Record, kw_only=True, frozen=True):
    """A stretch of the text: ``text[start:end] == quote``."""

    quote: str
    start: int
    end: int


class Target(Span, kw_only=True, frozen=True):
    """A quantified target (量化目标).

    ``value`` is positive; ``direction`` tells which way. ``deadline`` is a year, a date or two years
    ("2021-2025": the last counts). ``restates`` is the id of the target it repeats.
    """

    id: str
    provision: str | None = None
    indicator: str
    comparator: Comparator
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    kind: Kind
    direction: Direction = "increase"
    deadline: str | None = None
    area: str | None = None
    baseline: str | None = None
    baseline_year: str | None = None
    hedged: bool = False
    restates: str | None = None


class Milestone(Span, kw_only=True, frozen=True):
    """Something to be built, founded or awarded (标志性成果): there or not there."""

    id: str
    provision: str | None = None
    what: str
    deadline: str | None = None


class Measure(Span, kw_only=True, frozen=True):
    """Something promised to be done (政策措施): an action and its object."""

    id: str
    provision: str | None = None
    action: str
    object: str


class Responsibility(Span, kw_only=True, frozen=True):
    """Who answers for a provision (责任单位): lead (牵头) and cooperating (配合) units, names as printed.

    ``narrative`` is true when units are named only in running text (由甲会同乙).
    """

    provision: str | None = None
    lead: list[str]
    cooperating: list[str]
    narrative: bool = False


class ObservedFigure(Span, kw_only=True, frozen=True):
    """A figure the text reports as having happened (已公布数据)."""

    id: str
    provision: str | None = None
    indicator: str
    comparator: Comparator
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    kind: Kind
    direction: Direction = "increase"
    period: str | None = None
    area: str | None = None
    baseline_year: str | None = None


class Findings(Record, kw_only=True, frozen=True):
    """All that was read from one document: the wire format of ``luodi read``."""

    document: Document
    provisions: list[Provision]
    targets: list[Target]
    milestones: list[Milestone]
    measures: list[Measure]
    responsibilities: list[Responsibility]
    observations: list[ObservedFigure]


class Reading(Findings, kw_only=True, frozen=True):
    """Findings together with the ``text`` that their spans refer to."""

    text: str

    def findings(self) -> Findings:
        """Give the wire part alone, without the text."""
        return Findings(**{name: getattr(self, name) for name in Findings.__struct_fields__})
