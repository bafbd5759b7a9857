"""Targets as a forecast can be asked about them (目标)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.errors import InputError
from luodi.core.record import Comparator, Direction

Measure = Literal["level", "increment", "growth", "multiple", "every_period", "relative"]
"""What is compared with the target's value:

- ``level``: the figure itself at the deadline (达到).
- ``increment``: the change since the baseline, in the figure's unit (新增, 减少).
- ``growth``: the mean yearly growth since the baseline, in per cent (年均增长).
- ``multiple``: the figure divided by the baseline (翻一番: 2).
- ``every_period``: the change from each period to the next, up to the deadline (逐年提高): all must pass.
- ``relative``: the figure less that of another series; with ``relative_growth`` the mean yearly growth less
  the other's, in percentage points (高于全省平均).
"""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A quantified target; ``value`` is positive and ``direction`` tells which way, as in what reading finds.

    Attributes:
        measure: what is compared, see :data:`Measure`.
        value: what it is compared with.
        comparator: ``ge gt le lt`` literally; ``eq`` is reached or passed in the target's direction,
            ``approx`` the same but ``tolerance`` of the value short; ``range``
            from ``value`` to ``value_high``.
        direction: ``decrease`` when the figure shall fall; an increment or growth then counts the fall.
        baseline: the figure compared with; without it the one of ``baseline_period``.
        baseline_period: where the baseline lies; without it the last period that has a figure.
        value_high: end of a ``range``.
        tolerance: share of the value that ``approx`` (左右, 约) may fall short.
        relative_growth: compare growth, not figures, with the other series.

    Raises:
        InputError: the parts do not fit together.
    """

    measure: Measure = "level"
    value: float = 0.0
    comparator: Comparator = "ge"
    direction: Direction = "increase"
    baseline: float | None = None
    baseline_period: str | int | None = None
    value_high: float | None = None
    tolerance: float = 0.05
    relative_growth: bool = False

    def __post_init__(self) -> None:
        if self.comparator == "range" and (self.value_high is None or self.value_high < self.value):
            raise InputError(
                "a range needs its upper end",
                where="value_high",
                accepted=f"a number of at least {self.value:g}",
                remedy="give value_high",
            )
        if self.measure in {"growth", "multiple"} and self.baseline is not None and self.baseline <= 0:
            raise InputError(
                f"growth from {self.baseline:g} has no meaning",
                where="baseline",
                accepted="a positive figure",
                remedy="state the target as a level or an increment",
            )


@dataclass(frozen=True)
class Passing:
    """What counts as met: from ``low`` to ``high``, the ends included or not."""

    low: float
    high: float
    low_counts: bool = True
    high_counts: bool = True


def passing(target: Target) -> Passing:
    """Say which values of the compared quantity meet the target.

    Less is better for a level or multiple that shall decrease. Changes are counted in the target's own
    direction, so there more is better.
    """
    falls = target.direction == "decrease" and target.measure in {"level", "multiple"}
    value, comparator = target.value, target.comparator
    if comparator == "range":
        return Passing(value, target.value_high if target.value_high is not None else value)
    if comparator in {"eq", "approx"}:
        slack = target.tolerance * abs(value) if comparator == "approx" else 0.0
        return Passing(-_ENDLESS, value + slack) if falls else Passing(value - slack, _ENDLESS)
    strict = comparator in {"gt", "lt"}
    if comparator in {"ge", "gt"}:
        return Passing(value, _ENDLESS, low_counts=not strict)
    return Passing(-_ENDLESS, value, high_counts=not strict)


_ENDLESS: Final = float("inf")
