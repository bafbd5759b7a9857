"""Screening (筛选): which units have enough data to be scored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import BoolArray, FloatArray, IntArray
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.steps import Screen
from luodi.scoring.tree import Tree


@dataclass(frozen=True, slots=True)
class Availability:
    """How much data each row has; all of shape (rows,).

    Attributes:
        missing: number of missing cells.
        zeros: number of zeros.
        available: share of cells with a figure.
        nonzero: share of the figures that are not zero; NaN for a row without figures.
    """

    missing: IntArray
    zeros: IntArray
    available: FloatArray
    nonzero: FloatArray


def availability_of(values: FloatArray) -> Availability:
    """Count missing cells and zeros of each row, shape (rows, indicators)."""
    missing = np.isnan(values).sum(axis=1)
    zeros = (values == 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        nonzero = 1.0 - zeros / (values.shape[1] - missing)
    return Availability(missing, zeros, 1.0 - missing / values.shape[1], nonzero)


def screen(panel: Panel, tree: Tree, step: Screen, journal: Journal) -> Panel:
    """Leave out rows with too few data.

    Raises:
        InputError: a unit to keep or drop is not in the data, or nothing is left.
    """
    unknown = [code for code in (*step.keep, *step.drop) if code not in panel.units]
    if unknown:
        raise InputError(
            f"units to keep or drop that are not in the data: {', '.join(unknown)}",
            where="step screen",
            remedy="correct the codes",
        )
    stays = kept(panel.values, tree, step)
    units = np.array(panel.units)
    stays |= np.isin(units, list(step.keep))
    stays &= ~np.isin(units, list(step.drop))
    gone = [panel.row_name(int(row)) for row in np.flatnonzero(~stays)]
    if gone:
        journal.note("screen", "left_out", gone)
    if not stays.any():
        raise InputError(
            "no unit has enough data",
            where="step screen",
            accepted=f"units with {step.availability:.0%} of the figures",
            remedy="lower the threshold or supply figures",
        )
    return panel.take(stays)


def kept(values: FloatArray, tree: Tree, step: Screen) -> BoolArray:
    """Apply the rules to figures of shape (rows, indicators); shape (rows,), true for rows that stay."""
    found = availability_of(values)
    enough = found.available >= step.availability
    for code in step.within:
        members = tree.leaves_under(tree.position(code))
        enough &= (~np.isnan(values[:, members])).mean(axis=1) >= step.availability
    filled = ~(found.nonzero < step.nonzero)
    if step.by == "missing":
        return enough
    return filled if step.by == "zeros" else enough & filled
