"""High-value invention patents (高价值发明专利).

Valid inventions that meet any one of the kinds of their time.

Five kinds by the 14th five-year plan; from 2026 the fourth (pledged for a high amount) is no longer listed
(second-hand, rd_intensity_patents §2). One patent counts once, whatever the number of kinds it meets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from luodi.measuring.methods.families.base import Cut, Family, finished, years_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from luodi.measuring.methods.tables import Tables


def _high_value(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any]) -> ir.Table:
    import ibis

    table = tables["ip_right"]
    table = table.filter(table.kind.isin(arguments["kinds"]) & table.granted_on.notnull())
    spine = years_table(years)
    last = spine.last_day
    joined = table.join(
        spine,
        [
            table.granted_on <= last,
            table.expires_on.isnull() | (table.expires_on >= last),
            table.ended_on.isnull() | (table.ended_on > last),
        ],
    )
    ten_years_before = joined.last_day - ibis.interval(years=10)
    threshold = ibis.literal(Decimal(str(arguments["pledge_at_least"])), type="decimal(14,4)")
    pledged = (joined.pledged_amount >= threshold) & (joined.year < arguments["pledge_until"])
    kinds = (
        joined.sei_field.notnull()
        | (joined.foreign_grants >= 1).fill_null(False)
        | (joined.filed_on.cast("timestamp") < ten_years_before.cast("timestamp"))
        | pledged.fill_null(False)
        | joined.award.notnull()
    )
    return joined.filter(kinds)


def _counted(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    found = _high_value(tables, years, arguments)
    return found.group_by(**cut.keys(found, found.year)).aggregate(
        counted=found.number.nunique(), records=found.count()
    )


def _express(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    found = _counted(tables, years, arguments, cut)
    return finished(cut, found, found.counted, found.records)


def _per_10k(tables: Tables, years: Sequence[int], arguments: Mapping[str, Any], cut: Cut) -> ir.Table:
    """Over residents in units of ten thousand, at the end of the year that ``population_year`` says."""
    found = _counted(tables, years, arguments, cut)
    people = tables["area_year"]
    shift = 1 if arguments.get("population_year") == "before" else 0
    people = people.select(
        area=people.area, year=people.year + shift, people=people.population.cast("float64")
    )
    joined = found.join(people, ["area", "year"])
    joined = joined.mutate(value=joined.counted.cast("float64") / joined.people.nullif(0.0))
    joined = joined.filter(joined.value.notnull())
    return finished(cut, joined, joined.value, joined.records)


def _rows(tables: Tables, year: int, arguments: Mapping[str, Any]) -> ir.Table:
    return _high_value(tables, [year], arguments).drop("first_day", "last_day")


_NEEDS = ("kinds", "pledge_at_least", "pledge_until")
PATENTS = Family("patents", _NEEDS, (), _express, _rows, lambda _: ("ip_right",))
PATENTS_PER_10K = Family(
    "patents_per_10k", _NEEDS, ("population_year",), _per_10k, _rows, lambda _: ("ip_right", "area_year")
)
