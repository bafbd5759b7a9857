"""Sums, ratios and counts over yearly records (合计、占比、计数)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from luodi.measuring.methods.families.base import Cut, Family, finished
from luodi.measuring.methods.where import holds

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables


def _year(table: ir.Table, arguments: Mapping[str, Any]) -> Any:
    """The record's year: its column ``year``, or the year of the day that ``on`` names."""
    return table[arguments["on"]].year().cast("int64") if "on" in arguments else table.year


def _chosen(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any]) -> ir.Table:
    table = tables[arguments["register"]]
    return table.filter(holds(table, arguments.get("where", {})) & _year(table, arguments).isin(list(years)))


def _sums(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    found = _chosen(tables, years, arguments)
    column = found[arguments["column"]]
    weight = arguments.get("times")
    if weight:
        column = column.cast("float64") * found[weight].fill_null(1.0)
    return found.group_by(**cut.keys(found, _year(found, arguments))).aggregate(
        total=column.sum().cast("float64"), records=column.count()
    )


def _total(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    found = _sums(tables, years, arguments, cut).filter(lambda table: table.records > 0)
    return finished(cut, found, found.total / float(arguments.get("divide", 1)), found.records)


def _ratio(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """``over`` describes the denominator the same way.

    Both in one unit after their ``divide``. A zero has no ratio.
    """
    above, below = arguments["of"], arguments["over"]
    first = _sums(tables, years, above, cut)
    second = _sums(tables, years, below, cut).rename(all_total="total", all_records="records")
    joined = first.join(second, cut.names)
    top = joined.total / float(above.get("divide", 1))
    bottom = joined.all_total / float(below.get("divide", 1))
    found = joined.mutate(value=top / bottom.nullif(0.0) * float(arguments.get("times_by", 100)))
    found = found.filter(found.value.notnull())
    return finished(cut, found, found.value, found.records)


def _counted(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Distinct holders of yearly records.

    With ``of_all`` as a share (%) of those that meet that condition.
    """
    found = _chosen(tables, years, arguments)
    grouped = found.group_by(**cut.keys(found, _year(found, arguments))).aggregate(
        counted=found[arguments["distinct"]].nunique(), records=found.count()
    )
    if "of_all" not in arguments:
        return finished(cut, grouped, grouped.counted, grouped.records)
    every = _chosen(tables, years, {**arguments, "where": arguments["of_all"]})
    whole = every.group_by(**cut.keys(every, _year(every, arguments))).aggregate(
        all_counted=every[arguments["distinct"]].nunique()
    )
    joined = whole.left_join(grouped, cut.names)
    joined = joined.select(
        *cut.names, counted=joined.counted.fill_null(0), records=joined.records.fill_null(0),
        all_counted=joined.all_counted,
    )  # fmt: skip
    share = joined.counted.cast("float64") / joined.all_counted.cast("float64").nullif(0.0) * 100.0
    return finished(cut, joined, share, joined.records)


def _groups(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Groups (such as clusters) whose sum reaches a size; a group is one for the whole area."""
    found = _chosen(tables, years, arguments)
    keys = cut.keys(found, _year(found, arguments))
    sums = found.group_by(**keys, group=found[arguments["group"]]).aggregate(
        total=found[arguments["column"]].sum().cast("float64"), records=found.count()
    )
    sums = sums.filter(sums.group.notnull())
    size = sums.total / float(arguments.get("divide", 1))
    sums = sums.mutate(large=(size >= float(arguments["at_least"])).ifelse(1, 0))
    grouped = sums.group_by(cut.names).aggregate(large=sums.large.sum(), records=sums.records.sum())
    return finished(cut, grouped, grouped.large, grouped.records)


def _rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _chosen(tables, [year], arguments)


def _ratio_rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _chosen(tables, [year], arguments["of"])


def _reads(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return (arguments["register"],)


def _ratio_reads(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return (arguments["of"]["register"], arguments["over"]["register"])


TOTAL = Family(
    "total", ("register", "column"), ("where", "divide", "times", "on"), _total, _rows, _reads, by_year=True
)
RATIO = Family("ratio", ("of", "over"), ("times_by",), _ratio, _ratio_rows, _ratio_reads, by_year=True)
GROUPS = Family(
    "groups", ("register", "column", "group", "at_least"), ("where", "divide"), _groups, _rows, _reads,
    by_year=True,
)  # fmt: skip
COUNTED = Family(
    "counted", ("register", "distinct"), ("where", "of_all", "on"), _counted, _rows, _reads, by_year=True
)
