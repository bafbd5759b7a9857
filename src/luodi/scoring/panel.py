"""The panel (面板数据): units and years in rows, indicators in columns, missing cells as NaN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from luodi.scoring.arrays import BoolArray, FloatArray, IntArray

Over = Literal["all", "year", "class", "class_year"]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Figures of units by indicator and year.

    Attributes:
        units: code of the unit of each row.
        years: year of each row; None throughout when the data have no years.
        indicators: ids of the columns.
        values: shape (rows, indicators), contiguous float64, NaN where missing.
        confidence: shape (rows, indicators), 0 to 1: how far each cell can be trusted; 0 where missing.
        names: name of each row's unit, for people.
        labels: text columns by name (classes, groups), one text a row.
        measures: number columns by name (denominators), shape (rows,).
    """

    units: tuple[str, ...]
    years: tuple[int | None, ...]
    indicators: tuple[str, ...]
    values: FloatArray
    confidence: FloatArray
    names: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: Mapping[str, FloatArray] = field(default_factory=dict)
    class_column: str | None = None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.units)

    @property
    def classes(self) -> tuple[str, ...] | None:
        """Class of each row's unit (分类), if the scheme names a class column."""
        return self.labels[self.class_column] if self.class_column else None

    def with_values(self, values: FloatArray, confidence: FloatArray | None = None) -> Panel:
        """Give the same panel with other figures."""
        return replace(
            self,
            values=np.ascontiguousarray(values, dtype=np.float64),
            confidence=self.confidence if confidence is None else confidence,
        )

    def take(self, keep: BoolArray | IntArray) -> Panel:
        """Give some of the rows, in the order asked for."""
        index = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        pick = index.tolist()
        return replace(
            self,
            units=tuple(self.units[i] for i in pick),
            years=tuple(self.years[i] for i in pick),
            names=tuple(self.names[i] for i in pick) if self.names else (),
            values=np.ascontiguousarray(self.values[index]),
            confidence=np.ascontiguousarray(self.confidence[index]),
            labels={name: tuple(column[i] for i in pick) for name, column in self.labels.items()},
            measures={name: column[index] for name, column in self.measures.items()},
        )

    def column(self, indicator: str) -> FloatArray:
        """Give one indicator's figures, shape (rows,)."""
        return self.values[:, self.indicators.index(indicator)]

    def row_name(self, row: int) -> str:
        """Name a row as a reader would look it up: unit, and year if there is one."""
        year = self.years[row]
        return self.units[row] if year is None else f"{self.units[row]} {year}"

    def blocks(self, over: Over) -> Iterator[IntArray]:
        """Give the sets of rows that are compared with each other.

        Args:
            over: ``all`` rows at once, within each ``year``, within each ``class`` of units over all years,
                or within each ``class_year``.
        """
        if over == "all":
            yield np.arange(self.rows)
            return
        if over == "year":
            keys: Sequence[object] = self.years
        else:
            classes = self.classes or ("",) * self.rows
            keys = classes if over == "class" else list(zip(classes, self.years, strict=True))
        yield from blocks_of(keys)


def blocks_of(keys: Sequence[object]) -> Iterator[IntArray]:
    """Give the positions of equal keys, in order of first appearance.

    >>> [block.tolist() for block in blocks_of(["a", "b", "a"])]
    [[0, 2], [1]]
    """
    found: dict[object, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(key, []).append(position)
    for positions in found.values():
        yield np.array(positions, dtype=np.intp)


def panel_of(
    values: FloatArray,
    units: Sequence[str],
    indicators: Sequence[str],
    *,
    years: Sequence[int | None] | None = None,
    confidence: FloatArray | None = None,
    labels: Mapping[str, Sequence[str]] | None = None,
    measures: Mapping[str, FloatArray] | None = None,
    class_column: str | None = None,
) -> Panel:
    """Make a panel from arrays at hand.

    Args:
        values: shape (rows, indicators), NaN where missing.
        units: code of each row's unit.
        indicators: id of each column.
        years: year of each row.
        confidence: shape (rows, indicators); what is there counts as 1 if not given.
        labels: text columns by name.
        measures: number columns by name.
        class_column: which of ``labels`` holds the class of the units.

    Example:
        >>> panel_of(np.array([[1.0], [2.0]]), ["甲", "乙"], ["x"]).rows
        2
    """
    array = np.ascontiguousarray(values, dtype=np.float64)
    return Panel(
        units=tuple(units),
        years=tuple(years) if years is not None else (None,) * len(units),
        indicators=tuple(indicators),
        values=array,
        confidence=(~np.isnan(array)).astype(np.float64) if confidence is None else confidence,
        names=tuple(units),
        labels={name: tuple(column) for name, column in (labels or {}).items()},
        measures=dict(measures or {}),
        class_column=class_column,
    )
