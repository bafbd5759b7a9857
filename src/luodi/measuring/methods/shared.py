"""One scan for many methods (共用扫描): the years and columns that they ask of a register, kept for a while.

Most indicators of a city come from the one register of yearly records, its largest by far. Reading it once,
one or two years and a dozen columns wide, is most of the work; each method then reads what was kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from luodi.core import registers
from luodi.measuring.methods.families import FAMILIES
from luodi.measuring.methods.families.base import Cut
from luodi.measuring.methods.model import Method
from luodi.measuring.methods.tables import Tables

KEEPING: Final = ("duckdb", "pyspark")
"""Engines that keep a part of a table in memory; others read their tables, which indexes may serve."""


class Shared:
    """Which tables a method reads: kept parts where they hold all it asks for.

    Args:
        tables: the registers as they lie.
        kept: the parts kept of some of them.
    """

    def __init__(self, tables: Tables, kept: Mapping[str, Any]) -> None:
        self._tables = tables
        self._kept = Tables({**{name: tables[name] for name in tables.present}, **kept}, tables.engine)

    def of(self, method: Method) -> Tables:
        """The tables for a method."""
        return self._kept if _by_year(method) else self._tables


@contextmanager
def shared(methods: Sequence[Method], tables: Tables, years: Sequence[int], cut: Cut) -> Iterator[Shared]:
    """Keep what several methods read of the same registers until the block ends.

    Args:
        methods: those to be worked.
        tables: the registers.
        years, cut: as the methods are going to be expressed.
    """
    with ExitStack() as stack:
        kept = {}
        if tables.engine is not None and tables.engine.name in KEEPING:
            for name, columns in _asked(methods, tables, cut).items():
                table = tables[name]
                part = table.filter(table.year.isin(list(years))).select(*columns)
                kept[name] = stack.enter_context(part.cache())
        yield Shared(tables, kept)


def _asked(methods: Sequence[Method], tables: Tables, cut: Cut) -> dict[str, list[str]]:
    """Columns by register, of the registers that more than one method reads by year."""
    asked: dict[str, set[str]] = {}
    times = Counter[str]()
    for method in filter(_by_year, methods):
        for name in set(FAMILIES[method.family].reads(method.arguments)) & tables.present:
            columns = registers.load()[name].names
            if "year" in columns:
                times[name] += 1
                wanted = _words(method.arguments) | set(cut.names)
                asked.setdefault(name, set()).update(wanted.intersection(columns))
    return {name: sorted(columns) for name, columns in asked.items() if times[name] > 1}


def _by_year(method: Method) -> bool:
    return FAMILIES[method.family].by_year and "on" not in _words(method.arguments)


def _words(value: Any) -> set[str]:
    """Every text in arguments, keys and values: among them are the columns that a method reads."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return set(value).union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return set()
