"""Valid at year end (年末有效数): holders of a standing that held on 31 December, each counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from luodi.core import registers
from luodi.measuring.methods.families.base import Cut, Family, finished, years_table
from luodi.measuring.methods.where import holds

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables


def _valid(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any]) -> ir.Table:
    """Records beside each year at whose last day they were valid.

    A record begins on its first day, ends after its last, and no longer counts on the day it was revoked.
    """
    register = registers.load()[arguments["register"]]
    validity = register.validity
    assert validity is not None, register.id
    table = tables[register.id]
    table = table.filter(holds(table, arguments.get("where", {})))
    spine = years_table(years)
    last = spine.last_day
    within = [table[validity.start] <= last]
    if validity.end:
        within.append(table[validity.end].isnull() | (table[validity.end] >= last))
    if validity.ended:
        within.append(table[validity.ended].isnull() | (table[validity.ended] > last))
    return table.join(spine, within)


def _express(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    found = _valid(tables, years, arguments)
    grouped = found.group_by(**cut.keys(found, found.year)).aggregate(
        counted=found[arguments["distinct"]].nunique(), records=found.count()
    )
    return finished(cut, grouped, grouped.counted, grouped.records)


def _rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _valid(tables, [year], arguments).drop("first_day", "last_day")


STANDING = Family(
    "standing",
    ("register", "distinct"),
    ("where",),
    _express,
    _rows,
    lambda arguments: (arguments["register"],),
)
