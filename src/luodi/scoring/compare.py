"""Comparison of variants (方案比较): what changes when a scheme or its data change."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, round_significant
from luodi.scoring.audit.correlation import correlations
from luodi.scoring.engine import Result

Key = tuple[str, int | None]


class Shift(msgspec.Struct, kw_only=True, frozen=True):
    """One unit under all variants; NaN where a variant has no score for it.

    Attributes:
        unit: its code.
        year: its year.
        scores: by variant.
        ranks: by variant.
        spread: greatest less least rank.
    """

    unit: str
    year: int | None
    scores: dict[str, float]
    ranks: dict[str, float]
    spread: float


class Comparison(msgspec.Struct, kw_only=True, frozen=True):
    """Variants beside each other.

    Attributes:
        base: name of the first variant.
        shifts: every unit that some variant scores, in the order of the base's ranks.
        mean_shift: by variant, mean absolute change of rank against the base.
        correlation: by variant, correlation of ranks with the base (Spearman).
        only: by variant, units that it scores and the base does not, and the other way round with a minus.
    """

    base: str
    shifts: tuple[Shift, ...]
    mean_shift: dict[str, float]
    correlation: dict[str, float]
    only: dict[str, tuple[str, ...]]


def compare(results: Mapping[str, Result], node: str | None = None) -> Comparison:
    """Compare results by the ranks of one node.

    Args:
        results: two or more results by name; the first is the base.
        node: id of the node; the roots if not given.

    Raises:
        InputError: fewer than two results.
    """
    if len(results) < 2:
        raise InputError("nothing to compare", where="variants", accepted="two or more", remedy="add one")
    tables = {}
    for name, result in results.items():
        code = node or result.tree.codes[result.tree.root]
        keys = list(zip(result.panel.units, result.panel.years, strict=True))
        scores = round_significant(result.score(code)).tolist()
        tables[name] = dict(zip(keys, zip(scores, result.rank(code).tolist(), strict=True), strict=True))
    base = next(iter(tables))
    nothing = (float("nan"), float("nan"))
    shifts = []
    for unit, year in dict.fromkeys(key for table in tables.values() for key in table):
        found = {name: table.get((unit, year), nothing) for name, table in tables.items()}
        ranks = np.array([pair[1] for pair in found.values()])
        known = ranks[~np.isnan(ranks)]
        shifts.append(
            Shift(
                unit=unit,
                year=year,
                scores={name: pair[0] for name, pair in found.items()},
                ranks={name: pair[1] for name, pair in found.items()},
                spread=float(np.ptp(known)) if len(known) else float("nan"),
            )
        )
    shifts.sort(key=lambda shift: (shift.year or 0, np.nan_to_num(shift.ranks[base], nan=np.inf), shift.unit))
    others = [name for name in tables if name != base]
    return Comparison(
        base=base,
        shifts=tuple(shifts),
        mean_shift={name: _mean_shift(shifts, base, name) for name in others},
        correlation={name: _spearman(shifts, base, name) for name in others},
        only={name: _only(tables[base].keys(), tables[name].keys()) for name in others},
    )


def _pairs(shifts: list[Shift], base: str, name: str) -> FloatArray:
    pairs = np.array([(shift.ranks[base], shift.ranks[name]) for shift in shifts])
    return np.asarray(pairs[~np.isnan(pairs).any(axis=1)])


def _mean_shift(shifts: list[Shift], base: str, name: str) -> float:
    pairs = _pairs(shifts, base, name)
    return float(np.abs(pairs[:, 0] - pairs[:, 1]).mean()) if len(pairs) else float("nan")


def _spearman(shifts: list[Shift], base: str, name: str) -> float:
    return float(correlations(_pairs(shifts, base, name), "spearman").r[0, 1])


def _only(base: Collection[Key], other: Collection[Key]) -> tuple[str, ...]:
    first, second = set(base), set(other)
    named = sorted(f"{unit} {year or ''}".strip() for unit, year in second - first)
    return (*named, *sorted(f"-{unit} {year or ''}".strip() for unit, year in first - second))
