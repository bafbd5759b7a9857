"""What every family shares: years as a small table, areas as codes, and the shape of a result.

A family's expression gives one row per area and year: ``area`` (six digits; a city is its four digits and
00), ``year``, ``value`` (float64) and ``records`` (how many records stand behind it). Only operations of the
portable list are used (docs/methods/indicators.md), so that DuckDB, PostgreSQL and Spark give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, Literal

from luodi.core import registers
from luodi.core.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables

Expression = Callable[["Tables", Sequence[int], Mapping[str, Any], "Cut"], "ir.Table"]
Rows = Callable[["Tables", int, Mapping[str, Any]], "ir.Table"]


@dataclass(frozen=True, slots=True)
class Family:
    """One family (算法族).

    Attributes:
        name: as methods name it.
        needs: arguments that must be given; ``may`` those that can be.
        express: (tables, years, arguments, cut) to the expression.
        rows: (tables, year, arguments) to the records counted.
        reads: registers read, for given arguments.
        by_year: whether it reads no record but those of the years asked for, by their column ``year`` (unless
            an argument ``on`` names a day), and no column that its arguments do not name.
    """

    name: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    express: Expression
    rows: Rows
    reads: Callable[[Mapping[str, Any]], tuple[str, ...]]
    by_year: bool = False

    def faults(self, arguments: Mapping[str, Any], place: str) -> list[InputError]:
        """What is wrong with the arguments of a method."""
        from luodi.measuring.methods import where

        accepted = ", ".join((*self.needs, *self.may)) or "no arguments"
        wrong = [
            InputError(f"the argument {name!r} is missing", where=place, accepted=accepted, remedy="add it")
            for name in self.needs
            if name not in arguments
        ] + [
            InputError(f"there is no argument {name!r}", where=place, accepted=accepted, remedy="remove it")
            for name in arguments
            if name not in (*self.needs, *self.may)
        ]
        if wrong:
            return wrong
        known = registers.load()
        wrong += [
            InputError(
                f"there is no register {name!r}", where=place, accepted=", ".join(known), remedy="name one"
            )
            for name in self.reads(arguments)
            if name not in known
        ]
        if not wrong and "register" in arguments:
            wrong += where.faults(arguments.get("where", {}), arguments["register"], place)
        return wrong


def years_table(years: Sequence[int]) -> ir.Table:
    """The years asked for, each with its first and last day, written into the query."""
    return (
        reduce(lambda one, other: one.union(other), map(_year_row, years)) if years else _year_row(1).limit(0)
    )


def _year_row(year: int) -> ir.Table:
    import ibis

    return (
        ibis.literal(year, type="int64")
        .name("year")
        .as_table()
        .mutate(
            first_day=ibis.literal(date(year, 1, 1), type="date"),
            last_day=ibis.literal(date(year, 12, 31), type="date"),
        )
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """How values are broken down (分组).

    By county or for the whole city, and by further columns of the records.
    """

    level: Literal["city", "county"] = "city"
    by: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of the columns that tell one value from another."""
        return ["area", "year", *self.by]

    def area(self, column: Any) -> Any:
        """An area's code at this level: the county's own six digits, or the city's four and 00."""
        import ibis

        return column if self.level == "county" else column.substr(0, 4).concat(ibis.literal("00"))

    def keys(self, table: ir.Table, year: Any) -> dict[str, Any]:
        """What to group a table by."""
        return {"area": self.area(table.area), "year": year, **{name: table[name] for name in self.by}}


def finished(cut: Cut, table: ir.Table, value: Any, records: Any) -> ir.Table:
    """The shape every family gives."""
    return table.select(*cut.names, value=value.cast("float64"), records=records.cast("int64")).order_by(
        cut.names
    )
