"""Chance, vectorised and repeatable: one stream of random numbers for each subject of each batch."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
Floats = NDArray[np.float64]

DAY: Final = np.timedelta64(1, "D")


def stream(seed: int, batch: int, subject: str) -> np.random.Generator:
    """Open the stream of one subject of one batch; it depends on nothing drawn elsewhere."""
    return np.random.default_rng([seed, batch, zlib.crc32(subject.encode())])


def pick(rng: np.random.Generator, weights: Iterable[float], size: int) -> Ints:
    """Draw places by weight.

    >>> pick(stream(1, 0, "x"), [0, 1], 3).tolist()
    [1, 1, 1]
    """
    edges = np.cumsum(np.fromiter(weights, float))
    found: Ints = np.searchsorted(edges / edges[-1], rng.random(size), side="right").astype(np.int64)
    return np.minimum(found, len(edges) - 1)


def choose(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> tuple[list[str], Ints]:
    """Draw among names by weight; gives the names and the places drawn."""
    return list(weights), pick(rng, weights.values(), size)


def day_of(year: Any, ordinal: Any) -> Days:
    """Give the day of a year, counted from 0."""
    years = np.asarray(year, dtype=np.int64) - 1970
    found: Days = years.astype("datetime64[Y]").astype("datetime64[D]") + np.asarray(ordinal, dtype=np.int64)
    return found


def day(year: int, ordinal: int) -> np.datetime64:
    """Give one day of one year, counted from 0.

    >>> day(2025, 364)
    np.datetime64('2025-12-31')
    """
    return np.datetime64(date(year, 1, 1) + timedelta(ordinal), "D")


def days_in(rng: np.random.Generator, year: Ints, first: int = 0, last: int = 364) -> Days:
    """Draw a day of each year."""
    return day_of(year, rng.integers(first, last + 1, len(year)))


def year_of(days: Days) -> Ints:
    """Give the year of each day."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def years_later(days: Days, years: Any) -> Days:
    """Give the day before the same day so many years later: the last day of a term."""
    months = days.astype("datetime64[M]")
    moved: Days = (months + 12 * np.asarray(years)).astype("datetime64[D]")
    moved += days - months.astype("datetime64[D]")
    return moved - DAY


def nowhere(days: Days, keep: Truths) -> Days:
    """Leave out the days that are not to be kept."""
    return np.where(keep, days, np.datetime64("NaT"))


class Serials:
    """Running numbers by kind and year that go on from batch to batch."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, int], int] = {}

    def take(self, name: str, years: Ints) -> Ints:
        """Number these rows from where each year's count stands, starting with 1."""
        out = np.zeros(len(years), dtype=np.int64)
        for year in np.unique(years).tolist():
            rows = np.flatnonzero(years == year)
            first = self._next.get((name, year), 1)
            out[rows] = first + np.arange(len(rows))
            self._next[name, year] = first + len(rows)
        return out


def joined(*parts: Any) -> NDArray[np.str_]:
    """Write texts and numbers one after the other, row by row.

    >>> joined("GR", np.array([2023, 2024]), "99").tolist()
    ['GR202399', 'GR202499']
    """
    out: Any = ""
    for part in parts:
        text = part if isinstance(part, str) else np.asarray(part).astype(np.str_)
        out = np.strings.add(out, text)
    return np.asarray(out, dtype=np.str_)


def padded(numbers: Ints, width: int) -> NDArray[np.str_]:
    """Write numbers with zeros before them.

    >>> padded(np.array([7, 12]), 3).tolist()
    ['007', '012']
    """
    texts = numbers.astype(np.str_)
    return np.strings.zfill(texts, width) if len(texts) else texts
