"""Rows held against their register: every problem of every row at once, a million rows in seconds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.core.errors import InputError
from luodi.core.identifiers import CHECKS, holding
from luodi.core.registers.across import RULES
from luodi.core.registers.cells import EVERY, Cells, Findings, Places, Problem
from luodi.core.registers.model import Column, Register
from luodi.core.registers.parsing import Values, parse

FIRST_DAY: Final = "1900-01-01"
LAST_DAY: Final = "2199-12-31"
"""Days outside are slips of the pen unless a column says otherwise."""


class Checked(NamedTuple):
    """Rows after checking.

    Attributes:
        register: what they were held against.
        columns: typed, by name.
        problems: what is wrong, by row and column.
        wrong: which rows have a problem.
        total: how many problems there are; more than ``problems`` when those were cut short.
    """

    register: Register
    columns: dict[str, Cells]
    problems: list[Problem]
    wrong: NDArray[np.bool_]
    total: int

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values())).missing)

    def rows(self, places: Places = EVERY) -> Iterator[tuple[Any, ...]]:
        """Give rows as Python values in the order of the register's columns; None where there is none.

        Args:
            places: which rows, and in which order.
        """
        return zip(*(self.columns[name].python(places) for name in self.register.names), strict=True)

    def by_key(self) -> NDArray[np.intp]:
        """Say in which order the rows stand by their key; equal ones stay as they are."""
        order = np.arange(self.size)
        for name in reversed(self.register.key):
            order = order[_ascending(self.columns[name].values[order])]
        return order

    def errors(self, where: str = "", first_row: int = 1) -> list[InputError]:
        """Say the problems as a person reads them.

        Args:
            where: the file's name.
            first_row: the number that the file gives its first row of data.
        """
        return [told(problem, where, first_row) for problem in self.problems]


def _ascending(values: NDArray[Any]) -> NDArray[np.intp]:
    if values.dtype != object:
        return np.argsort(values, kind="stable")
    listed = values.tolist()  # texts: sorted by Python, which knows how to compare them fast
    return np.array(sorted(range(len(listed)), key=listed.__getitem__), dtype=np.intp)


def told(problem: Problem, where: str = "", first_row: int = 1) -> InputError:
    """Say one problem with file, row and column."""
    place = f"{where} row {problem.row + first_row}, column {problem.column}".strip()
    what = problem.what if problem.other is None else f"{problem.what}, see row {problem.other + first_row}"
    return InputError(what, where=place, accepted=problem.accepted)


def validate_rows(
    register: Register,
    rows: Iterable[Mapping[str, Any]] | Mapping[str, Values],
    where: str = "",
    first_row: int = 1,
    known: Mapping[str, Collection[str]] | None = None,
) -> list[InputError]:
    """Name all that is wrong with rows of a register.

    Args:
        register: a declaration of :func:`luodi.core.registers.load`.
        rows: one mapping a row, or one sequence of cells a column. Cells are texts, numbers, truths, dates or
            None; columns left out are empty.
        where: the file's name, for messages.
        first_row: the number that the file gives its first row of data.
        known: keys that exist, by register; references to a register named here must be among them.

    Returns:
        One error a problem, by row and column; none when all rows are right.

    Raises:
        InputError: a column is not one of the register's.

    Example:
        >>> from luodi.core.registers import load
        >>> row = {"area": "990000", "year": "2024", "gdp": "-5", "source": "示例"}
        >>> print(validate_rows(load()["area_year"], [row], where="figures.csv")[0])
        figures.csv row 1, column gdp: -5 lies below 0. Accepted: at least 0 亿元.
    """
    return check(register, rows, where, known).errors(where, first_row)


def check(
    register: Register,
    rows: Iterable[Mapping[str, Any]] | Mapping[str, Values],
    where: str = "",
    known: Mapping[str, Collection[str]] | None = None,
    most: int | None = None,
) -> Checked:
    """Read rows into typed columns and find all that is wrong with them; see :func:`validate_rows`.

    Args:
        register, rows, where, known: as there.
        most: how many rows are told of one fault of one column; None for all. ``wrong`` marks every row.
    """
    given, size = _by_column(rows)
    strange = [name for name in given if name not in register.names]
    if strange:
        raise InputError(
            f"{register.title.zh} has no column {', '.join(strange)}",
            where=where,
            accepted=", ".join(register.names),
            remedy="rename or remove the column",
        )
    found = Findings(size, most)
    columns: dict[str, Cells] = {}
    for column in register.columns:
        if column.name in given:
            cells = parse(register, column, given[column.name], found)
        else:
            cells = Cells.empty(column, size)
        columns[column.name] = _checked(cells, known or {}, found)
    for order in register.order:
        _disorder(columns[order.first], columns[order.second], found)
    for rule in register.rules:
        RULES[rule](register, columns, found)
    _twice(register, columns, found)
    places = {name: place for place, name in enumerate(register.names)}
    problems = sorted(found.problems, key=lambda problem: (problem.row, places[problem.column]))
    return Checked(register, columns, problems, found.wrong, found.total)


def _by_column(
    rows: Iterable[Mapping[str, Any]] | Mapping[str, Values],
) -> tuple[Mapping[str, Values], int]:
    if isinstance(rows, Mapping):
        sizes = {len(values) for values in rows.values()}
        if len(sizes) > 1:
            raise InputError("the columns are not equally long", accepted="one cell a row in each column")
        return rows, sizes.pop() if sizes else 0
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return {name: [row.get(name) for row in listed] for name in names}, len(listed)


def _checked(cells: Cells, known: Mapping[str, Collection[str]], found: Findings) -> Cells:
    column = cells.column
    if column.required:
        absent = np.flatnonzero(cells.missing & ~cells.bad)
        found.add(absent, column.name, "it is missing", column.like and f"such as {column.like}")
    if column.to in known:
        cells = _known(cells, known[column.to], found)
    for test in (_check, _pattern, _below, _above):
        refused, what, accepted = test(cells)
        found.add(refused, column.name, partial(_said, what, cells), accepted)
        cells = cells.refuse(refused) if len(refused) else cells
    return cells


def _said(what: str, cells: Cells, row: int) -> str:
    return what.format(told=cells.told(row))


def _known(cells: Cells, keys: Collection[str], found: Findings) -> Cells:
    keys = keys if isinstance(keys, set | frozenset | dict) else set(keys)
    there = np.fromiter((value in keys for value in cells.values.tolist()), bool, len(cells.missing))
    absent = np.flatnonzero(~there & cells.given)
    found.add(absent, cells.column.name, lambda row: f"there is no {cells.column.to} {cells.told(row)!r}")
    return cells.refuse(absent)


_NONE: Final = np.empty(0, dtype=np.intp)
Refused = tuple[NDArray[np.intp], str, str]


def _check(cells: Cells) -> Refused:
    if not cells.column.check:
        return _NONE, "", ""
    test = CHECKS[cells.column.check]
    rows = np.flatnonzero(cells.given)
    wrong = ~holding(test, cells.values[rows])
    return rows[wrong], f"not a right {test.name}", test.accepted


def _pattern(cells: Cells) -> Refused:
    if not cells.column.pattern:
        return _NONE, "", ""
    fullmatch = re.compile(cells.column.pattern).fullmatch
    fits = np.fromiter(
        (fullmatch(value) is not None for value in cells.values.tolist()), bool, len(cells.missing)
    )
    like = cells.column.like or cells.column.pattern
    return np.flatnonzero(~fits & cells.given), "{told!r} has not the right form", f"such as {like}"


def _below(cells: Cells) -> Refused:
    low = cells.column.min
    if low is None and cells.column.base == "date":
        low = FIRST_DAY
    if low is None:
        return _NONE, "", ""
    rows = np.flatnonzero((cells.values < _bound(cells.column, low)) & cells.given)
    return (
        rows,
        f"{{told}} lies below {_written(low)}",
        f"at least {_written(low)} {cells.column.unit}".strip(),
    )


def _above(cells: Cells) -> Refused:
    high = cells.column.max
    if high is None and cells.column.base == "date":
        high = LAST_DAY
    if high is None and cells.column.base == "decimal":
        high = 10 ** (cells.column.precision - cells.column.scale) - 10**-cells.column.scale
    if high is None:
        return _NONE, "", ""
    rows = np.flatnonzero((cells.values > _bound(cells.column, high)) & cells.given)
    return (
        rows,
        f"{{told}} lies above {_written(high)}",
        f"at most {_written(high)} {cells.column.unit}".strip(),
    )


def _written(limit: float | str) -> str:
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


def _bound(column: Column, limit: float | str) -> Any:
    if column.base == "date":
        return np.datetime64(str(limit), "D")
    return round(float(limit) * 10**column.scale) if column.base == "decimal" else limit


def _disorder(first: Cells, second: Cells, found: Findings) -> None:
    one, other = first.values, second.values
    if first.column.base == second.column.base == "decimal" and first.column.scale != second.column.scale:
        one = one * 10 ** max(0, second.column.scale - first.column.scale)
        other = other * 10 ** max(0, first.column.scale - second.column.scale)
    rows = np.flatnonzero((one > other) & first.given & second.given)
    a, b = first.column.name, second.column.name
    if first.column.base == "date":
        found.add(rows, b, f"{b} lies before {a}", lambda row: f"not before {first.told(row)}")
    else:
        found.add(rows, a, f"{a} lies above {b}", lambda row: f"at most {second.told(row)}")


def _twice(register: Register, columns: Mapping[str, Cells], found: Findings) -> None:
    """Find rows that share what no two may share; the first of them is not blamed."""
    rules = [(unique.columns, unique.what) for unique in register.unique]
    if register.key not in [names for names, _ in rules]:
        rules.append((register.key, "this row is there already"))
    for names, what in rules:
        _repeated([columns[name] for name in names], what, found)


def _repeated(cells: list[Cells], what: str, found: Findings) -> None:
    rows = np.flatnonzero(np.logical_and.reduce([one.given for one in cells]))
    lists = [one.values[rows].tolist() for one in cells]
    if any(len(set(values)) == len(rows) for values in lists):
        return  # as most certificates' numbers are; no tuples are needed to see it
    keys = list(zip(*lists, strict=True))
    if len(set(keys)) == len(rows):
        return
    first: dict[object, int] = {}
    others = {
        row: other
        for row, key in zip(rows.tolist(), keys, strict=True)
        if (other := first.setdefault(key, row)) != row
    }
    found.add(np.array([*others], dtype=np.intp), cells[-1].column.name, what, other=others.__getitem__)
