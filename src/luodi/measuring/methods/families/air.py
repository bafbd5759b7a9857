"""Air (环境空气): yearly statistics of a city by HJ 663, and days by level of AQI.

The city's value of a day is the mean over its state-controlled sites without the clean control site, of days
with at least 20 valid hours; a year with too few days has no value: 324 in all, 27 a month, 25 in February.
Percentiles are those of HJ 663 annex A: k = 1 + (n − 1)·p, in a straight line between neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from luodi.measuring.methods.families.base import Cut, Family, finished
from luodi.measuring.methods.families.rounded import half_even

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables

POLLUTANTS: Final = ("so2", "no2", "pm10", "pm25", "co", "o3_8h")
ENOUGH: Final = {"year": 324, "month": 27, "february": 25, "hours": 20}


def _station_days(tables: Tables, years: Sequence[int]) -> ir.Table:
    table = tables["air_day"]
    enough = table.hours.isnull() | (table.hours >= ENOUGH["hours"])
    return table.filter(
        (table.control == "national") & enough & table.day.year().cast("int64").isin(list(years))
    )


def _city_days(tables: Tables, years: Sequence[int], cut: Cut, names: Sequence[str] = POLLUTANTS) -> ir.Table:
    table = _station_days(tables, years)
    days = table.group_by(area=cut.area(table.area), day=table.day).aggregate(
        **{name: table[name].mean() for name in names}
    )
    return days.mutate(
        year=days.day.year().cast("int64"),
        month=days.day.month().cast("int64"),
        **{name: half_even(days[name], 1 if name == "co" else 0) for name in names},
    )


def _valid_years(days: ir.Table, measured: Any) -> ir.Table:
    """Areas and years with enough valid days."""
    known = days.filter(measured.notnull())
    months = known.group_by(["area", "year", "month"]).aggregate(days=known.count())
    needed = (months.month == 2).ifelse(ENOUGH["february"], ENOUGH["month"])
    months = months.mutate(enough=(months.days >= needed).ifelse(1, 0))
    found = months.group_by(["area", "year"]).aggregate(days=months.days.sum(), months=months.enough.sum())
    return found.filter((found.days >= ENOUGH["year"]) & (found.months == 12)).select("area", "year")


def _year(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    days = _city_days(tables, years, cut, (arguments["pollutant"],))
    measured = days[arguments["pollutant"]]
    valid = _valid_years(days, measured)
    known = days.filter(measured.notnull()).semi_join(valid, ["area", "year"])
    column = known[arguments["pollutant"]]
    statistic = (
        column.mean() if "percentile" not in arguments else column.quantile(arguments["percentile"] / 100.0)
    )
    found = known.group_by(["area", "year"]).aggregate(value=statistic, records=known.count())
    return finished(cut, found, found.value, found.records)


def _days(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Days above (or not above) a level of AQI, told from the concentrations at that level, which are dated.

    AQI is the greatest IAQI, rounded up; it exceeds a breakpoint's index exactly where a concentration
    exceeds the breakpoint. ``as`` is ``days`` or ``share`` of days with an AQI (%).
    """
    days = _city_days(tables, years, cut)
    days = days.filter(reduce(or_, [days[name].notnull() for name in POLLUTANTS]))
    above = reduce(or_, [_exceeds(days, name, arguments["limits"]) for name in POLLUTANTS])
    wanted = above if arguments["side"] == "above" else ~above
    days = days.mutate(hit=wanted.ifelse(1, 0))
    found = days.group_by(["area", "year"]).aggregate(hits=days.hit.sum(), records=days.count())
    if arguments.get("as") == "share":
        share = found.hits.cast("float64") / found.records.cast("float64") * 100.0
        return finished(cut, found, share, found.records)
    return finished(cut, found, found.hits, found.records)


def _exceeds(days: ir.Table, name: str, limits: Sequence[Mapping[str, Any]]) -> Any:
    """Whether a pollutant exceeds the limit in force on the day; what was not measured does not."""
    import ibis

    limit: Any = ibis.literal(float(limits[0][name]))
    for later in limits[1:]:
        begins = ibis.literal(date.fromisoformat(str(later["from"])), type="date")
        limit = (days.day >= begins).ifelse(float(later[name]), limit)
    return (days[name] > limit).fill_null(False)


def _rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _station_days(tables, [year])


AIR_YEAR = Family("air_year", ("pollutant",), ("percentile",), _year, _rows, lambda _: ("air_day",))
AIR_DAYS = Family("air_days", ("limits", "side"), ("as",), _days, _rows, lambda _: ("air_day",))
