"""Periods of figures (时期): years, quarters and months, counted and labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from luodi.core.errors import InputError

ACCEPTED: Final = "a year (2025), a quarter (2025Q1) or a month (2025-01)"

_FORMS: Final = (
    (1, re.compile(r"(\d{4})年?")),
    (4, re.compile(r"(\d{4})年?[-/ ]?第?[Qq]?([1-4])(?:季度)?")),
    (12, re.compile(r"(\d{4})[-/.年](\d{1,2})月?")),
)
_QUARTER: Final = re.compile(r"[Qq]|季度")
_CHINESE: Final = str.maketrans("一二三四", "1234")


@dataclass(frozen=True, order=True)
class Period:
    """One period: ``per_year`` is 1, 4 or 12 and ``ordinal`` counts such periods since year 0."""

    per_year: int
    ordinal: int

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.ordinal // self.per_year

    def later(self, steps: int) -> Period:
        """The period ``steps`` further on."""
        return Period(self.per_year, self.ordinal + steps)

    def __str__(self) -> str:
        turn = self.ordinal % self.per_year + 1
        return {1: f"{self.year}", 4: f"{self.year}Q{turn}", 12: f"{self.year}-{turn:02}"}[self.per_year]


def parse(label: str | int) -> Period:
    """Read a period's label.

    Raises:
        InputError: the label is none of those accepted.

    Example:
        >>> [str(parse(label)) for label in (2025, "2025年", "2025Q3", "2025年三季度", "2025-3", "2025年3月")]
        ['2025', '2025', '2025Q3', '2025Q3', '2025-03', '2025-03']
    """
    if isinstance(label, int):
        return Period(1, label)
    text = str(label).strip().translate(_CHINESE)
    for per_year, form in _FORMS:
        found = form.fullmatch(text)
        if found is None or (per_year == 4 and not _QUARTER.search(text)):
            continue
        turn = int(found[2]) if per_year > 1 else 1
        if 1 <= turn <= per_year:
            return Period(per_year, int(found[1]) * per_year + turn - 1)
    raise InputError(f"{label} is not a period", accepted=ACCEPTED, remedy="correct the period")


def consecutive(labels: Sequence[str | int]) -> tuple[Period, ...]:
    """Read the labels of columns that must follow one another without a hole.

    Raises:
        InputError: a label cannot be read, kinds are mixed, or a period is missing.
    """
    periods = tuple(parse(label) for label in labels)
    for before, after in pairwise(periods):
        if after.per_year != before.per_year:
            raise InputError(
                f"{before} and {after} are of different kinds",
                where="periods",
                accepted="years alone, quarters alone or months alone",
                remedy="forecast each kind by itself",
            )
        if after != before.later(1):
            raise InputError(
                f"{after} does not follow {before}",
                where="periods",
                accepted="every period from the first to the last, NaN where a figure is missing",
                remedy="add the missing periods or sort them",
            )
    return periods
