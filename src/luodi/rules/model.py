"""What a rule file (规则文件) may say: strict records, one to one with the YAML.

A rule is stated as data: inputs, dated parameters, figures, conditions, worked cases. Only the arithmetic of
its figures is Python (``luodi.rules.formulas``).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec

Mark = Literal["S", "U"]
"""S: read in a source named in the reference; U: general knowledge, not verified (未核实)."""

InputType = Literal["number", "integer", "boolean", "date", "text", "choice"]
Op = Literal["at_least", "more_than", "at_most", "less_than", "equal"]
OPS: Final[dict[Op, str]] = {
    "at_least": "≥",
    "more_than": ">",
    "at_most": "≤",
    "less_than": "<",
    "equal": "=",
}
Name = Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$")]


class Stated(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Base of everything a rule file states: immutable, unknown fields refused."""


class Instrument(Stated, kw_only=True, frozen=True):
    """An official document (文件) that a rule rests on."""

    title: str
    number: str | None = None
    from_: date | None = msgspec.field(default=None, name="from")
    url: str | None = None
    mark: Mark


class Choice(Stated, kw_only=True, frozen=True):
    """One answer of an input of type ``choice``."""

    id: Name
    zh: str
    en: str


class Input(Stated, kw_only=True, frozen=True):
    """What must be known of an entity (填报项).

    Attributes:
        years: accounting years asked for; the columns are then ``id_3, id_2, id_1``, 1 being the last year.
        minimum, maximum: allowed range, bounds included.
        decimals: decimal places that count; money in 万元 has 6 (a fen), so that sums and limits are exact.
        not_more_than: another input that this one is part of.
        evidence_zh, evidence_en: what proves the figure.
        when_empty: what an empty cell means where the instrument itself says so; otherwise it is missing.
        fixed: a fact that nobody can change; never named as what would change a verdict.
        identity: only names the entity; no figure rests on it.
    """

    id: Name
    type: InputType
    zh: str
    en: str
    unit: str | None = None
    help_zh: str | None = None
    help_en: str | None = None
    evidence_zh: str | None = None
    evidence_en: str | None = None
    years: Annotated[int, msgspec.Meta(ge=1, le=10)] | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: Annotated[int, msgspec.Meta(ge=0, le=9)] = 6
    not_more_than: Name | None = None
    choices: list[Choice] = []
    when_empty: float | bool | str | None = None
    fixed: bool = False
    identity: bool = False

    def label(self, column: str, language: str = "zh") -> str:
        """Name one of its columns: the label, with the accounting year where it is asked for by year."""
        label = self.zh if language == "zh" else self.en
        if not self.years:
            return label
        back = int(column.rsplit("_", 1)[1])
        if language == "zh":
            return f"{label}（{'上一年度' if back == 1 else f'前第{back}年度'}）"
        return f"{label} ({'last year' if back == 1 else f'{back} years back'})"

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a table that hold it, the oldest year first."""
        return tuple(f"{self.id}_{year}" for year in range(self.years, 0, -1)) if self.years else (self.id,)


class Band(Stated, kw_only=True, frozen=True):
    """One row of a table of bands (档): the first row whose test the figure meets gives the value.

    A row without test is for all others. ``value_high`` where experts choose within the band.
    """

    at_least: float | None = None
    more_than: float | None = None
    at_most: float | None = None
    less_than: float | None = None
    equal: float | None = None
    value: float
    value_high: float | None = None
    label: str | None = None

    @property
    def test(self) -> tuple[Op, float] | None:
        """Its comparison, or None for all others."""
        for op in OPS:
            limit = getattr(self, op)
            if limit is not None:
                return op, limit
        return None


class Version(Stated, kw_only=True, frozen=True):
    """What a parameter was from a day on: a value, a table of bands or a broken line, with its article.

    ``line`` lists points (x, y) between which the instrument interpolates, x rising (分段线性). ``until`` is
    the last day it held; without it, it holds until the next version.
    """

    from_: date = msgspec.field(name="from")
    until: date | None = None
    value: float | None = None
    bands: list[Band] | None = None
    line: list[tuple[float, float]] | None = None
    article: str
    mark: Mark
    note: str | None = None

    @property
    def form(self) -> str:
        """Which of ``value``, ``bands`` and ``line`` it states; empty for none or several."""
        forms = [form for form in ("value", "bands", "line") if getattr(self, form) is not None]
        return forms[0] if len(forms) == 1 else ""


class Parameter(Stated, kw_only=True, frozen=True):
    """A number or table of the rule that the instrument may change (参数), by date."""

    id: Name
    zh: str
    en: str
    unit: str | None = None
    versions: Annotated[list[Version], msgspec.Meta(min_length=1)]


class FigureStated(Stated, kw_only=True, frozen=True):
    """A figure that the formula computes (计算项).

    Attributes:
        maximum: the most points it can have, where it is an item of a score.
        labels: words for whole-number values, such as classes.
        decimals: places shown; the verdict never uses the rounded figure.
    """

    id: Name
    zh: str
    en: str
    unit: str | None = None
    article: str | None = None
    mark: Mark = "S"
    maximum: float | None = None
    labels: dict[str, str] = {}
    decimals: Annotated[int, msgspec.Meta(ge=0, le=9)] = 2


class Test(Stated, kw_only=True, frozen=True):
    """A comparison of a figure or input with a parameter or another figure."""

    figure: Name
    at_least: Name | None = None
    more_than: Name | None = None
    at_most: Name | None = None
    less_than: Name | None = None
    equal: Name | None = None

    @property
    def limit(self) -> tuple[Op, str]:
        """The operator and the name of what it is held against."""
        return next((op, name) for op in OPS if (name := getattr(self, op)) is not None)


class Condition(Stated, kw_only=True, frozen=True):
    """A condition (条件) with its article; exactly one of the ways of testing it.

    Attributes:
        holds: a boolean input that must be true.
        fails: a boolean input that must be false.
        test: a comparison.
        choice: a choice input, with ``among``: the answers that meet it.
        all_of, any_of: other conditions.
        formula: true where the Python formula itself says the verdict under this id.
        from_, until: first and last day on which it is asked for (written ``from``, ``until``); on other days
            it is *not asked* (未要求), and conditions made of it go by their other parts.
        remedy_zh, remedy_en: what the entity can do about it.
    """

    id: Name
    zh: str
    en: str
    article: str
    mark: Mark
    holds: Name | None = None
    fails: Name | None = None
    test: Test | None = None
    choice: Name | None = None
    among: list[Name] = []
    all_of: list[Name] = []
    any_of: list[Name] = []
    formula: bool = False
    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None
    remedy_zh: str | None = None
    remedy_en: str | None = None

    def asked(self, day: date) -> bool:
        """Whether it is asked for on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    @property
    def parts(self) -> list[str]:
        """Conditions it is made of."""
        return self.all_of or self.any_of


