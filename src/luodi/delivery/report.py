"""What the delivery report holds: the records of ``luodi report --format json``.

Everything that a page, a paper or a workbook shows stands here, worked out; writers compute nothing.
All records are immutable and compare by value. Figures keep the unit they were published in; ``value``,
``baseline``, ``distance`` and ``pace`` of one promise are all in the promise's ``unit``.
Words for readers come in both languages (:class:`Words`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from luodi.core.observation import EvidenceGrade
from luodi.core.record import Comparator, Direction, Document, Kind

Status = Literal["met", "on_track", "at_risk", "off_track", "missed", "not_yet_due", "not_measurable"]
"""已完成 · 按期推进 · 存在风险 · 偏离进度 · 未完成 · 尚未到期 · 无法衡量, in the order in which totals are
shown."""

Role = Literal["direct", "partial", "proxy", "benchmark"]
"""What a figure is to a promise: 直接 its own indicator; 部分 a part of it; 替代 something that moves with
it; 对比 the same thing elsewhere."""

Evidence = Literal["direct", "incomplete", "partial", "proxy", "benchmark", "none"]
"""The best evidence a promise has. ``direct``: figures of its own indicator that decide. ``incomplete``:
figures of its own indicator that cannot decide (part of a year, no baseline, a part of a compound missing,
too old)."""

Test = Literal["level", "increment", "growth", "multiple", "above", "rising", "compound", "event", "unclear"]
"""How a promise is judged, see docs/methods/delivery.md. ``unclear``: the sentence states no test."""

Found = Literal["read", "stated"]
"""Whether reading found the promise, or a person stated it in bindings.yaml with a quote from the
decision."""

Bound = Literal["bound", "proposed", "unbound"]
"""A person bound the promise to its indicator; the catalogue proposed it; nothing fits."""

Basis = Literal["pool", "reference", "none"]
"""What a forecast's intervals rest on: this report's series, simulated ones beside them; no forecast."""


class Record(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Base of everything in a report; records never hold themselves, so the collector need not look."""


class Words(Record, frozen=True, kw_only=True):
    """One thing said in both languages, as plain text without a final full stop."""

    zh: str
    en: str


class Figure(Record, frozen=True, kw_only=True):
    """One figure held against a promise (数据).

    Attributes:
        role: what the figure is to the promise.
        indicator: id in the catalogue; ``name`` says it in both languages.
        area: the area it speaks of, as printed.
        period: "2024", "2025-10", "2024-01/2024-08" or "2021-2024"; ``on`` is the ISO date of its last day.
        value, unit: as published.
        in_unit: the same figure in the promise's unit; None when that is a different thing (proxies).
        bound: "exact", "at_least" (以上), "at_most" (以内) or "about" (约).
        grade: A computed from records · B official · C second-hand · D reported by the responsible unit.
        known_on: ISO date from which it counts as known; ``known_on_estimated`` when the source names no date
            and the city's rule set it.
        source_title, source_url: where it was published; the address may be empty.
        note: the source table's own note, as written there.
        complete: false when this figure cannot decide although it is direct; ``why`` says why.
        decides: true for the figures the status rests on.
        superseded: earlier vintages of the same figure, oldest first, known as of the report's date.
        row: file and row it stands in ("observations.csv:160").
    """

    role: Role
    indicator: str
    name: Words
    area: str
    period: str
    on: str
    value: float
    unit: str
    in_unit: float | None = None
    bound: Literal["exact", "at_least", "at_most", "about"] = "exact"
    grade: EvidenceGrade
    known_on: str
    known_on_estimated: bool = False
    source_title: str
    source_url: str = ""
    note: str = ""
    complete: bool = True
    why: Words | None = None
    decides: bool = False
    superseded: tuple[Figure, ...] = ()
    row: str = ""


Terms = Literal["figure", "change", "sum", "chain"]
"""What a promise's threshold, distance, pace, path, progress and fan are told in: its ``figure`` itself
(数值); the ``change`` since the baseline (较基期变化); the ``sum`` of the yearly figures since (累计); an
index that chains yearly growth rates, 100 in the baseline year (环比链式指数)."""


class Point(Record, frozen=True, kw_only=True):
    """A point of a promise's path or progress: ISO date and value, in the promise's terms."""

    on: str
    value: float


