"""Series of unequal length and with gaps, laid out so that all of them can be walked through at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

MOST_SWELL: Final = 3.0
"""Ratio of relative to plain scale beyond which a few odd years are thought to have made it."""
CONSTANT_SHARE: Final = 0.01
"""Scale given to a series that never moved, as a share of its level: a convention, and warned of."""


@dataclass(frozen=True)
class Panel:
    """S series, each beginning in row 0 with its first figure, the longest first.

    Attributes:
        values: shape (T, S); gaps inside a series are filled by straight lines, rows past its end are 0.
        observed: shape (T, S); true where a figure was given.
        length: shape (S,); periods from the first to the last figure, never rising.
        order: shape (S,); the caller's row of each column.
        first: shape (S,); the caller's column of each series' first figure.
    """

    values: Floats
    observed: Flags
    length: Integers
    order: Integers
    first: Integers

    @property
    def active(self) -> Integers:
        """How many of the (sorted) series still run in each row, shape (T,)."""
        rows = np.arange(len(self.values))
        return np.searchsorted(-self.length, -rows, side="left")

    def scale(self) -> Floats:
        """Mean absolute change from one figure to the next, up to every row: shape (T, S).

        This is the scale of MASE (Hyndman and Koehler 2006). A change across a gap of g periods counts
        as its size over the root of g, as a random walk would have it. Before the second figure: 0.
        """
        return self._mean(self._moves()[0])

    def swell(self) -> Floats:
        """How much more a series moves by now than on average so far: shape (T, S), 1 where nothing tells.

        Quantities that grow tend to move in proportion to their level. Were that all, a series would now move
        by its mean relative change times its last figure; were nothing of it true, by its mean change. What
        is given is the geometric mean of the two as a multiple of the second. Only series all of whose
        figures so far are positive have another than 1.
        """
        change, before, now = self._moves()
        level = (np.abs(before) + np.abs(now)) / 2
        share = np.divide(change, level, out=np.zeros_like(change), where=level > 0)
        relative, absolute = self._mean(share), self._mean(change)
        relative[1:] *= now
        lowest = np.minimum.accumulate(np.where(self.observed, self.values, np.inf), axis=0)
        told = (lowest > 0) & (absolute > 0)
        ratio = np.divide(relative, absolute, out=np.ones_like(relative), where=told)
        swell: Floats = np.sqrt(np.clip(ratio, 1 / MOST_SWELL, MOST_SWELL))
        return swell

    def _moves(self) -> tuple[Floats, Floats, Floats]:
        """Size of the change between figures, the figure before and the latest: shape (T - 1, S)."""
        rows, columns = np.arange(len(self.values))[:, None], np.arange(self.values.shape[1])
        latest = np.maximum.accumulate(np.where(self.observed, rows, 0), axis=0)
        before, now = self.values[latest[:-1], columns], self.values[latest[1:], columns]
        return np.abs(now - before) / np.sqrt(np.maximum(rows[1:] - latest[:-1], 1)), before, now

    def _mean(self, moves: Floats) -> Floats:
        """Mean of the moves up to every row, shape (T, S); 0 before the second figure."""
        total, count = np.zeros_like(self.values), np.zeros_like(self.values)
        np.cumsum(np.where(self.observed[1:], moves, 0.0), axis=0, out=total[1:])
        np.cumsum(self.observed[1:], axis=0, out=count[1:])
        return np.divide(total, count, out=np.zeros_like(total), where=count > 0)


def panel(values: Floats) -> Panel:
    """Lay series out from their first to their last figure.

    Args:
        values: shape (S, T); NaN where no figure is known. Every series holds at least one figure.

    Example:
        >>> import numpy as np
        >>> laid = panel(np.array([[np.nan, 1.0, np.nan, 3.0], [4.0, 5.0, 6.0, 7.0]]))
        >>> laid.values.T.tolist(), laid.length.tolist(), laid.order.tolist()
        ([[4.0, 5.0, 6.0, 7.0], [1.0, 2.0, 3.0, 0.0]], [4, 3], [1, 0])
    """
    known = np.isfinite(values)
    periods = values.shape[1]
    first = known.argmax(axis=1)
    length = periods - known[:, ::-1].argmax(axis=1) - first
    order = np.lexsort((np.arange(len(values)), -length))
    first, length = first[order], length[order]
    rows = np.arange(int(length[0]))[:, None]
    inside = rows < length
    source = np.where(inside, rows + first, 0)
    laid = np.where(inside, values[order, source], 0.0)
    observed = inside & known[order, source]
    gaps = inside & ~observed
    if gaps.any():
        after = np.minimum.accumulate(np.where(observed, rows, len(rows))[::-1], axis=0)[::-1]
        before = np.maximum.accumulate(np.where(observed, rows, 0), axis=0)
        row, column = np.nonzero(gaps)
        low, high = before[row, column], after[row, column]
        share = (row - low) / (high - low)
        laid[row, column] = (1 - share) * laid[low, column] + share * laid[high, column]
    return Panel(laid, observed, length.astype(np.int64), order.astype(np.int64), first.astype(np.int64))
