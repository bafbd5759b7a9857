"""Normalisation (无量纲化): figures into scores, each indicator by its own rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, round_decimals
from luodi.scoring.formula import Formula
from luodi.scoring.journal import Journal, whose
from luodi.scoring.normalisation import official, own, relative
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Indicator, Scheme
from luodi.scoring.scheme.steps import Normalise, NormaliseOptions
from luodi.scoring.transforms import pointwise

__all__ = ["normalise", "normalise_column", "normalise_figures"]


def normalise(panel: Panel, scheme: Scheme, step: Normalise, journal: Journal) -> Panel:
    """Turn every indicator's figures into scores.

    Raises:
        InputError: an option that the method needs is missing or cannot be used.
    """
    scores = np.empty_like(panel.values)
    for position, node in enumerate(scheme.indicators):
        options = merged(node.normalise, step)
        scores[:, position] = normalise_column(panel, position, node, options, journal)
    return panel.with_values(scores, np.where(np.isnan(scores), 0.0, panel.confidence))


def normalise_column(
    panel: Panel, position: int, node: Indicator, options: NormaliseOptions, journal: Journal
) -> FloatArray:
    """Turn one indicator's figures into scores.

    Args:
        panel: the figures.
        position: the indicator's column.
        node: the indicator, for its direction.
        options: its own options laid over the step's.
        journal: takes notes of cells without score and of columns without spread.

    Returns:
        Shape (rows,), NaN where missing.
    """
    columns = {code: panel.values[:, at] for at, code in enumerate(panel.indicators)}
    return normalise_figures(
        panel.values[:, position],
        panel,
        options,
        increase=node.direction == "increase",
        where=f"indicator {node.id}, normalise",
        journal=journal,
        columns=columns,
    )


def normalise_figures(
    figures: FloatArray,
    panel: Panel,
    options: NormaliseOptions,
    *,
    increase: bool,
    where: str,
    journal: Journal,
    columns: Mapping[str, FloatArray] | None = None,
) -> FloatArray:
    """Turn figures, shape (rows,), into scores: those of an indicator, or the scores of a group.

    Args:
        figures: NaN where missing.
        panel: their rows.
        options: what is to be done.
        increase: whether more is better.
        where: whose they are, for messages.
        journal: takes notes of cells without score and of columns without spread.
        columns: what a formula may name besides ``x`` and the panel's measures.

    Raises:
        InputError: an option that the method needs is missing, or cannot be used with it.
    """
    method = options.method or "minmax"
    if options.weighted_by is not None and method != "zscore":
        raise InputError(
            f"`weighted_by` does nothing for {method}",
            where=where,
            accepted="method: zscore",
            remedy="drop it",
        )
    if method == "formula":
        if options.expression is None:
            raise InputError("`expression` is missing", where=where, remedy="state it, such as 100 * x / 7")
        scores = Formula(options.expression)({**(columns or {}), **panel.measures, "x": figures})
    elif method == "function":
        scores = own.score(figures, panel, options, where, journal)
    elif method in official.METHODS:
        scores = official.score(method, figures, panel, options, increase=increase, where=where)
    else:
        moved = pointwise(options.transform or "none", figures)
        scores = relative.score(
            method, moved, panel, options, increase=increase, where=where, journal=journal
        )
    scores = _bounded(scores, options)
    lost = np.flatnonzero(np.isnan(scores) & ~np.isnan(figures))
    if len(lost):
        rows = [panel.row_name(int(row)) for row in lost]
        journal.note("normalise", "no_score", rows, indicator=whose(where), method=method)
    return scores


def _bounded(scores: FloatArray, options: NormaliseOptions) -> FloatArray:
    if options.cap is not None:
        scores = np.minimum(scores, options.cap)
    if options.floor is not None:
        scores = np.maximum(scores, options.floor)
    return scores if options.decimals is None else round_decimals(scores, options.decimals)
