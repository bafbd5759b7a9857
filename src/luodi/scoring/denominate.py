"""Denomination (强度化): totals into figures per head, per area or per unit of product."""

from __future__ import annotations

import numpy as np

from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme


def denominate(panel: Panel, scheme: Scheme, journal: Journal) -> Panel:
    """Divide each indicator that has a denominator by it: x / (d / factor).

    A missing or zero denominator makes the cell missing, which is journalled.
    """
    values = panel.values.copy()
    for position, node in enumerate(scheme.indicators):
        if node.denominator is None:
            continue
        divisor = panel.measures[node.denominator] / node.denominator_factor
        divisor = np.where(divisor == 0, np.nan, divisor)
        lost = np.flatnonzero(np.isnan(divisor) & ~np.isnan(values[:, position]))
        if len(lost):
            journal.note(
                "denominate",
                "no_denominator",
                [panel.row_name(int(row)) for row in lost],
                indicator=node.id,
                denominator=node.denominator,
            )
        values[:, position] /= divisor
    return panel.with_values(values, np.where(np.isnan(values), 0.0, panel.confidence))
