"""A forecast: points, quantiles and probabilities of many series at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from luodi.core.errors import InputError
from luodi.forecasting.conformal import Distribution
from luodi.forecasting.panel import Floats, Integers
from luodi.forecasting.periods import Period, parse

Basis = Literal["pool", "reference", "none"]


@dataclass(frozen=True)
class Notice:
    """What a reader of the forecast must know; ``series`` is None when it holds for all."""

    series: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.series}: {self.text}" if self.series is not None else self.text


@dataclass(frozen=True)
class Forecast:
    """Forecasts of S series over H periods that follow the T periods of history.

    Attributes:
        names: the series.
        history_periods: T periods.
        periods: H periods, the first follows the last of ``history_periods``.
        history: shape (S, T); the figures given, NaN where none is known.
        point: shape (S, H); the method's forecast, within the bounds.
        basis: per series what its intervals rest on: errors on all series (``pool``), partly or wholly on
            simulated ones (``reference``), or nothing (``none``: fewer than three figures, no interval).
        notices: what a reader must know.
        lower, upper: shape (S,); bounds of the quantity, -inf and inf where it has none.

    Example:
        >>> import numpy as np
        >>> from luodi.forecasting import forecast
        >>> made = forecast(np.arange(10.0, 22.0), horizon=3, periods=range(2013, 2025))
        >>> [str(period) for period in made.periods], made.point.round(1).tolist()
        (['2025', '2026', '2027'], [[22.0, 22.9, 23.8]])
        >>> made.interval(80).shape
        (1, 3, 2)
    """

    names: tuple[str, ...]
    history_periods: tuple[Period, ...]
    periods: tuple[Period, ...]
    history: Floats
    point: Floats
    basis: tuple[Basis, ...]
    notices: tuple[Notice, ...]
    lower: Floats
    upper: Floats
    _centre: Floats = field(repr=False)
    _scale: Floats = field(repr=False)
    _step: Integers = field(repr=False)
    _errors: Distribution = field(repr=False)

    def row(self, series: str | int) -> int:
        """Find a series by name or position.

        Raises:
            InputError: there is none of that name.
        """
        if isinstance(series, int):
            return range(len(self.names))[series]
        if series not in self.names:
            raise InputError(
                f"there is no series {series}",
                accepted="one of " + ", ".join(self.names[:5]) + (" …" if len(self.names) > 5 else ""),
                remedy="name a series of this forecast",
            )
        return self.names.index(series)

    def column(self, period: str | int | Period) -> int:
        """Find a period: 0 … H-1 in the forecast, negative counts back from the last of the history.

        Raises:
            InputError: it lies outside, or is of another kind.
        """
        sought = period if isinstance(period, Period) else parse(period)
        last = self.history_periods[-1]
        steps = sought.ordinal - last.ordinal - 1
        if sought.per_year != last.per_year or not -len(self.history_periods) <= steps < len(self.periods):
            raise InputError(
                f"{sought} is not covered",
                accepted=f"{self.history_periods[0]} to {self.periods[-1]}",
                remedy="forecast further ahead, or name a period of the figures' kind",
            )
        return steps

    def quantile(self, probabilities: Sequence[float]) -> Floats:
        """Values not exceeded with the given probabilities (0 to 1): shape (S, H, L).

        They never cross and keep to the bounds; where there is no basis they are the bounds themselves.
        """
        asked = np.asarray(probabilities, dtype=float)
        if asked.size and not (asked.min() > 0 and asked.max() < 1):
            raise InputError(
                "a probability is not between 0 and 1", accepted="such as 0.1, 0.5, 0.9", remedy="correct it"
            )
        error = np.take_along_axis(self._errors.quantile(asked), self._step[:, :, None], axis=1)
        value = self._centre[:, :, None] + self._scale[:, None, None] * error
        unknown = np.array([basis == "none" for basis in self.basis])[:, None, None]
        value = np.where(unknown, np.where(asked < 0.5, -np.inf, np.inf), value)
        held: Floats = np.clip(value, self.lower[:, None, None], self.upper[:, None, None])
        return held

    def interval(self, coverage: float) -> Floats:
        """Central interval that holds ``coverage`` per cent of outcomes: shape (S, H, 2)."""
        tail = (1 - coverage / 100) / 2
        return self.quantile([tail, 1 - tail])

    def below(self, value: Floats | float, *, or_equal: bool = True) -> Floats:
        """Probability of an outcome below ``value`` (broadcast to (S, H)): shape (S, H), NaN without a basis.

        Outcomes beyond a bound count as the bound.
        """
        sought = np.broadcast_to(np.asarray(value, dtype=float), self.point.shape)
        away = sought - self._centre
        scale = self._scale[:, None]
        reached = (away > 0) | ((away == 0) & or_equal)
        ratio = np.divide(away, scale, out=np.where(reached, np.inf, -np.inf), where=scale > 0)
        steps = np.zeros(self._errors.below.shape[:2])
        np.put_along_axis(steps, self._step, ratio, axis=1)
        chance = np.take_along_axis(self._errors.cumulative(steps), self._step, axis=1)
        lower, upper = self.lower[:, None], self.upper[:, None]
        chance[(sought >= upper) if or_equal else (sought > upper)] = 1.0
        chance[(sought < lower) if or_equal else (sought <= lower)] = 0.0
        chance[[basis == "none" for basis in self.basis]] = np.nan
        return chance

    def courses(self, series: str | int) -> Floats:
        """Equally likely courses of one series over the H periods, shape (K, H).

        They have the series' own distribution in every period, and from one period to the next hang together
        as past errors did (Schaake shuffle, Clark et al. 2004).
        """
        row = self.row(series)
        errors = self._errors
        picked = [np.interp(errors.ranks[:, h], errors.below[row, h], errors.at[h]) for h in self._step[row]]
        value = self._centre[row] + self._scale[row] * np.stack(picked, axis=1)
        held: Floats = np.clip(value, self.lower[row], self.upper[row])
        return held
