"""From what was found to a panel: rows by year, indicators in the scheme's order, formulas computed."""

from __future__ import annotations

import math

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.formula import Formula
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.tables.store import Key, Store


def assemble(scheme: Scheme, store: Store, journal: Journal) -> Panel:
    """Make the panel.

    Raises:
        InputError: there are no rows, or units lack their class although the scheme's data have classes.
    """
    keys = sorted(store.keys, key=lambda key: -1 if key[1] is None else key[1])
    if not keys:
        raise InputError("the data have no rows", where="data", remedy="check the files and --as-of")
    figures: dict[str, FloatArray] = {}
    trusts: dict[str, FloatArray] = {}
    for name in store.figures:
        figures[name], trusts[name] = _column(store, name, keys)
    values = np.empty((len(keys), len(scheme.indicators)))
    confidence = np.empty_like(values)
    for position, node in enumerate(scheme.indicators):
        if node.formula is not None:
            formula = Formula(node.formula)
            values[:, position] = formula(figures)
            confidence[:, position] = np.min([trusts[name] for name in sorted(formula.names)], axis=0)
        else:
            values[:, position] = figures[node.column or node.id]
            confidence[:, position] = trusts[node.column or node.id]
    confidence[np.isnan(values)] = 0.0
    empty = [node.id for at, node in enumerate(scheme.indicators) if np.isnan(values[:, at]).all()]
    if empty:
        journal.note("data", "no_figures", empty)
    measured = {node.denominator for node in scheme.indicators if node.denominator is not None}
    measured |= set(scheme.masses())
    return Panel(
        units=tuple(unit for unit, _ in keys),
        years=tuple(year for _, year in keys),
        indicators=tuple(node.id for node in scheme.indicators),
        values=values,
        confidence=confidence,
        names=tuple(store.names[unit] for unit, _ in keys),
        labels={name: _labels(store, name, keys) for name in store.labels},
        measures={name: figures[name] for name in sorted(measured)},
        class_column=scheme.data.class_ if scheme.data.class_ in store.labels else None,
    )


def _column(store: Store, name: str, keys: list[Key]) -> tuple[FloatArray, FloatArray]:
    cells = store.figures[name]
    found = [cells.get(key) or cells.get((key[0], None)) for key in keys]
    values = np.array([math.nan if cell is None else cell.value for cell in found], dtype=np.float64)
    trusts = np.array([0.0 if cell is None else cell.trust for cell in found], dtype=np.float64)
    return values, trusts


def _labels(store: Store, name: str, keys: list[Key]) -> tuple[str, ...]:
    cells = store.labels[name]
    return tuple(cells.get(key) or cells.get((key[0], None)) or "" for key in keys)
