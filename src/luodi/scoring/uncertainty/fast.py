"""Array kernels of the simulations: many weighted sums, ranks and quantiles at once.

The layout decides the speed. Scores stand with a run in each row while they are ranked, and with a unit in
each row while quantiles are taken, so that every sort runs over contiguous memory. A row is ranked by one
integer
sort: a key holds the score as a fixed-point number and, in its low bits, the position of the unit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from luodi.scoring.arrays import FloatArray, Ties

Number = TypeVar("Number", bound=np.generic)
RankArray = npt.NDArray[np.signedinteger[Any]]
"""Ranks times two, so that mean ranks under ties are whole; 0 where there is none."""

_DIGITS: Final = 10
_CELLS: Final = 1 << 16
"""Cells that one thread works on at a time: they stay in its cache."""


def weighted_sums(scores: FloatArray, weights: FloatArray, *, complete: bool | None = None) -> FloatArray:
    """Weighted means of many units under many weight sets; weights are rescaled over what is there.

    Args:
        scores: shape (units, indicators), NaN where missing.
        weights: shape (runs, indicators), not negative.
        complete: whether nothing is missing; looked up if not given.

    Returns:
        Shape (runs, units); NaN for units without any weighted score.

    Example:
        >>> scores = np.array([[1.0, 3.0], [2.0, np.nan]])
        >>> weighted_sums(scores, np.array([[1.0, 1.0], [3.0, 1.0]])).tolist()
        [[2.0, 2.0], [1.5, 2.0]]
    """
    if complete is None:
        complete = not np.isnan(np.sum(scores))
    if complete:
        return np.asarray((weights / weights.sum(axis=1, keepdims=True)) @ scores.T)
    there = ~np.isnan(scores)
    total = weights @ there.T.astype(np.float64)
    found = weights @ np.where(there, scores, 0.0).T
    with np.errstate(invalid="ignore"):

        def divide(rows: slice) -> None:
            part = total[rows]
            part[part <= 0] = np.nan
            found[rows] /= part

        in_threads(divide, len(found), found.shape[1])
    return np.asarray(found)


def ranks_of(scores: FloatArray, ties: Ties = "min", decimals: int | None = None) -> RankArray:
    """Rank the units of every run, the highest score first.

    Scores are compared as fixed-point numbers with ten digits of the run's greatest score, or rounded to
    ``decimals``, so that machines that differ in the last bits rank alike.

    Args:
        scores: shape (runs, units), NaN where missing.
        ties: how equal scores rank.
        decimals: decimals that count.

    Returns:
        Twice the rank, shape (runs, units), 0 where there is no score.

    Example:
        >>> (ranks_of(np.array([[3.0, 5.0, np.nan, 3.0]])) / 2).tolist()
        [[2.0, 1.0, 0.0, 2.0]]
    """
    runs, units = scores.shape
    size: type[np.signedinteger[Any]] = np.int16 if 2 * units < 2**15 else np.int32
    found = np.empty((runs, units), dtype=size)
    in_threads(lambda rows: _rank_rows(scores[rows], found[rows], ties, decimals), runs, units)
    return found


def _rank_rows(scores: FloatArray, found: RankArray, ties: Ties, decimals: int | None) -> None:
    runs, units = scores.shape
    bits = max(1, (units - 1).bit_length())
    gaps = bool(np.isnan(scores.sum()))
    lost = np.isnan(scores) if gaps else None
    known = np.where(lost, 0.0, scores) if lost is not None else scores
    greatest = np.maximum(np.maximum(known.max(axis=1), -known.min(axis=1)), 1e-290)
    exponent = _DIGITS - 1 - np.floor(np.log10(greatest))
    if decimals is not None:
        exponent = np.minimum(exponent + 62 - bits - 34, float(decimals)) // 1
    scale = -(10.0**exponent)
    keys = np.rint(known * scale[:, None]).astype(np.int64)
    if lost is not None:
        keys[lost] = (1 << (62 - bits)) - 1
    keys <<= bits
    keys |= np.arange(units)
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    flat = (order + np.arange(0, runs * units, units)[:, None]).ravel()
    places = np.arange(2, 2 * units + 2, 2, dtype=found.dtype)
    out = found.reshape(-1)
    same = keys[:, 1:] == keys[:, :-1]
    if not same.any():
        out[flat] = np.broadcast_to(places, (runs, units)).ravel()
    else:
        out[flat] = _tied(same, places, ties).ravel()
    if lost is not None:
        found[lost] = 0


def _tied(same: npt.NDArray[np.bool_], places: RankArray, ties: Ties) -> RankArray:
    """Doubled ranks of sorted rows in which neighbours may be the same."""
    runs, units = len(same), len(places)
    opens = np.ones((runs, units), dtype=np.bool_)
    opens[:, 1:] = ~same
    if ties == "dense":
        return np.asarray((2 * np.cumsum(opens, axis=1)).astype(places.dtype))
    first = np.maximum.accumulate(np.where(opens, places, 0).astype(places.dtype), axis=1)
    if ties == "min":
        return np.asarray(first)
    closes = np.ones((runs, units), dtype=np.bool_)
    closes[:, :-1] = ~same
    ends = np.where(closes, places, 2 * units).astype(places.dtype)
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(last if ties == "max" else ((first.astype(np.int32) + last) // 2).astype(places.dtype))


def by_unit(values: npt.NDArray[Number], *, ordered: bool = True) -> npt.NDArray[Number]:
    """Turn (runs, units) into (units, runs), each row sorted ascending unless told otherwise."""
    runs, units = values.shape
    found = np.empty((units, runs), dtype=values.dtype)

    def turn(rows: slice) -> None:
        found[rows] = values[:, rows].T
        if ordered:
            found[rows].sort(axis=1)

    in_threads(turn, units, runs)
    return found


def quantiles(
    ordered: npt.NDArray[np.generic], shares: Sequence[float], skip: FloatArray | None = None
) -> FloatArray:
    """Quantiles of sorted rows, interpolated between neighbours (type 7 of Hyndman and Fan).

    Args:
        ordered: shape (units, runs), ascending; NaN at the end.
        shares: the quantiles, 0 to 1.
        skip: how many leading entries of each row do not count, shape (units,).

    Returns:
        Shape (units, quantiles); NaN for rows without any entry.

    Example:
        >>> quantiles(np.array([[1.0, 2.0, 4.0]]), [0.0, 0.5, 0.75]).tolist()
        [[1.0, 2.0, 3.0]]
    """
    units, runs = ordered.shape
    first = np.zeros(units, dtype=np.intp) if skip is None else skip.astype(np.intp)
    many = runs - first
    if ordered.dtype.kind == "f" and units and np.isnan(ordered[:, -1]).any():
        many = many - np.isnan(ordered).sum(axis=1)
    found = np.full((units, len(shares)), np.nan)
    some = np.flatnonzero(many > 0)
    for column, share in enumerate(shares):
        at = share * (many[some] - 1)
        below = np.floor(at).astype(np.intp)
        above = np.minimum(below + 1, many[some] - 1)
        low = ordered[some, first[some] + below].astype(np.float64)
        high = ordered[some, first[some] + above].astype(np.float64)
        found[some, column] = low + (at - below) * (high - low)
    return found


def blocks(total: int, size: int) -> Iterator[slice]:
    """Cut a length into slices of a size."""
    for start in range(0, total, size):
        yield slice(start, min(start + size, total))


def in_threads(work: Callable[[slice], object], rows: int, columns: int) -> None:
    """Work through rows in blocks that fit the cache, on all processors; sorting lets other threads run."""
    size = max(1, _CELLS // max(1, columns))
    parts = list(blocks(rows, size))
    threads = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, len(parts))
    if threads < 2:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, parts):
            pass
