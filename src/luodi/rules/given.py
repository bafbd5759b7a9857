"""The facts (填报数据) that a rule is held against: checked columns of many entities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luodi.core.errors import CombinedInputError, InputError
from luodi.rules.converting import Array, Coded, Column, accepted, convert, empty
from luodi.rules.model import Input, Rule

SHOWN: Final = 100
"""Bad cells named one by one; of more, the count is told."""
Place = Callable[[int, str], str]
Rows = NDArray[np.intp] | slice
"""Some rows: their numbers, rising, or a stretch."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of many entities, one row each.

    Attributes:
        rule: the rule they are for.
        rows: how many entities.
        columns: arrays by column, as :func:`luodi.rules.converting.convert` gives them.
        place: names a cell, for messages.
        absent: columns that the source does not have.
    """

    rule: Rule
    rows: int
    columns: Mapping[str, Array]
    place: Place
    absent: tuple[str, ...] = ()

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The day of the fact that chooses the versions, by row."""
        return self.columns[self.rule.dated_by]

    def take(self, rows: Rows) -> Facts:
        """Give some of the rows."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        numbers = range(*rows.indices(self.rows)) if isinstance(rows, slice) else rows
        return Facts(
            self.rule,
            len(numbers),
            columns,
            lambda row, column: self.place(int(numbers[row]), column),
            self.absent,
        )

    def replace(self, columns: Mapping[str, Array]) -> Facts:
        """Give the same facts with some columns changed."""
        return Facts(self.rule, self.rows, {**self.columns, **columns}, self.place, self.absent)

    def missing(self, column: str) -> NDArray[np.bool_]:
        """Say where a column has no value."""
        values = self.columns[column]
        if values.dtype.kind == "f":
            return np.isnan(values)
        if values.dtype.kind == "M":
            return np.isnat(values)
        if values.dtype.kind == "O":
            return np.array([value is None for value in values], bool)
        return np.asarray(values == (0 if values.dtype == np.int8 else -1))


def facts(
    rule: Rule,
    columns: Mapping[str, Column],
    *,
    on: date | None = None,
    place: Place | None = None,
    rows: int | None = None,
) -> Facts:
    """Check the columns of a table against what a rule asks for.

    Args:
        rule: the rule.
        columns: cells by column; columns of other names are ignored. An input by years may be given as
            ``id_3, id_2, id_1`` or under its id as lists, the oldest year first.
        on: the day of the fact where the table gives none.
        place: names a cell for messages: row from 0, column.
        rows: number of entities, needed where there are no columns.

    Raises:
        InputError: one bad cell; CombinedInputError: all of them at once.
    """
    found = _Check(rule, columns, place or _plain, rows)
    for entry in rule.inputs:
        found.read(entry)
    found.compare()
    found.date(on)
    found.done()
    return Facts(rule, found.rows, found.made, found.place, tuple(found.absent))


def facts_of(rule: Rule, values: Mapping[str, Any], *, on: date | None = None, where: str = "") -> Facts:
    """Check the facts of one entity.

    Args:
        rule: the rule.
        values: one value per input; of an input by years a list, the oldest first.
        on: the day of the fact where none is given.
        where: what to call the entity in messages.

    Raises:
        InputError: a field that the rule does not know, or a bad value; CombinedInputError: several.
    """
    known = {name for entry in rule.inputs for name in (entry.id, *entry.columns)}
    unknown = [
        InputError(
            f"the rule {rule.id} does not ask for {name!r}",
            where=where,
            accepted=", ".join(sorted(known)),
            remedy="correct the name or leave it away",
        )
        for name in values
        if name not in known
    ]
    if unknown:
        raise unknown[0] if len(unknown) == 1 else CombinedInputError(unknown)
    columns = {name: [value] for name, value in values.items()}

    def place(row: int, column: str) -> str:
        return f"{where}, {column}" if where else column

    return facts(rule, columns, on=on, place=place, rows=1)


@dataclass(slots=True)
class _Check:
    """One table on its way to facts."""

    rule: Rule
    columns: Mapping[str, Column]
    place: Place
    given_rows: int | None
    rows: int = 0
    made: dict[str, Array] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    bad: int = 0
    undated: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        lengths = {rows_of(column) for column in self.columns.values()}
        if len(lengths) > 1:
            raise InputError("the columns are not equally long", accepted="one value per entity in each")
        self.rows = lengths.pop() if lengths else self.given_rows or 0

    def read(self, entry: Input) -> None:
        """Convert the columns of one input."""
        source = dict(self.columns)
        if entry.years and entry.id in source:
            source.update(self._by_year(entry, source[entry.id]))
        for name in entry.columns:
            if name not in source:
                self.made[name] = empty(entry, self.rows)
                if name != self.rule.dated_by and not entry.identity and entry.when_empty is None:
                    self.absent.append(name)
            else:
                self.made[name], bad = convert(entry, source[name])
                if name == self.rule.dated_by:
                    self.undated = {row for row, _, _ in bad}
                for row, what, takes in bad:
                    self.wrong(row, name, what, takes or accepted(entry))
            if entry.when_empty is not None:
                self._fill(name, entry)

    def _by_year(self, entry: Input, cells: Column) -> dict[str, list[Any]]:
        lists: list[list[Any]] = []
        plain = [cells.cells[code] for code in cells.codes] if isinstance(cells, Coded) else cells
        for row, cell in enumerate(plain):
            cell = list(cell) if isinstance(cell, list | tuple | np.ndarray) else [cell]
            if len(cell) > len(entry.columns):
                accept = f"{entry.years} at most, the oldest year first"
                self.wrong(row, entry.id, f"{len(cell)} years", accept)
                cell = []
            lists.append([None] * (len(entry.columns) - len(cell)) + cell)
        return {name: [cell[at] for cell in lists] for at, name in enumerate(entry.columns)}

    def _fill(self, name: str, entry: Input) -> None:
        value = convert(entry, [entry.when_empty])[0][0]
        now = Facts(self.rule, self.rows, self.made, self.place)
        self.made[name] = np.where(now.missing(name), value, self.made[name])

    def compare(self) -> None:
        """Hold parts against their wholes."""
        by_id = {entry.id: entry for entry in self.rule.inputs}
        for entry in self.rule.inputs:
            if entry.not_more_than is None:
                continue
            whole = by_id[entry.not_more_than]
            for name, other in zip(entry.columns, whole.columns, strict=False):
                for row in np.flatnonzero(self.made[name] > self.made[other]):
                    what = f"{self.made[name][row]:g} is more than {other}, {self.made[other][row]:g}"
                    self.wrong(int(row), name, what, f"no more than {other} ({whole.zh})")

    def date(self, on: date | None) -> None:
        """See that each entity has a day within the life of the rule."""
        name, rule = self.rule.dated_by, self.rule
        dates = self.made[name]
        if on is not None:
            dates = self.made[name] = np.where(np.isnat(dates), np.datetime64(on, "D"), dates)
        span = f"a day from {rule.from_}" + (f" to {rule.until}" if rule.until else " on")
        for row in np.flatnonzero(np.isnat(dates)):
            if int(row) not in self.undated:
                self.wrong(int(row), name, "the day of the fact is missing", f"{span}, here or by --on")
        for row in np.flatnonzero(dates < np.datetime64(rule.from_, "D")):
            self.wrong(int(row), name, f"the rule {rule.id} did not exist on {dates[row]}", span)
        if rule.until is not None:
            for row in np.flatnonzero(dates > np.datetime64(rule.until, "D")):
                self.wrong(int(row), name, f"the rule {rule.id} had ended by {dates[row]}", span)

    def wrong(self, row: int, column: str, what: str, takes: str) -> None:
        """Keep one bad cell."""
        self.bad += 1
        if len(self.errors) < SHOWN:
            self.errors.append(
                InputError(what, where=self.place(row, column), accepted=takes, remedy="correct the cell")
            )

    def done(self) -> None:
        """Raise what was found."""
        if self.bad > len(self.errors):
            self.errors.append(InputError(f"and {self.bad - len(self.errors)} more cells"))
        if self.errors:
            raise self.errors[0] if len(self.errors) == 1 else CombinedInputError(self.errors)


def rows_of(column: Column) -> int:
    """How many rows a column has."""
    return column.rows if isinstance(column, Coded) else len(column)


def _plain(row: int, column: str) -> str:
    return f"row {row + 1}, column {column}"
