"""From table files to the panel that a scheme needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from luodi.core.errors import CombinedInputError, InputError
from luodi.scoring.formula import Formula
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Impute, ImputeOptions
from luodi.scoring.tables.assemble import assemble
from luodi.scoring.tables.cells import Cell, Sheet
from luodi.scoring.tables.store import Key, Store
from luodi.scoring.tables.values import Reader


def read_panel(
    scheme: Scheme, sheets: Sequence[Sheet], journal: Journal, *, as_of: str | None = None
) -> Panel:
    """Put together the figures that a scheme needs.

    The first table decides on the rows; further tables add columns, by unit and year, or by unit alone where
    they have no year. Of several figures for a unit, year and indicator the one known last counts.

    Args:
        scheme: the scheme; it says which columns matter.
        sheets: one or more tables.
        journal: takes notes of revisions, unused columns and columns without figures.
        as_of: ISO date: figures known later do not count (as known when).

    Raises:
        InputError: the one thing that is wrong; CombinedInputError when there are several.
    """
    reader = Reader(scheme.data.missing)
    store = Store()
    wanted = _wanted(scheme)
    for position, sheet in enumerate(sheets):
        if scheme.data.unit not in sheet.columns:
            raise InputError(
                f"no column {scheme.data.unit!r} with the code of the unit",
                where=f"{sheet.name} row 1",
                accepted=f"one of the columns found: {', '.join(sheet.columns[:12])}",
                remedy="name it in the scheme under data: unit",
            )
        _Table(sheet, scheme, set(wanted), reader, store, first=position == 0).read(as_of)
    for column, why in wanted.items():
        if column not in store.figures:
            near = _near(column, sheets)
            reader.errors.append(
                InputError(
                    f"there is no column {column!r} ({why})" + (f"; {near!r} looks like it" if near else ""),
                    where=", ".join(sheet.name for sheet in sheets),
                    remedy="add the column, or name it by `column:` in the scheme",
                )
            )
    reader.errors.extend(_look_alikes(store))
    if reader.errors:
        raise reader.errors[0] if len(reader.errors) == 1 else CombinedInputError(reader.errors)
    if store.revised:
        journal.note("data", "revised", sorted(store.revised))
    if store.unused:
        journal.note("data", "unused", list(store.unused))
    return assemble(scheme, store, journal)


class _Table:
    """One table on its way into the store."""

    def __init__(
        self, sheet: Sheet, scheme: Scheme, wanted: set[str], reader: Reader, store: Store, *, first: bool
    ) -> None:
        self.sheet, self.data, self.reader, self.store, self.first = sheet, scheme.data, reader, store, first
        self.at = {name: position for position, name in enumerate(sheet.columns)}
        self.wanted = wanted
        self.levels = {node.column or node.id: node.levels for node in scheme.indicators if node.levels}
        long = {self.data.indicator, self.data.value} <= set(self.at)
        self.long = long if self.data.form == "auto" else self.data.form == "long"
        self.texts = [name for name in (self.data.class_, *sorted(_groups(scheme))) if name in self.at]
        keys = {self.data.unit, self.data.year}
        self.numbers = [name for name in sheet.columns if name in wanted and name not in keys]
        self.seen: dict[tuple[Key, str, str], int] = {}

    def read(self, as_of: str | None) -> None:
        """Read all rows; errors go to the reader."""
        if not self.long:
            for name in self.numbers:
                self.store.figures.setdefault(name, {})
            if self.first:
                keys = {self.data.unit, self.data.name, self.data.year, self.data.known_on}
                used = {*self.numbers, *self.texts, *keys, self.data.confidence}
                self.store.unused.update(dict.fromkeys(name for name in self.at if name not in used))
        for row, cells in enumerate(self.sheet.rows):
            self._row(row, cells, as_of)

    def _cell(self, cells: list[Cell], column: str) -> Cell:
        return cells[self.at[column]] if column in self.at else None

    def _row(self, row: int, cells: list[Cell], as_of: str | None) -> None:
        data, reader = self.data, self.reader
        unit = reader.text(self._cell(cells, data.unit))
        if not unit:
            if any(not reader.absent(cell) for cell in cells):
                place = self.sheet.place(row, data.unit)
                reader.errors.append(InputError("the unit is missing", where=place, remedy="name it"))
            return
        year = None
        if data.year in self.at:
            year = reader.year(self._cell(cells, data.year), partial(self.sheet.place, row, data.year))
        known = reader.text(self._cell(cells, data.known_on))
        if as_of is not None and known > as_of:
            return
        key = (unit, year)
        if self.first:
            self.store.keys.setdefault(key)
            self.store.names.setdefault(unit, reader.text(self._cell(cells, data.name)) or unit)
        for name in self.texts:
            self.store.labels.setdefault(name, {})[key] = reader.text(self._cell(cells, name))
        if not self.long:
            for name in self.numbers:
                self._figure(row, cells, key, name, known, column=name)
            return
        name = reader.text(self._cell(cells, data.indicator))
        if name in self.wanted:
            self._figure(row, cells, key, name, known, column=data.value)
        else:
            self.store.unused[name] = None

    def _figure(self, row: int, cells: list[Cell], key: Key, name: str, known: str, *, column: str) -> None:
        place = partial(self.sheet.place, row, column)
        before = self.seen.setdefault((key, name, known), row)
        if before != row:
            what = f"{key[0]}{'' if key[1] is None else f' {key[1]}'} has {name} twice"
            accepted = (
                f"one figure (the other is in row {before + self.sheet.first_row}), or revisions with "
                f"different dates in a column {self.data.known_on!r}"
            )
            self.reader.errors.append(
                InputError(what, where=place(), accepted=accepted, remedy="remove one of the two")
            )
            return
        figure = self.reader.number(self._cell(cells, column), place, self.levels.get(name, {}))
        trust = self.reader.confidence(
            self._cell(cells, self.data.confidence),
            partial(self.sheet.place, row, self.data.confidence),
            self.data.confidence_levels,
        )
        self.store.keep(name, key, known, figure, trust)


def _wanted(scheme: Scheme) -> dict[str, str]:
    """Columns that must be there, with the reason."""
    wanted: dict[str, str] = {}
    for node in scheme.indicators:
        if node.formula is not None:
            for name in sorted(Formula(node.formula).names):
                wanted.setdefault(name, f"formula of {node.id}")
        else:
            wanted.setdefault(node.column or node.id, f"indicator {node.id}")
        if node.denominator is not None:
            wanted.setdefault(node.denominator, f"denominator of {node.id}")
    for name in scheme.masses():
        wanted.setdefault(name, "weighted_by")
    return wanted


def _look_alikes(store: Store) -> list[InputError]:
    """Units whose codes differ by white space only are hardly two units."""
    folded: dict[str, str] = {}
    errors = []
    for unit in dict.fromkeys(unit for unit, _ in store.keys):
        other = folded.setdefault("".join(unit.split()), unit)
        if other != unit:
            errors.append(
                InputError(
                    f"the units {other!r} and {unit!r} differ by white space only",
                    where="data",
                    accepted="one spelling for one unit",
                    remedy="correct one of the two",
                )
            )
    return errors


def _groups(scheme: Scheme) -> set[str]:
    options: list[ImputeOptions] = [step for step in scheme.steps if isinstance(step, Impute)]
    options += [node.impute for node in scheme.indicators if node.impute is not None]
    return {option.group for option in options if option.group is not None}


def _near(column: str, sheets: Sequence[Sheet]) -> str | None:
    """Find a column that differs by white space or capitals only."""
    folded = "".join(column.split()).casefold()
    names = (name for sheet in sheets for name in sheet.columns)
    return next((name for name in names if "".join(name.split()).casefold() == folded), None)
