"""Figures: float64 arrays that decide exactly at a limit.

A figure is kept as float64, NaN where it cannot be told. An input is the double nearest to a decimal of at
most 15 digits, so comparing it with a limit is exact. What is computed from inputs may be off by some last
places; a comparison that close to the limit is decided again for those rows in whole numbers (numerator and
denominator of the decimals as given). So 2 000.00 万元, or a share of exactly 5 %, is on the right side, and
only the few rows at a limit pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from luodi.rules.model import Op
from luodi.rules.truth import Truth

Array = NDArray[np.float64]
Rational = tuple[Any, Any]
"""Numerators and denominators: whole numbers, or object arrays of them."""
Exactly = Callable[[NDArray[np.intp]], Rational]

Rounding = Literal["half_even", "half_up", "up", "down"]

SLACK: Final = 1e-12
"""Share of the largest term within which a computed figure is decided again in whole numbers."""
_WHOLE: Final = 2.0**53

_COMPARE: Final[dict[Op, Callable[[Any, Any], Any]]] = {
    "at_least": np.greater_equal,
    "more_than": np.greater,
    "at_most": np.less_equal,
    "less_than": np.less,
    "equal": np.equal,
}


class Figure:
    """A figure of many entities with + − × ÷ and comparisons.

    Attributes:
        values: float64 of shape (entities,) or (); NaN is "cannot be told".
        names: what it was directly computed from, for the trace.
        uses: inputs it rests on.
    """

    __slots__ = ("_exactly", "_given", "_positive", "_scale", "names", "uses", "values")

    def __init__(
        self,
        values: Array,
        exactly: Exactly,
        *,
        names: frozenset[str] = frozenset(),
        uses: frozenset[str] = frozenset(),
        scale: Array | None = None,
        positive: bool = False,
        given: bool = False,
    ) -> None:
        self.values, self.names, self.uses = values, names, uses
        self._exactly, self._scale, self._positive, self._given = exactly, scale, positive, given

    @classmethod
    def of(
        cls,
        values: Array,
        decimals: int,
        *,
        name: str = "",
        uses: frozenset[str] = frozenset(),
        positive: bool = False,
    ) -> Figure:
        """Make a figure of decimals with that many places; ``positive``: none is below zero."""
        names = frozenset((name,)) if name else frozenset()
        return cls(
            values,
            lambda rows: _decimal(values, rows, decimals),
            names=names,
            uses=uses,
            positive=positive,
            given=True,
        )

    @classmethod
    def constant(cls, value: float, *, name: str = "") -> Figure:
        """Make one number for all entities."""
        ratio = (0, 1) if np.isnan(value) else Decimal(repr(float(value))).as_integer_ratio()
        names = frozenset((name,)) if name else frozenset()
        return cls(np.asarray(float(value)), lambda rows: ratio, names=names, positive=value >= 0, given=True)

    @property
    def magnitude(self) -> Array:
        """The largest term that went into it, by row: the measure of its rounding error."""
        return np.abs(self.values) if self._scale is None else self._scale

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where it can be told."""
        return ~np.isnan(self.values)

    def named(self, name: str) -> Figure:
        """Give the same figure a name of its own."""
        return Figure(
            self.values,
            self._exactly,
            names=frozenset((name,)),
            uses=self.uses,
            scale=self._scale,
            positive=self._positive,
            given=self._given,
        )

    def exactly(self, rows: NDArray[np.intp]) -> Rational:
        """Numerators and denominators of some rows."""
        return self._exactly(rows)

    def close(self) -> None:
        """Let go of what it was computed from; it can then be read but no longer computed with."""
        self._exactly, self._scale = _closed, None

    def _with(
        self, other: Figure, values: Array, exactly: Exactly, scale: Array | None, positive: bool
    ) -> Figure:
        names, uses = self.names | other.names, self.uses | other.uses
        return Figure(values, exactly, names=names, uses=uses, scale=scale, positive=positive)

    def __add__(self, other: Figure | float) -> Figure:
        that = _figure(other)

        def exactly(rows: NDArray[np.intp]) -> Rational:
            (a, b), (c, d) = self._exactly(rows), that._exactly(rows)
            return a * d + c * b, b * d

        both = self._positive and that._positive
        plain = both and self._scale is None and that._scale is None
        scale = None if plain else self.magnitude + that.magnitude
        return self._with(that, self.values + that.values, exactly, scale, both)

    __radd__ = __add__

    def __neg__(self) -> Figure:
        def exactly(rows: NDArray[np.intp]) -> Rational:
            a, b = self._exactly(rows)
            return -a, b

        return self._with(self, -self.values, exactly, self._scale, False)

    def __sub__(self, other: Figure | float) -> Figure:
        return self + -_figure(other)

    def __rsub__(self, other: float) -> Figure:
        return _figure(other) + -self

    def __mul__(self, other: Figure | float) -> Figure:
        that = _figure(other)

        def exactly(rows: NDArray[np.intp]) -> Rational:
            (a, b), (c, d) = self._exactly(rows), that._exactly(rows)
            return a * c, b * d

        plain = self._scale is None and that._scale is None
        scale = None if plain else self.magnitude * that.magnitude
        both = self._positive and that._positive
        return self._with(that, self.values * that.values, exactly, scale, both)

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | float) -> Figure:
        """Divide; by zero it cannot be told."""
        that = _figure(other)

        def exactly(rows: NDArray[np.intp]) -> Rational:
            (a, b), (c, d) = self._exactly(rows), that._exactly(rows)
            return a * d, b * c

        below = that.values if that.values.all() else np.where(that.values == 0, np.nan, that.values)
        scale = None
        if self._scale is not None or that._scale is not None:
            scale = self.magnitude * that.magnitude / (below * below)
        both = self._positive and that._positive
        return self._with(that, self.values / below, exactly, scale, both)

    def __rtruediv__(self, other: float) -> Figure:
        return _figure(other) / self

    def __ge__(self, other: Figure | float) -> Truth:
        return self.compare("at_least", other)

    def __gt__(self, other: Figure | float) -> Truth:
        return self.compare("more_than", other)

    def __le__(self, other: Figure | float) -> Truth:
        return self.compare("at_most", other)

    def __lt__(self, other: Figure | float) -> Truth:
        return self.compare("less_than", other)

    def equals(self, other: Figure | float) -> Truth:
        """Say where both are the same number."""
        return self.compare("equal", other)

    def compare(self, op: Op, other: Figure | float) -> Truth:
        """Hold it against another, exactly at the limit.

        Args:
            op: the comparison.
            other: a figure or a number.
        """
        that = _figure(other)
        met = np.asarray(_COMPARE[op](self.values, that.values))
        known = self.known & that.known
        if not (self._given and that._given):
            slack = SLACK * (self.magnitude + that.magnitude)
            rows = np.flatnonzero(np.abs(self.values - that.values) <= slack)
            if rows.size:
                met = np.array(met)
                met[rows if met.ndim else ()] = _compare_exactly(op, self._exactly(rows), that._exactly(rows))
        return Truth.of(met, None if known.all() else known, self.uses | that.uses)


