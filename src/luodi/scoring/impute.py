"""Imputation (缺失值插补): fill missing cells by a stated rule; each filled cell is journalled."""

from __future__ import annotations

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, IntArray, column_mean
from luodi.scoring.em import Expectations
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel, blocks_of
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Impute, ImputeOptions
from luodi.scoring.tree import Tree


def impute(panel: Panel, scheme: Scheme, tree: Tree, step: Impute, journal: Journal) -> Panel:
    """Fill missing cells, each indicator by its own options.

    Returns:
        The filled panel; a filled cell's confidence is the option's. What cannot be filled (a column or group
        without any figure) stays missing and is journalled.
    """
    values = panel.values.copy()
    confidence = panel.confidence.copy()
    expectations = Expectations(panel, tree)
    for position, node in enumerate(scheme.indicators):
        options = merged(node.impute, step)
        empty = np.isnan(panel.values[:, position])
        if not empty.any() or options.method == "none":
            continue
        values[:, position] = _filled(panel, position, options, tree, expectations)
        filled = empty & ~np.isnan(values[:, position])
        confidence[filled, position] = options.confidence or 0.0
        rows, others = (
            [panel.row_name(int(row)) for row in np.flatnonzero(done)] for done in (filled, empty & ~filled)
        )
        if rows:
            journal.note("impute", "filled", rows, indicator=node.id, method=options.method or "mean")
        if others:
            journal.note("impute", "not_filled", others, indicator=node.id)
    return panel.with_values(values, confidence)


def _filled(
    panel: Panel, position: int, options: ImputeOptions, tree: Tree, expectations: Expectations
) -> FloatArray:
    column = panel.values[:, position]
    method = options.method or "mean"
    over = options.over or "year"
    if method == "constant":
        if options.value is None:
            raise InputError("`value` is missing", where="impute, constant", remedy="state it")
        return np.where(np.isnan(column), options.value, column)
    if method in ("last_value", "interpolate"):
        return _along_years(panel, column, options)
    if method == "em":
        return expectations.column(position, over)
    filled = column.copy()
    for block in panel.blocks(over):
        if method in ("group_mean", "group_median"):
            for part in _groups(panel, block, options):
                filled[part] = _by_centre(column[part], method.removeprefix("group_"))
        elif method == "peers_mean":
            peers = tree.children[int(tree.parent[position])]
            peers = peers[(peers != position) & (peers < tree.leaves)]
            others = column_mean(panel.values[np.ix_(block, peers)].T)
            filled[block] = np.where(np.isnan(column[block]), others, column[block])
        else:
            filled[block] = _by_centre(column[block], method)
    return filled


def _groups(panel: Panel, block: IntArray, options: ImputeOptions) -> list[IntArray]:
    if options.group is None:
        raise InputError(
            "the column that holds the groups is not named",
            where=f"impute, {options.method}",
            accepted="group: region",
            remedy="name it",
        )
    if options.group not in panel.labels:
        raise InputError(
            f"the data have no column {options.group!r}",
            where="impute, group",
            remedy="add it or correct the name",
        )
    labels = panel.labels[options.group]
    return [block[part] for part in blocks_of([labels[row] for row in block.tolist()])]


def _by_centre(column: FloatArray, method: str) -> FloatArray:
    there = column[~np.isnan(column)]
    if not len(there):
        return column
    centre = np.mean(there) if method == "mean" else np.median(there)
    return np.where(np.isnan(column), centre, column)


def _along_years(panel: Panel, column: FloatArray, options: ImputeOptions) -> FloatArray:
    """Carry forward or interpolate each unit's own figures; ends are not extrapolated."""
    if any(year is None for year in panel.years):
        raise InputError(
            f"{options.method} needs years",
            where="step impute",
            remedy="add a year column or use another method",
        )
    filled = column.copy()
    years = np.array(panel.years, dtype=np.float64)
    for rows in blocks_of(panel.units):
        known = rows[~np.isnan(column[rows])]
        if not len(known):
            continue
        known = known[np.argsort(years[known])]
        for row in rows[np.isnan(column[rows])].tolist():
            after = int(np.searchsorted(years[known], years[row]))
            before = known[after - 1] if after else None
            if before is None:
                continue
            if options.limit is not None and years[row] - years[before] > options.limit:
                continue
            if options.method == "last_value":
                filled[row] = column[before]
            elif after < len(known):
                share = (years[row] - years[before]) / (years[known[after]] - years[before])
                filled[row] = column[before] + share * (column[known[after]] - column[before])
    return filled
