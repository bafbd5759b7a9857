"""What judging gives: verdicts, figures and limits of many entities; details of one on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.rules.given import Facts, Rows
from luodi.rules.model import OPS, Condition, Mark
from luodi.rules.truth import WORDS, Word
from luodi.rules.working import Working


class Part(NamedTuple):
    """Entities of one version of the rule."""

    rows: Rows
    working: Working


class Finding(NamedTuple):
    """The verdict on one condition for one entity.

    Attributes:
        figure, limit: what was compared, in ``unit``; None where the condition compares nothing.
        low, high: the least and the most that the figure can be, where parts of it are missing.
        op: ``≥`` and the like.
        mark: U as soon as the condition or a parameter it rests on is unverified.
        missing: columns that would have to be filled in.
    """

    condition: str
    verdict: Word
    figure: float | None
    op: str
    limit: float | None
    low: float | None
    high: float | None
    unit: str
    article: str
    mark: Mark
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts of many entities.

    Example:
        >>> from luodi.rules import facts_of, judge, load
        >>> found = judge(facts_of(load("tech_sme"), {"staff": 501, "filing_date": "2026-07-01"}))
        >>> found.finding("T2a", 0).verdict
        'not_met'
    """

    facts: Facts
    parts: list[Part]
    _known: dict[tuple[int, str], set[Mark]] = field(default_factory=dict, repr=False)

    @property
    def rows(self) -> int:
        """How many entities."""
        return self.facts.rows

    def verdict(self, condition: str) -> NDArray[np.int8]:
        """Verdicts on one condition by row: 1 met, −1 not met, 0 cannot be told, 2 not asked on that day."""
        return self._spread(lambda working: working.truths[condition].values, np.int8)

    @property
    def outcome(self) -> NDArray[np.int8] | None:
        """The overall verdict by row; None for a rule that only computes."""
        outcome = self.facts.rule.outcome
        return None if outcome is None else self.verdict(outcome.condition)

    def figure(self, name: str) -> NDArray[np.float64]:
        """A figure by row, NaN where it cannot be told."""
        return self._spread(lambda working: working.value(name).values, np.float64)

    def compared(self, condition: Condition, *, limit: bool = False) -> NDArray[np.float64]:
        """The figure that a condition compares, or its limit, by row; NaN where it is not asked.

        Args:
            condition: a condition that compares.
            limit: the limit instead of the figure.
        """
        assert condition.test is not None
        name = condition.test.limit[1] if limit else condition.test.figure

        def give(working: Working) -> NDArray[np.float64]:
            asked = working.truths[condition.id].asked
            return working.value(name).values if asked else np.asarray(np.nan)

        return self._spread(give, np.float64)

    def words(self, condition: str) -> list[Word]:
        """Verdicts on one condition as words."""
        return [WORDS[int(value)] for value in self.verdict(condition)]

    def finding(self, condition: str, row: int) -> Finding:
        """The verdict on one condition for one entity, with what it rests on."""
        working, at = self.part(row)
        rule = self.facts.rule
        stated = next(one for one in rule.conditions if one.id == condition)
        truth = working.truths[condition]
        figure = limit = low = high = None
        op = unit = ""
        if stated.test is not None and truth.asked:
            name, against = stated.test.limit
            op, unit = OPS[name], _unit(working, stated.test.figure)
            figure = number_at(working.value(stated.test.figure).values, at)
            limit = number_at(working.value(against).values, at)
            if figure is None and stated.test.figure in working.bounds:
                low, high = (number_at(end.values, at) for end in working.bounds[stated.test.figure])
        verdict = WORDS[int(_at(truth.values, at))]
        missing: tuple[str, ...] = ()
        if verdict == "unknown":
            missing = self._missing(working, condition, at)
        mark: Mark = "U" if "U" in self.marks(working, condition) else "S"
        return Finding(condition, verdict, figure, op, limit, low, high, unit, stated.article, mark, missing)

    def findings(self, row: int) -> list[Finding]:
        """All verdicts for one entity, in the order of the rule."""
        return [self.finding(condition.id, row) for condition in self.facts.rule.conditions]

    def missing(self, row: int) -> tuple[str, ...]:
        """Columns that would have to be filled in before the overall verdict can be told."""
        outcome = self.facts.rule.outcome
        return () if outcome is None else self.finding(outcome.condition, row).missing

    def part(self, row: int) -> tuple[Working, int]:
        """The working paper that an entity is in, and its place there."""
        for rows, working in self.parts:
            if isinstance(rows, slice):
                if row in range(*rows.indices(self.rows)):
                    return working, row - int(rows.start)
                continue
            at = int(np.searchsorted(rows, row))
            if at < len(rows) and rows[at] == row:
                return working, at
        raise IndexError(f"there is no row {row}")

    def number(self, name: str, row: int) -> float | None:
        """A figure of one entity; None where it cannot be told."""
        working, at = self.part(row)
        return number_at(working.value(name).values, at)

    def marks(self, working: Working, condition: str) -> set[Mark]:
        """Marks of a condition and of all parameters and figures it rests on."""
        key = (id(working), condition)
        if key not in self._known:
            self._known[key] = self._marks(working, condition)
        return self._known[key]

    def _marks(self, working: Working, condition: str) -> set[Mark]:
        stated = next(one for one in self.facts.rule.conditions if one.id == condition)
        found: set[Mark] = {stated.mark}
        for part in stated.parts:
            if working.truths[part].asked:
                found |= self.marks(working, part)
        if stated.test is not None and working.truths[condition].asked:
            found |= _rest(working, stated.test.figure) | _rest(working, stated.test.limit[1])
        return found

    def _missing(self, working: Working, condition: str, at: int) -> tuple[str, ...]:
        stated = next(one for one in self.facts.rule.conditions if one.id == condition)
        order = [name for entry in self.facts.rule.inputs for name in entry.columns]
        if stated.parts:
            open_ = [part for part in stated.parts if not _at(working.truths[part].values, at)]
            names = {name for part in open_ for name in self._missing(working, part, at)}
            return tuple(name for name in order if name in names)
        uses, here = working.truths[condition].uses, working.facts
        return tuple(name for name in order if name in uses and here.missing(name)[at])

    def _spread(self, give: Callable[[Working], NDArray[Any]], kind: type) -> NDArray[Any]:
        found: NDArray[Any] = np.empty(self.rows, kind)
        for rows, working in self.parts:
            found[rows] = give(working)
        return found


def _rest(working: Working, name: str) -> set[Mark]:
    """Marks of a figure or parameter and of what it was computed from."""
    if name in working.versions:
        return {working.versions[name].mark}
    if name not in working.figures:
        return set()
    found: set[Mark] = {next(one.mark for one in working.rule.figures if one.id == name)}
    return found.union(*(_rest(working, one) for one in working.figures[name].names))


def _unit(working: Working, name: str) -> str:
    rule = working.rule
    units = {entry.id: entry.unit for entry in rule.inputs} | {entry.id: entry.unit for entry in rule.figures}
    return units.get(name) or ""


def _at(values: NDArray[Any], at: int) -> Any:
    return values[at] if values.ndim else values[()]


def number_at(values: NDArray[np.float64], at: int) -> float | None:
    """Give one number; None where it cannot be told."""
    found = float(_at(values, at))
    return None if np.isnan(found) else found
