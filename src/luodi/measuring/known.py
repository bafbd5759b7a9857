"""Figures as they were known on a day (按时点已知的数据): series by indicator and area, with revisions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from luodi.core.observation import EvidenceGrade, Observation
from luodi.core.period import Period, parse


class Fact(msgspec.Struct, frozen=True, gc=False):
    """What was known of one period: the figure that counts, and the others beside or before it.

    What was worked from records by the official method (grade A) counts before what was published; of several
    published ones the newest vintage.
    """

    observation: Observation
    period: Period
    superseded: tuple[Observation, ...]


class Known:
    """All figures that were known on a day.

    Args:
        observations: in any order.
        as_of: ISO date; a figure that became known later is as if it did not exist.

    Example:
        >>> from luodi.core.observation import EvidenceGrade
        >>> def gdp(value, known_on):
        ...     return Observation(indicator="gdp", area="甲市", period="2024", value=value, unit="亿元",
        ...                        known_on=known_on, grade=EvidenceGrade.B, source_title="公报")
        >>> both = [gdp(2427.64, "2026-04-02"), gdp(2532.53, "2025-04-10")]
        >>> [fact.observation.value for fact in Known(both, "2025-12-31").series("gdp", "甲市")]
        [2532.53]
        >>> [fact.observation.value for fact in Known(both, "2026-12-31").series("gdp", "甲市")]
        [2427.64]
    """

    def __init__(self, observations: Iterable[Observation], as_of: str) -> None:
        self.as_of = as_of
        self._rows: dict[tuple[str, str], list[Observation]] = {}
        self.count = 0
        for one in observations:
            if one.known_on <= as_of:
                self.count += 1
                key = (one.indicator, one.area)
                rows = self._rows.get(key)
                if rows is None:
                    self._rows[key] = [one]
                else:
                    rows.append(one)

    def series(self, indicator: str, area: str) -> list[Fact]:
        """Give what is known of an indicator in an area, by the last and then the first day of the period."""
        by_period: dict[Period, list[Observation]] = {}
        for one in self._rows.get((indicator, area), ()):
            by_period.setdefault(parse(one.period), []).append(one)
        facts = []
        for period in sorted(by_period, key=lambda period: (period.end, period.start)):
            vintages = by_period[period]
            if len(vintages) > 1:
                vintages.sort(key=lambda one: (one.grade == EvidenceGrade.A, one.known_on))
            facts.append(Fact(vintages[-1], period, tuple(vintages[:-1])))
        return facts

    def areas(self, indicator: str) -> list[str]:
        """Name the areas for which something is known of an indicator, in the order of their names."""
        return sorted(area for name, area in self._rows if name == indicator)