def smaller(one: Figure, other: Figure | float) -> Figure:
    """Take the smaller of two, by row; missing if either is."""
    return choose(one <= other, one, other)


def larger(one: Figure, other: Figure | float) -> Figure:
    """Take the larger of two, by row; missing if either is."""
    return choose(one >= other, one, other)


def choose(truth: Truth, met: Figure | float, not_met: Figure | float) -> Figure:
    """Take one figure where a thing is true and another where it is not; missing where it cannot be told.

    Args:
        truth: what decides.
        met: the figure where it is met.
        not_met: the figure where it is not met.
    """
    one, other = _figure(met), _figure(not_met)
    first = truth.values > 0
    values = np.where(first, one.values, other.values)
    if not truth.values.all():
        values = np.where(truth.values == 0, np.nan, values)

    def exactly(rows: NDArray[np.intp]) -> Rational:
        (a, b), (c, d) = one.exactly(rows), other.exactly(rows)
        here = first[rows] if first.ndim else first
        # as objects: numpy would make whole numbers of 64 bits of them, which overflow in the next product
        a, b, c, d = (np.asarray(one, object) for one in (a, b, c, d))
        return np.where(here, a, c), np.where(here, b, d)

    found = one._with(other, values, exactly, None, one._positive and other._positive)
    found.uses |= truth.uses
    if one._scale is not None or other._scale is not None:
        found._scale = np.where(first, one.magnitude, other.magnitude)
    return found