class Formula(Stated, kw_only=True, frozen=True):
    """The Python function that computes the figures from a day on."""

    from_: date = msgspec.field(name="from")
    function: Name


class Outcome(Stated, kw_only=True, frozen=True):
    """The overall verdict: the condition that decides, and the words for it."""

    condition: Name
    met_zh: str
    met_en: str
    not_met_zh: str
    not_met_en: str


class Expected(Stated, kw_only=True, frozen=True):
    """What a worked case must give; figures are compared at the decimals they are written with."""

    conditions: dict[str, Literal["met", "not_met", "unknown", "not_asked"]] = {}
    figures: dict[str, float | str | None] = {}
    missing: list[str] | None = None


class Case(Stated, kw_only=True, frozen=True):
    """A worked case (算例) that a lawyer can read and the tests run."""

    id: str
    zh: str
    en: str
    source: str
    inputs: dict[str, Any]
    base: bool = True
    expect: Expected


class Rule(Stated, kw_only=True, frozen=True):
    """An official rule, dated.

    Attributes:
        dated_by: the date input that chooses the versions (事实发生日), not the day of computing.
        entity: what a row is (enterprise, project, station-day, contract).
        results: figures shown beside the verdict.
        items: figures that are items of a score, for "the next band of each item".
        case_base: inputs that every case has unless it says otherwise (or says ``base: false``).
        until: the last day the rule was in force.
    """

    id: Name
    zh: str
    en: str
    entity: str
    instruments: Annotated[list[Instrument], msgspec.Meta(min_length=1)]
    answers: list[str] = []
    from_: date = msgspec.field(name="from")
    until: date | None = None
    dated_by: Name
    notes: list[str] = []
    inputs: list[Input]
    parameters: list[Parameter] = []
    figures: list[FigureStated] = []
    conditions: list[Condition] = []
    formulas: list[Formula] = []
    outcome: Outcome | None = None
    results: list[Name] = []
    items: list[Name] = []
    case_base: dict[str, Any] = {}
    cases: Annotated[list[Case], msgspec.Meta(min_length=1)]