class Demand(Record, frozen=True, kw_only=True):
    """What the promise asks for (目标要求).

    Attributes:
        test: how it is judged.
        comparator, value, value_high, unit, direction: as read; ``value`` is None when the sentence has no
            number.
        hedged: 力争, 努力: the sentence promises effort; judged by the same number, and marked.
        deadline: as read ("2025", "2021-2025", "2025-06"); ``due`` is the ISO date of its last day, None when
            the sentence sets none.
        threshold: the level that would fulfil it, in ``unit``, where a level can be worked out (baseline 70,
            doubled: 140).
        words: said in both languages, such as "达到192家" / "reach 192 家".
    """

    test: Test
    comparator: Comparator | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    direction: Direction = "increase"
    hedged: bool = False
    deadline: str | None = None
    due: str | None = None
    threshold: float | None = None
    words: Words


class Baseline(Record, frozen=True, kw_only=True):
    """Where the promise starts from (基期): its date, and the value when a figure is known.

    ``value`` is in the promise's terms, so that of a change or sum is 0 and that of a chain 100; None when no
    figure of that period is known (then ``missing`` names it).
    """

    period: str
    on: str
    value: float | None = None


class Distance(Record, frozen=True, kw_only=True):
    """How far the last deciding figure is from the promise (差距).

    Attributes:
        value: last figure; ``on`` its date.
        gap: what is still missing, in ``unit``; 0 or negative when reached or passed. Positive always means
            "still to go", whichever way the promise points.
        share: progress: last ÷ threshold for promises to increase, threshold ÷ last for promises to decrease;
            None where a ratio says nothing (zero, negative or relative figures).
        of_way: share of the way from the baseline to the threshold; None without a baseline figure.
    """

    value: float
    on: str
    gap: float
    unit: str
    share: float | None = None
    of_way: float | None = None


class Rate(Record, frozen=True, kw_only=True):
    """A pace between two dates: per year, absolute in the promise's unit and in % a year (None across
    zero)."""

    since: str
    until: str
    per_year: float
    percent: float | None = None


class Pace(Record, frozen=True, kw_only=True):
    """Required against actual pace (进度速度).

    Attributes:
        required: from the baseline, else from the first deciding figure, to the promise at its deadline.
        actual: from the same start to the last deciding figure; None with one figure only.
        needed: from the last deciding figure to the promise at its deadline; None when reached or when the
            deadline is not after that figure.
        ratio: actual ÷ required per year; 1 is exactly on the path.
    """

    required: Rate | None = None
    actual: Rate | None = None
    needed: Rate | None = None
    ratio: float | None = None


class Ahead(Record, frozen=True, kw_only=True):
    """What a coming year is expected to bring (预测): quantiles in the promise's terms, as its path is.

    ``p05`` is not exceeded with 5 % probability. From p25 to p75 is the 50 % interval (预测区间), from p10 to
    p90 the 80 %, from p05 to p95 the 90 % one.
    """

    period: str
    on: str
    p05: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float


class Outlook(Record, frozen=True, kw_only=True):
    """What is to be expected by the deadline (展望); it decides no status.

    Attributes:
        basis: what the quantiles rest on.
        points: yearly figures that can enter a forecast. start: where they have come to, in the promise's
            terms.
        ahead: a row per year up to the deadline.
        needed: pace from the last deciding figure to the promise; None when it is reached or no number.
        reason: why no chance can be told; None when one is.
        warnings: what makes the chance rougher than it looks (few figures, far ahead).
    """

    basis: Basis
    points: int
    start: Point | None = None
    ahead: list[Ahead] = msgspec.field(default_factory=list)
    needed: Rate | None = None
    reason: Words | None = None
    warnings: list[Words] = msgspec.field(default_factory=list)


class Part(Record, frozen=True, kw_only=True):
    """One part of a compound promise (分项): an indicator with its own limit.

    Attributes:
        indicator, name: id and words.
        comparator, limit, unit: what this part must keep.
        figures: its figures, all of them.
        holds: whether it held in the last full period; None when not measurable.
        words: the verdict on the part.
    """

    indicator: str
    name: Words
    comparator: Comparator
    limit: float
    unit: str
    source: str = ""
    figures: list[Figure] = msgspec.field(default_factory=list)
    holds: bool | None = None
    words: Words


class Comparison(Record, frozen=True, kw_only=True):
    """A promise held against another area (对比对象): one row per common period.

    Attributes:
        area: the other area (全国, 四川省).
        measure: what is compared: the level, its change in units, or its growth in %.
        period: the period, or the two years between which change or growth is taken ("2020-2022").
        own, other: both sides; None when not known.
        holds: whether the own side is better; None when a side is missing.
    """

    area: str
    measure: Literal["level", "change", "growth"]
    period: str
    unit: str
    own: float | None = None
    other: float | None = None
    holds: bool | None = None


