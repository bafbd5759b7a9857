"""Chance of each grade (评定等级的概率), from simulated scores or ranks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from luodi.scoring.arrays import FloatArray
from luodi.scoring.grade import edges_of
from luodi.scoring.scheme.steps import Grade
from luodi.scoring.uncertainty.model import Model


class GradeChances:
    """Counts the grades of the node that is followed."""

    def __init__(self, model: Model, step: Grade) -> None:
        self._model = model
        self._step = step
        self.names: tuple[str, ...] = tuple(step.thresholds or step.quotas)
        self._reached = np.full((len(model.keys), len(self.names)), np.nan)

    def add(self, rows: slice, ordered: FloatArray) -> None:
        """Count from scores of some rows, shape (rows, runs), each row ascending with NaN at its end."""
        if not self._step.thresholds:
            return
        decimals = self._model.scheme.ranking.decimals
        many = (~np.isnan(ordered)).sum(axis=1)
        for column, least in enumerate(self._step.thresholds.values()):
            edge = (
                -np.inf if least is None else least - (0.5 * 10.0**-decimals if decimals is not None else 0)
            )
            slack = 1e-9 * max(1.0, abs(edge)) if np.isfinite(edge) and decimals is None else 0.0
            below = np.array(
                [np.searchsorted(line[:n], edge - slack) for line, n in zip(ordered, many, strict=True)]
            )
            with np.errstate(invalid="ignore", divide="ignore"):
                self._reached[rows, column] = (many - below) / many

    def chances(self, counts: npt.NDArray[np.int64]) -> tuple[tuple[str, ...], FloatArray]:
        """Give the names of the grades and the chance of each, shape (rows, grades)."""
        reached = self._reached
        if self._step.quotas:
            many = counts.sum(axis=1)
            for rows in self._model.panel.blocks(self._step.within):
                edges = edges_of(self._step.quotas, int(np.sum(many[rows] > 0)))
                for column, edge in enumerate(edges.values()):
                    with np.errstate(invalid="ignore", divide="ignore"):
                        reached[rows, column] = counts[rows, : int(edge)].sum(axis=1) / many[rows]
        return self.names, np.diff(np.maximum.accumulate(reached, axis=1), axis=1, prepend=0.0)


def grade_chances(model: Model) -> GradeChances | None:
    """Make the counter for the node's grade step, if there is one whose ranks the study follows.

    Quotas are followed where they are shared out among the rows that are ranked together.
    """
    code = model.tree.codes[model.node]
    root = model.tree.codes[model.tree.root]
    for step in model.scheme.grades():
        if (step.of or root) == code and (step.thresholds or step.within == model.options.within):
            return GradeChances(model, step)
    return None
