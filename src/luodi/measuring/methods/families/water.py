"""Surface water (地表水): classes of sections by GB 3838-2002 and 环办〔2011〕22号, and their shares.

A section's class in a year is that of its worst single item, from the arithmetic means of its months. What
was not detected counts at half the detection limit. A section with fewer months than asked, or without one of
the items that must be there, has no verdict; with any such section the rate says so by its number of records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from luodi.measuring.methods.families.base import Cut, Family, finished

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables

WORST = 6
"""劣Ⅴ, after classes 1 to 5."""


def _section_months(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any]) -> ir.Table:
    table = tables["water_month"]
    year = table.month.substr(0, 4).cast("int64")
    return table.filter(table.control.isin(arguments["control"]) & year.isin(list(years)))


def classes(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Each section's class in each year: 1 to 5, 6 for 劣Ⅴ, null without a verdict."""
    import ibis

    table = _section_months(tables, years, arguments)
    halved = {name: _detected(table, name) for name in arguments["items"]}
    table = table.mutate(year=table.month.substr(0, 4).cast("int64"), **halved)
    means = table.group_by(
        area=cut.area(table.area), section=table.section, lake=table.lake, year=table.year
    ).aggregate(months=table.count(), **{name: table[name].mean() for name in arguments["items"]})
    ranks = [_rank(means, name, limits) for name, limits in arguments["items"].items()]
    needed = [means[name].notnull() for name in arguments["needed"]]
    enough = means.months >= arguments["months"]
    for test in needed:
        enough = enough & test
    worst = ibis.greatest(*[rank.fill_null(0) for rank in ranks])
    nothing = ibis.null().cast("int64")
    return means.mutate(grade=ibis.ifelse(enough, worst.cast("int64"), nothing))


def _detected(table: ir.Table, name: str) -> Any:
    import ibis

    below = ibis.literal("；").concat(table.below_detection.fill_null(""), ibis.literal("；"))
    return below.contains(f"；{name}；").ifelse(table[name] / 2.0, table[name])


def _rank(means: ir.Table, name: str, limits: Mapping[str, Any]) -> Any:
    """The best class whose limit an item keeps.

    An equal limit over several classes takes the best of them.
    """
    import ibis

    if "between" in limits:
        low, high = limits["between"]
        return means[name].between(low, high).ifelse(1, WORST)
    rank = _ladder(means[name], limits["classes"], limits.get("at_least", False))
    if "lake" in limits:
        return ibis.ifelse(means.lake, _ladder(means[name], limits["lake"], False), rank)
    return rank


def _ladder(value: Any, limits: Sequence[float], at_least: bool) -> Any:
    import ibis

    rank: Any = ibis.literal(WORST)
    for number in range(len(limits), 0, -1):
        limit = float(limits[number - 1])
        kept = value >= limit - 1e-12 if at_least else value <= limit + 1e-12
        rank = ibis.ifelse(kept, number, rank)
    return ibis.ifelse(value.isnull(), ibis.null().cast("int64"), rank.cast("int64"))


def _good(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Sections of classes Ⅰ to Ⅲ over sections with a verdict, in per cent."""
    found = classes(tables, years, arguments, cut)
    found = found.mutate(
        good=(found.grade <= 3).fill_null(False).ifelse(1, 0), told=found.grade.notnull().ifelse(1, 0)
    )
    grouped = found.group_by(["area", "year"]).aggregate(good=found.good.sum(), told=found.told.sum())
    grouped = grouped.filter(grouped.told > 0)
    share = grouped.good.cast("float64") / grouped.told.cast("float64") * 100.0
    return finished(cut, grouped, share, grouped.told)


def _bad(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """How many sections are 劣Ⅴ, among sections with a verdict."""
    found = classes(tables, years, arguments, cut)
    found = found.filter(found.grade.notnull())
    found = found.mutate(bad=(found.grade == WORST).ifelse(1, 0))
    grouped = found.group_by(["area", "year"]).aggregate(bad=found.bad.sum(), told=found.count())
    return finished(cut, grouped, grouped.bad, grouped.told)


def _rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _section_months(tables, [year], arguments)


_NEEDS = ("control", "items", "needed", "months")
WATER_GOOD = Family("water_good", _NEEDS, (), _good, _rows, lambda _: ("water_month",))
WATER_BAD = Family("water_bad", _NEEDS, (), _bad, _rows, lambda _: ("water_month",))
