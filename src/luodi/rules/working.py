"""The working paper (计算底稿) of a formula: facts and parameters in, figures and verdicts out.

A formula sees entities of one version of the rule at a time, so its parameters are single numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np

from luodi.core.errors import InputError
from luodi.rules.converting import Array
from luodi.rules.figure import Figure, choose, known_or, larger, total
from luodi.rules.given import Facts
from luodi.rules.model import Band, Input, Op, Parameter, Rule, Version
from luodi.rules.truth import Truth


@dataclass(slots=True)
class Working:
    """One run of a formula.

    Attributes:
        rule: the rule.
        facts: entities whose facts fall into one version.
        on: a day within that version.
        figures: figures said, in order.
        truths: verdicts said, by condition.
        versions: parameters read, with the version that held.
        bounds: least and most of totals of which items are missing.
    """

    rule: Rule
    facts: Facts
    on: date
    figures: dict[str, Figure] = field(default_factory=dict)
    truths: dict[str, Truth] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    bounds: dict[str, tuple[Figure, Figure]] = field(default_factory=dict)
    _made: dict[str, Figure] = field(default_factory=dict)
    _inputs: dict[str, Input] = field(default_factory=dict)
    _parameters: dict[str, Parameter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._inputs = {name: entry for entry in self.rule.inputs for name in (entry.id, *entry.columns)}
        self._parameters = {entry.id: entry for entry in self.rule.parameters}

    def number(self, name: str) -> Figure:
        """A number as filled in.

        Args:
            name: column of the facts.
        """
        if name not in self._made:
            entry = self._inputs[name]
            self._made[name] = Figure.of(
                self.facts.columns[name],
                entry.decimals if entry.type == "number" else 0,
                name=name,
                uses=frozenset((name,)),
                positive=(entry.minimum or 0) >= 0 and entry.minimum is not None,
            )
        return self._made[name]

    def years(self, name: str) -> list[Figure]:
        """A number by year, the oldest first."""
        return [self.number(column) for column in self._inputs[name].columns]

    def flag(self, name: str) -> Truth:
        """A yes or no as filled in."""
        return Truth(self.facts.columns[name], frozenset((name,)))

    def among(self, name: str, *answers: str) -> Truth:
        """Whether a choice is one of some answers."""
        codes = [code for code, one in enumerate(self._inputs[name].choices) if one.id in answers]
        column = self.facts.columns[name]
        return Truth.of(np.isin(column, codes), column >= 0, frozenset((name,)))

    def given(self, name: str) -> Truth:
        """Whether a column is filled in; never unknown."""
        return Truth.of(~self.facts.missing(name), None, frozenset((name,)))

    def days(self, since: str, until: str) -> Figure:
        """Days from one date to another."""
        first, last = self.facts.columns[since], self.facts.columns[until]
        gap = (last - first).astype("timedelta64[D]")
        values = np.where(np.isnat(gap), np.nan, gap.astype(np.float64))
        found = Figure.of(values, 0, uses=frozenset((since, until)))
        found.names = found.uses
        return found

    def calendar_year(self, name: str) -> Figure:
        """The calendar year that a date falls into."""
        dates = self.facts.columns[name]
        years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        return Figure.of(np.where(np.isnat(dates), np.nan, years), 0, name=name, uses=frozenset((name,)))

    def most(self, name: str) -> float:
        """The largest value that an input may have."""
        most = self._inputs[name].maximum
        assert most is not None, f"the input {name} states no maximum"
        return most

    def texts(self, name: str) -> Array:
        """Texts as filled in: objects, None where missing."""
        return self.facts.columns[name]

    def has(self, name: str, on: date | None = None) -> bool:
        """Whether a parameter has a value at the day of the fact, or at another day."""
        day = on or self.on
        versions = self._parameters[name].versions
        return any(one.from_ <= day and (one.until is None or day <= one.until) for one in versions)

    def version(self, name: str, on: date | None = None) -> Version:
        """The version of a parameter at the day of the fact, or at another day.

        Raises:
            InputError: there was none then.
        """
        parameter, day = self._parameters[name], on or self.on
        for version in reversed(parameter.versions):
            if version.from_ <= day and (version.until is None or day <= version.until):
                self.versions[name] = version
                return version
        spans = "; ".join(
            f"from {one.from_}" + (f" to {one.until}" if one.until else "") for one in parameter.versions
        )
        raise InputError(
            f"the parameter {name} ({parameter.zh}) has no value on {day}",
            where=f"{self.facts.place(0, self.rule.dated_by)}, rule {self.rule.id}",
            accepted=f"a day {spans}",
            remedy="correct the date of the fact, or add the version to the rule file",
        )

    def parameter(self, name: str, on: date | None = None) -> Figure:
        """A parameter that is a number."""
        version = self.version(name, on)
        assert version.value is not None, f"{name} is a table of bands: use lookup"
        return Figure.constant(version.value, name=name)

    def lookup(self, name: str, figure: Figure, *, high: bool = False) -> Figure:
        """The value of the first band that a figure meets; 0 where it meets none.

        Args:
            name: a parameter that is a table of bands.
            figure: what is looked up.
            high: take the upper end of the band, where experts choose within it.
        """
        bands = self.version(name).bands
        assert bands is not None, f"{name} is a number: use parameter"
        values = [band.value_high if high and band.value_high is not None else band.value for band in bands]
        return self._first(name, figure, bands, values)

    def band(self, name: str, figure: Figure) -> Figure:
        """The number of the band (from 1) that a figure falls into; 0 for none."""
        bands = self.version(name).bands or []
        return self._first(name, figure, bands, [float(at) for at in range(1, len(bands) + 1)])

    def interpolate(self, name: str, figure: Figure) -> Figure:
        """Read a broken line (分段线性内插) at a figure; past its ends the end point holds.

        Args:
            name: a parameter that is a line.
            figure: where it is read.
        """
        line = self.version(name).line
        assert line is not None, f"{name} is no line"
        found = choose(figure >= line[0][0], line[-1][1], line[0][1])
        for (x, y), (right, top) in reversed(list(pairwise(line))):
            slope = (Figure.constant(top) - y) / (Figure.constant(right) - x)
            found = choose(figure <= right, y + (figure - x) * slope, found)
        found = choose(figure <= line[0][0], line[0][1], found)
        found.names, found.uses = figure.names | {name}, figure.uses
        return found

    @staticmethod
    def _first(name: str, figure: Figure, bands: list[Band], values: list[float]) -> Figure:
        at = np.full(figure.values.shape, len(values), np.uint8)
        for number, band in reversed(list(enumerate(bands))):
            met = figure.compare(*band.test).values > 0 if band.test else np.asarray(True)
            at = np.where(met, np.uint8(number), at)
        found = np.where(figure.known, np.array([*values, 0.0])[at], np.nan)
        # points of a table are decimals as printed, not computed: nothing about them is in doubt
        places = 0 if all(value == int(value) for value in values) else 9
        made = Figure.of(found, places, uses=figure.uses, positive=min(values, default=0.0) >= 0)
        made.names = figure.names | {name}
        return made

    def say(self, name: str, figure: Figure) -> Figure:
        """Set down a figure that the rule states; later figures refer to it by name.

        Args:
            name: id of a figure of the rule.
            figure: what was computed.

        Returns:
            The figure under that name.
        """
        assert any(stated.id == name for stated in self.rule.figures), f"the rule states no figure {name}"
        self.figures[name] = figure
        self._made[name] = figure.named(name)
        return self._made[name]

    def verdict(self, name: str, truth: Truth) -> Truth:
        """Set down a verdict that the formula itself reaches."""
        self.truths[name] = truth
        return truth

    def total(self, name: str, items: list[str]) -> Figure:
        """Say a total of points.

        Where an item is missing the total cannot be told, but a limit on it can: it is met if the known items
        reach it alone, and failed if it stays out of reach with the most points for each missing item.

        Args:
            name: the figure of the total.
            items: figures said before, each with its ``maximum`` stated, none below zero.
        """
        figures = [self._made[item] for item in items]
        if not all(figure.known.all() for figure in figures):
            ends = [self._ends(item) for item in items]
            self.bounds[name] = total([low for low, _ in ends]), total([high for _, high in ends])
        return self.say(name, total(figures))

    def best(self, name: str, figures: list[Figure]) -> Figure:
        """Say the best of several points; a missing one matters unless another already gives the most.

        Args:
            name: the figure, with its ``maximum`` stated.
            figures: points by each way of counting.
        """
        most = self._maximum(name)
        low = known_or(figures[0], 0.0)
        for figure in figures[1:]:
            low = larger(low, known_or(figure, 0.0))
        known = np.logical_and.reduce([figure.known for figure in figures])
        if known.all():
            return self.say(name, low)
        certain = Truth.of(known | (low.values >= most), None)
        self.bounds[name] = low, choose(certain, low, most)
        return self.say(name, choose(certain, low, np.nan))

    def _ends(self, item: str) -> tuple[Figure, Figure]:
        if item in self.bounds:
            return self.bounds[item]
        figure = self._made[item]
        return known_or(figure, 0.0), known_or(figure, self._maximum(item))

    def _maximum(self, name: str) -> float:
        most = next(stated.maximum for stated in self.rule.figures if stated.id == name)
        assert most is not None, f"the figure {name} states no maximum"
        return most

    def test(self, name: str, op: Op, limit: Figure) -> Truth:
        """Hold a figure against its limit."""
        found = self.value(name).compare(op, limit)
        if name in self.bounds and op in ("at_least", "more_than"):
            low, high = self.bounds[name]
            # Kleene: what the low end reaches is met; what the high end misses is not met
            return (found | low.compare(op, limit).only_met()) & high.compare(op, limit).only_failed()
        return found

    def close(self) -> None:
        """Let go of the steps in between once all verdicts are reached; only what was said stays."""
        for figure in self.figures.values():
            figure.close()
        self._made = {name: self._made[name] for name in self.figures}
        for figure in self._made.values():
            figure.close()
        for low, high in self.bounds.values():
            low.close()
            high.close()

    def value(self, name: str) -> Figure:
        """A number by name: figure said, input or parameter."""
        if name in self.figures or name in self._made:
            return self._made[name]
        if name in self._parameters:
            return self.parameter(name)
        if name in self._inputs:
            return self.number(name)
        raise LookupError(f"the formula of {self.rule.id} never said {name}")
