"""Bindings (指标绑定): which promise is measured by which figures; ``bindings.yaml`` of a city folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.period import parse
from luodi.core.plain_yaml import load_yaml, read_text
from luodi.core.record import Comparator, Direction, Kind
from luodi.delivery.report import Role, Test, Words
from luodi.measuring.catalogue import Catalogue

Text = Annotated[str, msgspec.Meta(min_length=1)]


class _Strict(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A part of a binding: unknown fields are mistakes."""


class Source(_Strict, frozen=True, kw_only=True):
    """Figures to show beside a promise.

    Attributes:
        indicator: id of the catalogue.
        role: direct, partial, proxy or benchmark.
        area: whose figures; None is the city itself.
        why: for a direct source that cannot decide, the reason; it is then incomplete.
    """

    indicator: Text
    role: Role = "direct"
    area: str | None = None
    why: Words | None = None


class Rule(_Strict, frozen=True, kw_only=True):
    """How the promise is judged, where the sentence alone does not say.

    Attributes:
        by: the test.
        value: its number (2 for a doubling), where the sentence has none or another.
        baseline: the period it starts from ("2020").
        measure, areas: for ``above``: what is compared, and with whom.
        years: for ``compound``: so many last years must all comply (稳定); 1 is the deadline's year alone.
    """

    by: Test
    value: float | None = None
    baseline: str | None = None
    measure: Literal["level", "change", "growth"] = "level"
    areas: list[str] = msgspec.field(default_factory=list)
    years: int = 1


class Stated(_Strict, frozen=True, kw_only=True):
    """A promise stated by hand, used where reading finds none in the sentence."""

    kind: Kind | Literal["milestone"]
    comparator: Comparator | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    direction: Direction = "increase"
    deadline: str | None = None
    hedged: bool = False


class Binding(_Strict, frozen=True, kw_only=True):
    """One binding.

    Attributes:
        id: of your choice, unique; it becomes the promise's id in the report.
        sentence: a stretch of the decision's text with the promise; blanks and punctuation do not matter.
            It survives re-reading, because the text does not change.
        words: what the promise measures, in its own words; needed where one sentence holds several promises.
        indicator: id of the catalogue; None for what has no indicator.
        sources: figures to show; empty with an indicator means its own figures, direct.
        test, states, missing, remark: see the classes.
    """

    id: Text
    sentence: Text
    words: Text
    indicator: str | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    test: Rule | None = None
    states: Stated | None = None
    missing: list[Words] = msgspec.field(default_factory=list)
    remark: Words | None = None
    row: str = ""

    def figures(self) -> list[Source]:
        """Give the sources; an indicator alone means its own figures, direct."""
        if self.sources or self.indicator is None:
            return self.sources
        return [Source(indicator=self.indicator)]


def read_bindings(path: Path, catalogue: Catalogue) -> list[Binding]:
    """Read and check ``bindings.yaml``.

    Raises:
        InputError: it is no YAML, or has no list ``bindings``.
        CombinedInputError: all bindings that are wrong.
    """
    return parse_bindings(read_text(path), path.name, catalogue)


def parse_bindings(text: str, where: str, catalogue: Catalogue) -> list[Binding]:
    """Check bindings; see :func:`read_bindings`.

    Example:
        >>> from luodi.measuring.catalogue import national
        >>> text = "bindings: [{id: a, sentence: 产值达到5亿元, words: 产值, indicator: gpd}]"
        >>> parse_bindings(text, "bindings.yaml", national())
        Traceback (most recent call last):
        luodi.core.errors.InputError: bindings.yaml, binding 1 (a): 'gpd' is no indicator of the catalogue. \
Next: correct the id, or describe the indicator in the folder's indicators.yaml.
    """
    entries: Any = load_yaml(text, where)
    if not isinstance(entries, dict) or not isinstance(entries.get("bindings"), list):
        raise InputError("there is no list of bindings", where=where, accepted="a list named bindings")
    problems: list[InputError] = []
    found: list[Binding] = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries["bindings"], 1):
        name = entry.get("id", "") if isinstance(entry, dict) else ""
        place = f"{where}, binding {number}" + (f" ({name})" if name else "")
        try:
            one = msgspec.convert(entry, Binding)
        except msgspec.ValidationError as error:
            problems.append(InputError(str(error), where=place, remedy="see docs/guide/city-folder.md"))
            continue
        problems += _wrong(one, place, catalogue)
        if one.id in seen:
            problems.append(
                InputError(f"binding {seen[one.id]} has the same id", where=place, remedy="rename one")
            )
        seen[one.id] = number
        found.append(msgspec.structs.replace(one, row=place))
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems, where=where)
    return found


def _wrong(one: Binding, place: str, catalogue: Catalogue) -> list[InputError]:
    remedy = "correct the id, or describe the indicator in the folder's indicators.yaml"
    named = ([one.indicator] if one.indicator else []) + [source.indicator for source in one.sources]
    problems = [
        InputError(f"{id!r} is no indicator of the catalogue", where=place, remedy=remedy)
        for id in dict.fromkeys(named)
        if id not in catalogue
    ]
    dates = {
        "test.baseline": one.test.baseline if one.test else None,
        "states.deadline": one.states.deadline if one.states else None,
    }
    for field, date in dates.items():
        try:
            if date is not None:
                parse(date)
        except ValueError as error:
            problems.append(InputError(str(error), where=f"{place}, {field}", accepted="a year such as 2020"))
    return problems
