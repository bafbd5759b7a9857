"""Working methods on tables (计算).

An expression runs where the tables are, and its result becomes observations of grade A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from luodi.core.errors import InputError
from luodi.core.observation import EvidenceGrade, Observation
from luodi.measuring.catalogue import Catalogue, national
from luodi.measuring.methods.families import FAMILIES
from luodi.measuring.methods.families.base import Cut
from luodi.measuring.methods.loading import load
from luodi.measuring.methods.model import Method
from luodi.measuring.methods.shared import shared

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables

DIGITS: Final = 12
"""Significant digits kept of a value: engines add doubles in different orders, and agree so far."""


class Value(NamedTuple):
    """One value of an indicator: for an area and a year, and for a part of it if it was broken down.

    Attributes:
        parts: the further columns' values, in their order.
        records: how many records stand behind it.
    """

    area: str
    year: int
    parts: tuple[Any, ...]
    value: float
    records: int


def express(method: Method, tables: Tables, years: Sequence[int], cut: Cut | None = None) -> ir.Table:
    """The expression of a method: ``area``, ``year``, ``value``, ``records``; nothing is worked out yet.

    Raises:
        InputError: the method cannot be broken down so.
    """
    cut = cut or Cut()
    strange = [name for name in cut.by if name not in method.by]
    if strange:
        raise InputError(
            f"{method.indicator} cannot be broken down by {', '.join(strange)}",
            accepted=", ".join(method.by) or "area and year only",
            remedy="leave it away",
        )
    return FAMILIES[method.family].express(tables, years, method.arguments, cut)


def values(method: Method, tables: Tables, years: Sequence[int], cut: Cut | None = None) -> list[Value]:
    """Work a method: values in order of area and year."""
    cut = cut or Cut()
    found = _executed(express(method, tables, years, cut), tables)
    return [
        Value(
            row["area"],
            int(row["year"]),
            tuple(row[name] for name in cut.by),
            _kept(row["value"]),
            int(row["records"]),
        )
        for row in found
        if row["value"] is not None
    ]


def worked(
    methods: Sequence[Method], tables: Tables, years: Sequence[int], cut: Cut | None = None
) -> Iterator[tuple[Method, list[Value]]]:
    """Work several methods one after the other, reading once what they read of the same register."""
    cut = cut or Cut()
    with shared(methods, tables, years, cut) as kept:
        for method in methods:
            yield method, values(method, kept.of(method), years, cut)


def _executed(expression: ir.Table, tables: Tables) -> list[dict[str, Any]]:
    import ibis
    from ibis.expr.operations import InMemoryTable

    engine = tables.engine or ibis.duckdb.connect()
    if engine.name == "duckdb" and not expression.op().find(InMemoryTable):
        # Ibis would import pandas to hand DuckDB's result over, and that takes a second.
        found = engine.raw_sql(engine.compile(expression)).fetchall()
        return [dict(zip(expression.columns, row, strict=True)) for row in found]
    return engine.to_pyarrow(expression).to_pylist()  # type: ignore[no-any-return]


def _kept(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def rows(method: Method, tables: Tables, year: int, area: str | None = None) -> list[dict[str, Any]]:
    """The records behind a value (明细).

    Args:
        area: six digits of a county, or of a city (two zeros at the end) for all its counties; None for all.
    """
    found = FAMILIES[method.family].rows(tables, year, method.arguments)
    if area is not None:
        found = found.filter(found.area.startswith(area[:4] if area.endswith("00") else area))
    return _executed(found, tables)


def missing(method: Method, tables: Tables) -> list[str]:
    """The registers that a method reads and that are not there: its value cannot be told."""
    return [name for name in FAMILIES[method.family].reads(method.arguments) if name not in tables.present]


def measure(
    tables: Tables,
    years: Sequence[int],
    areas: Mapping[str, str],
    *,
    known_on: date,
    indicators: Iterable[str] | None = None,
    level: Literal["city", "county"] = "city",
    catalogue: Catalogue | None = None,
    source: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> list[Observation]:
    """Work methods on registers: observations of grade A, which go where published figures go.

    Args:
        tables: the registers.
        years: calendar years.
        areas: names of areas by code, as figures print them; values of other areas are left away.
        known_on: the day the registers stand at.
        indicators: which; None for every method whose registers are there.
        level: one value for the city, or one for each county.
        source: how the records are called.

    Raises:
        InputError: an indicator has no method, or a register it reads is not there.
    """
    methods, catalogue = load(), catalogue or national()
    chosen = list(methods) if indicators is None else list(indicators)
    present = _present([_method(methods, name) for name in chosen], tables, strict=indicators is not None)
    if progress:
        progress(0, len(present))
    found = []
    for done, (method, counted) in enumerate(worked(present, tables, years, Cut(level)), 1):
        found += [
            Observation(
                indicator=method.indicator, area=areas[value.area], period=str(value.year), value=value.value,
                unit=catalogue[method.indicator].unit, known_on=known_on.isoformat(), grade=EvidenceGrade.A,
                source_title=source or "登记簿 (registers)", note=_note(method, value),
            )
            for value in counted
            if value.area in areas
        ]  # fmt: skip
        if progress:
            progress(done, len(present))
    return found


def _present(methods: Sequence[Method], tables: Tables, *, strict: bool) -> list[Method]:
    """The methods whose registers are there; ``strict`` refuses one whose are not."""
    found = []
    for method in methods:
        absent = missing(method, tables)
        if not absent:
            found.append(method)
        elif strict:
            raise InputError(
                f"{method.indicator} needs the register {', '.join(absent)}, which is not there",
                accepted="a folder or database that holds it",
                remedy="add the register, or leave the indicator away",
            )
    return found


def _method(methods: Mapping[str, Method], name: str) -> Method:
    if name not in methods:
        raise InputError(
            f"no method measures {name!r}",
            accepted=", ".join(sorted(methods)),
            remedy="`luodi measure --list` tells what each one counts",
        )
    return methods[name]


def _note(method: Method, value: Value) -> str:
    lacking = f"；未含：{'；'.join(method.lacks)}" if method.lacks else ""
    return f"由{value.records}条记录计算：{method.zh}{lacking}"
