"""What happened in a year, or since a day (当年新增、累计新增): distinct holders or events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from luodi.measuring.methods.families.base import Cut, Family, finished, years_table
from luodi.measuring.methods.where import holds

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables


def _happened(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], since: bool) -> ir.Table:
    """Records beside each year in which they happened, or by whose end they had happened since the given day.

    With ``first_only`` the holder's first record alone counts: a firm that goes from one board to another, or
    renews, is not new again.
    """
    import ibis

    table = tables[arguments["register"]]
    table = table.filter(holds(table, arguments.get("where", {})))
    day = table[arguments["on"]]
    if arguments.get("first_only"):
        window = ibis.window(group_by=table[arguments["distinct"]])
        table = table.mutate(first_of_holder=day.min().over(window))
        table = table.filter(table[arguments["on"]] == table.first_of_holder).drop("first_of_holder")
        day = table[arguments["on"]]
    spine = years_table(years)
    within = [day <= spine.last_day]
    if since:
        within.append(day >= ibis.literal(date.fromisoformat(str(arguments["since"])), type="date"))
    else:
        within.append(day >= spine.first_day)
    return table.join(spine, within)


def _counted(found: ir.Table, arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    grouped = found.group_by(**cut.keys(found, found.year)).aggregate(
        counted=found[arguments["distinct"]].nunique(), records=found.count()
    )
    return finished(cut, grouped, grouped.counted, grouped.records)


def _entered(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    return _counted(_happened(tables, years, arguments, since=False), arguments, cut)


def _cumulated(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    return _counted(_happened(tables, years, arguments, since=True), arguments, cut)


def _rows(since: bool) -> Any:
    def rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
        return _happened(tables, [year], arguments, since).drop("first_day", "last_day")

    return rows


def _reads(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return (arguments["register"],)


ENTERED = Family(
    "entered", ("register", "on", "distinct"), ("where", "first_only"), _entered, _rows(False), _reads
)
CUMULATED = Family(
    "cumulated",
    ("register", "on", "distinct", "since"),
    ("where", "first_only"),
    _cumulated,
    _rows(True),
    _reads,
)