def total(figures: Sequence[Figure]) -> Figure:
    """Add several figures; missing where one is."""
    found = figures[0]
    for figure in figures[1:]:
        found = found + figure
    return found


def rounded(figure: Figure, places: int, how: Rounding = "half_even") -> Figure:
    """Round as an instrument asks, exactly: what lies at a half or a whole number is decided by the decimals.

    Args:
        figure: what is rounded.
        places: decimal places, 0 or more.
        how: ``half_even`` (四舍六入五成双, GB/T 8170), ``half_up`` (四舍五入), ``up`` (只进不舍) or ``down``
            (只舍不进); the last two to the next larger and smaller number.
    """
    factor = 10**places
    scaled = figure * float(factor)
    below = np.floor(scaled.values)
    rest = scaled.values - below
    values = below + (rest > (0.5 if how.startswith("half") else 0.0 if how == "up" else 1.0))
    edge = 0.5 if how.startswith("half") else 0.0
    slack = SLACK * np.maximum(scaled.magnitude, 1.0)
    near = np.abs(rest - edge) <= slack
    if not edge:
        near |= rest >= 1.0 - slack
    rows = np.flatnonzero(near)
    if rows.size:
        exact = np.broadcast_to(np.array(_whole(*scaled.exactly(rows), how), object), rows.shape)
        values = np.array(values)
        values[rows if values.ndim else ()] = exact.astype(np.float64) if values.ndim else float(exact[0])
    return Figure(
        values / factor,
        lambda rows: _decimal(values / factor, rows, places),
        names=figure.names,
        uses=figure.uses,
        positive=figure._positive,
        given=True,
    )


def fen(figure: Figure) -> Figure:
    """Settle an amount in 万元 to the fen (分), a half up (四舍五入), exactly.

    Args:
        figure: an amount in 万元.
    """
    return rounded(figure, 6, "half_up")


def known_or(figure: Figure, value: float) -> Figure:
    """Put a number where the figure cannot be told."""
    return choose(Truth.of(figure.known, None), figure, value)


def _figure(value: Figure | float) -> Figure:
    return value if isinstance(value, Figure) else Figure.constant(value)


def _closed(rows: NDArray[np.intp]) -> Rational:
    raise LookupError("the working paper of this figure is closed")


def _compare_exactly(op: Op, one: Rational, other: Rational) -> NDArray[np.bool_]:
    (a, b), (c, d) = one, other
    left, right = np.asarray(a * d, object), np.asarray(c * b, object)
    sign = np.where(np.asarray(b * d < 0, bool), -1, 1).astype(object)
    return np.asarray(_COMPARE[op](left * sign, right * sign), bool)


def _whole(a: Any, b: Any, how: Rounding) -> Any:
    """Round fractions to whole numbers."""
    if how == "down":
        return a // b
    if how == "up":
        return -(-a // b)
    below, rest = (2 * a + b) // (2 * b), (2 * a + b) % (2 * b)
    return below - ((rest == 0) & (below % 2 == 1)) if how == "half_even" else below


def _decimal(values: Array, rows: NDArray[np.intp], decimals: int) -> Rational:
    """Give the decimals that these doubles stand for as whole numbers over a power of ten.

    What is missing may stand in the branch of a choice that was not taken: any number will do there.
    """
    known = np.nan_to_num(np.asarray(values[rows] if values.ndim else values))
    scaled = known * 10.0**decimals
    if np.all(np.abs(scaled) < _WHOLE):
        return np.rint(scaled).astype(np.int64).astype(object), 10**decimals
    pairs = [Decimal(repr(float(value))).as_integer_ratio() for value in np.atleast_1d(known)]
    return np.array([a for a, _ in pairs], object), np.array([b for _, b in pairs], object)