class Promise(Record, frozen=True, kw_only=True):
    """One promise of the decision and what became of it (承诺).

    Attributes:
        id: the binding's id, else the id given by reading. Unique in the report.
        found: read from the text or stated by hand; ``target`` is reading's id in the first case.
        kind: as read; "milestone" for things that are there or not there (标志性成果).
        quote, start, end: the sentence, ``text[start:end] == quote`` in the decision's text.
        article: number of its article ("4"), None when it stands outside any; see :class:`Article`.
        indicator: the promise's own words; ``indicator_id``/``name`` what it was bound to, None when unbound.
        definition: how the bound indicator is measured (method and source), from the catalogue or the
            binding.
        area: the area of the promise.
        figures: everything held against it, by role (direct first), then by area, then by period.
        last: the last figure of the best role there is; None when there is none at all.
        terms: what baseline, distance, pace, path, progress and outlook are told in; ``terms_words`` says it,
            None where it is the figure itself.
        baseline, distance, pace, path: None or empty where they cannot be worked out. Only direct figures
            enter.
        progress: what was reached year by year, in the promise's terms; empty where these are the figures.
        parts: for compound promises. comparisons: for promises relative to other areas.
        evidence, status, reason: the verdict, with its reason in words.
        missing: what would be needed to measure it; empty when nothing is.
        remark: what the binder noted for the reader; None when nothing.
        outlook: what is to be expected by the deadline; None where nothing is open (settled, not measurable).
        probability: chance of being met by the deadline, 0 to 1; None without outlook, or where it says why.
        restates: id of the promise it repeats.
    """

    id: str
    found: Found = "read"
    target: str | None = None
    kind: Kind | Literal["milestone"]
    quote: str
    start: int
    end: int
    article: str | None = None
    indicator: str
    indicator_id: str | None = None
    name: Words | None = None
    definition: Words | None = None
    bound: Bound
    area: str | None = None
    demand: Demand
    figures: list[Figure] = msgspec.field(default_factory=list)
    last: Figure | None = None
    terms: Terms = "figure"
    terms_words: Words | None = None
    baseline: Baseline | None = None
    distance: Distance | None = None
    pace: Pace | None = None
    path: list[Point] = msgspec.field(default_factory=list)
    progress: list[Point] = msgspec.field(default_factory=list)
    parts: list[Part] = msgspec.field(default_factory=list)
    comparisons: list[Comparison] = msgspec.field(default_factory=list)
    evidence: Evidence
    status: Status
    reason: Words
    missing: list[Words] = msgspec.field(default_factory=list)
    remark: Words | None = None
    outlook: Outlook | None = None
    probability: float | None = None
    restates: str | None = None


class Article(Record, frozen=True, kw_only=True):
    """Totals of one article (条), in the order of the text; ``article`` None is "outside any article"."""

    article: str | None
    heading: str = ""
    total: int
    by_status: dict[Status, int]
    by_evidence: dict[Evidence, int]


class Totals(Record, frozen=True, kw_only=True):
    """Totals (汇总). Every status and evidence is a key, zeros included, in the order of their definition.

    ``promises`` counts all but restatements; a restatement is listed and not counted twice.
    """

    promises: int
    by_status: dict[Status, int]
    by_evidence: dict[Evidence, int]
    by_article: list[Article]


class LostBinding(Record, frozen=True, kw_only=True):
    """A binding that matches no promise: shown, never lost. ``row`` is its place in bindings.yaml."""

    id: str
    quote: str
    row: str
    reason: Words


class Counts(Record, frozen=True, kw_only=True):
    """How many figures the folder holds, how many were known at the report's date, how many were used."""

    in_folder: int
    known: int
    used: int


class Report(Record, frozen=True, kw_only=True):
    """The delivery report (落实情况报告) of a city folder.

    Attributes:
        format: "luodi-report/1".
        version: version of Luodi that wrote it.
        city: name in both languages. area: the city's own area name, as figures print it.
        document: the decision.
        as_of: ISO date: only figures known by then are used, and deadlines are judged against it.
        promises: in the order of the text.
        totals: see :class:`Totals`.
        lost: bindings that match nothing.
        figures: counts of figures.
        notes: what a reader must know first (no bindings.yaml, figures dated by rule, …).
    """

    format: Literal["luodi-report/1"] = "luodi-report/1"
    version: str
    city: Words
    area: str
    document: Document
    as_of: str
    promises: list[Promise]
    totals: Totals
    lost: list[LostBinding] = msgspec.field(default_factory=list)
    figures: Counts
    notes: list[Words] = msgspec.field(default_factory=list)
