"""Imputation by expectation-maximisation under a multivariate normal distribution.

Source: Dempster, Laird and Rubin, Maximum likelihood from incomplete data via the EM algorithm, 1977.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.scoring.arrays import FloatArray, column_mean
from luodi.scoring.panel import Over, Panel, blocks_of
from luodi.scoring.tree import Tree

_ROUNDS: Final = 500
_CLOSE: Final = 1e-9
_RIDGE: Final = 1e-6
"""Share of each variance added to itself, so that columns that depend on each other can still be used."""


class Expectations:
    """Expectations of a panel's missing cells, computed once for all indicators of a group.

    Args:
        panel: the figures.
        tree: tells which indicators stand in one group and so inform each other.
    """

    def __init__(self, panel: Panel, tree: Tree) -> None:
        self._panel = panel
        self._tree = tree
        self._filled: dict[tuple[int, Over], FloatArray] = {}

    def column(self, position: int, over: Over) -> FloatArray:
        """Give one indicator's figures with missing cells filled, shape (rows,).

        Args:
            position: the indicator's place in the panel.
            over: rows that are filled from each other.
        """
        group = int(self._tree.parent[position])
        peers = self._tree.children[group]
        peers = peers[peers < self._tree.leaves]
        if (group, over) not in self._filled:
            filled = self._panel.values[:, peers]
            for block in self._panel.blocks(over):
                filled[block] = expected(filled[block])
            self._filled[group, over] = filled
        return np.asarray(self._filled[group, over][:, int(np.flatnonzero(peers == position)[0])])


def expected(values: FloatArray) -> FloatArray:
    """Fill missing cells by their expectation given the row's other cells.

    Args:
        values: shape (rows, columns), NaN where missing; columns without figures stay missing, and a row
            without figures gets the means.

    Example:
        >>> x = np.arange(8.0)
        >>> filled = expected(np.column_stack([x, np.where(x == 3, np.nan, 2 * x + 1)]))
        >>> round(float(filled[3, 1]), 3)
        7.0
    """
    known = ~np.isnan(values)
    used = known.any(axis=0)
    part = values[:, used]
    centre = column_mean(part)
    spread = np.sqrt(np.nanvar(part, axis=0))
    spread = np.where(spread > 0, spread, 1.0)
    filled = np.nan_to_num((part - centre) / spread, nan=0.0)
    mean = np.zeros(part.shape[1])
    covariance = np.cov(filled, rowvar=False, bias=True).reshape(part.shape[1], part.shape[1])
    patterns = [(known[rows[0]][used], rows) for rows in blocks_of([row.tobytes() for row in known])]
    for _ in range(_ROUNDS):
        extra = np.zeros_like(covariance)
        before = filled.copy()
        regular = covariance + _RIDGE * np.diag(np.maximum(np.diag(covariance), _RIDGE))
        for there, rows in patterns:
            if there.all():
                continue
            gone = ~there
            slope = np.linalg.solve(regular[np.ix_(there, there)], regular[np.ix_(there, gone)])
            step = (filled[np.ix_(rows, there)] - mean[there]) @ slope
            filled[np.ix_(rows, gone)] = mean[gone] + step
            rest = regular[np.ix_(gone, gone)] - regular[np.ix_(gone, there)] @ slope
            extra[np.ix_(gone, gone)] += len(rows) * rest
        mean = filled.mean(axis=0)
        off = filled - mean
        covariance = (off.T @ off + extra) / len(filled)
        if np.max(np.abs(filled - before), initial=0.0) < _CLOSE:
            break
    result = values.copy()
    result[:, used] = np.where(np.isnan(part), filled * spread + centre, part)
    return result
