"""Grades (评定等级): A, B, C, D by threshold or by quota."""

from __future__ import annotations

import numpy as np

from luodi.scoring.arrays import FloatArray, rank
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.steps import Grade


def grade(scores: FloatArray, panel: Panel, step: Grade, journal: Journal) -> tuple[str, ...]:
    """Give each row a grade.

    By threshold: the first grade whose least score is reached. By quota: shares (below 1) of the units that
    have a score, rounded to the nearest, or numbers of units, the best first; units with equal scores are
    never
    parted: all get the better grade, which is journalled.

    Args:
        scores: rounded scores, shape (rows,), NaN where missing: those have no grade.
        panel: the rows, for quotas within a year or a class.
        step: thresholds or quotas.
        journal: takes notes of ties at a quota's edge.
    """
    if step.thresholds:
        return tuple(_by_threshold(float(score), step.thresholds) for score in scores)
    grades = [""] * panel.rows
    for block in panel.blocks(step.within):
        places = rank(scores[block], "min")
        many = int(np.sum(~np.isnan(places)))
        edges = edges_of(step.quotas, many)
        for row, place in zip(block.tolist(), places, strict=True):
            if not np.isnan(place):
                grades[row] = next(name for name, edge in edges.items() if place <= edge)
        for name, edge in edges.items():
            over = [
                panel.row_name(row)
                for row, place in zip(block.tolist(), places, strict=True)
                if place <= edge < place + np.sum(places == place) - 1
            ]
            if over and edge < many:
                journal.note("grade", "tied", over, grade=name)
    return tuple(grades)


def _by_threshold(score: float, thresholds: dict[str, float | None]) -> str:
    if np.isnan(score):
        return ""
    return next((name for name, least in thresholds.items() if least is None or score >= least), "")


def edges_of(quotas: dict[str, float | None], many: int) -> dict[str, float]:
    """Last place of each grade."""
    edges: dict[str, float] = {}
    share = 0.0
    for name, quota in quotas.items():
        if not quota:
            edges[name] = float(many)
            continue
        share += quota if quota >= 1 else quota * many
        edges[name] = float(np.floor(share + 0.5 + 1e-9))
    last = next(reversed(edges))
    edges[last] = max(edges[last], float(many))
    return edges
