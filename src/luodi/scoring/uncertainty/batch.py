"""One variant of a scheme, ready to be aggregated under many weight sets at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.aggregation import combine, is_linear, options_of
from luodi.scoring.aggregation.means import DEFINED
from luodi.scoring.arrays import BoolArray, FloatArray, IntArray, round_decimals
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import AggregateOptions
from luodi.scoring.tree import Tree
from luodi.scoring.uncertainty.fast import weighted_sums
from luodi.scoring.weighting import Weights

Function = Callable[[FloatArray], FloatArray]

_CELLS: Final = 1 << 17


class Batch:
    """Scores of one node under many weight sets.

    Means of the form f^-1(sum of w f(x) / sum of w) are computed for all runs at once; a group none of whose
    weights vary is computed once, by the engine itself; any other method is left to the engine, run by run.

    Args:
        scheme: the variant.
        tree: its tree.
        panel: its normalised figures.
        weights: its weights as declared.
        node: the node that is followed.
        moving: positions whose weights vary from run to run.
    """

    def __init__(
        self, scheme: Scheme, tree: Tree, panel: Panel, weights: Weights, node: int, moving: tuple[int, ...]
    ) -> None:
        self.panel = panel
        self.weights = weights
        self._tree = tree
        self._node = node
        self._options = options_of(scheme, tree)
        self._under = tree.leaves_under(node)
        below = {node: self._options[node]} | {
            group: self._options[group] for group in tree.groups if self._is_below(group)
        }
        self._groups = [group for group in tree.groups if group in below]
        self._linear = is_linear(below) and not np.isnan(panel.values[:, self._under]).any()
        moved = set(moving)
        self._moving: set[int] = set()
        for group in self._groups:
            members = tree.children[group].tolist()
            if any(member in moved or member in self._moving for member in members):
                self._moving.add(group)
        self._whole = any(self._options[group].rescale is not None for group in self._moving)
        self._fixed: dict[int, FloatArray] = {}

    def scores(self, tables: FloatArray | None, only: slice = slice(None)) -> FloatArray:
        """Scores under each weight table.

        Args:
            tables: shape (runs, regimes, nodes); None for the weights as declared.
            only: the rows that are wanted.

        Returns:
            Shape (runs, rows); one run if no tables are given.
        """
        if tables is None or self._node not in self._moving:
            runs = 1 if tables is None else len(tables)
            return np.repeat(self._fixed_score(self._node)[None, only], runs, axis=0)
        if self._linear:
            return self._linear_scores(tables, np.arange(self.panel.rows)[only])
        if self._whole:
            return np.stack([self._at_once(table) for table in tables])[:, only]
        found = np.empty((len(tables), self.panel.rows))
        for regime in range(tables.shape[1]):
            rows = np.flatnonzero(self.weights.regime == regime)
            table = tables[:, regime]
            step = max(8, _CELLS // max(1, len(rows)))
            for start in range(0, len(tables), step):
                some = slice(start, start + step)
                if len(rows) == self.panel.rows:
                    found[some] = self._scores(table[some], rows)
                else:
                    found[some, rows] = self._scores(table[some], rows)
        return found[:, only]

    def _at_once(self, table: FloatArray) -> FloatArray:
        """Scores of all rows under one table, shape (regimes, nodes): rescaling compares all classes."""
        held: dict[int, FloatArray] = {}
        for group in (group for group in self._groups if group in self._moving):
            members = self._tree.children[group]
            scores = [
                held[member] if member in held else self._fixed_score(member) for member in members.tolist()
            ]
            weights = table[self.weights.regime][:, members]
            held[group] = self._combined(group, np.stack(scores, axis=1), weights, self.panel)
        return held[self._node]

    def _is_below(self, group: int) -> bool:
        up = group
        while up >= 0:
            if up == self._node:
                return True
            up = int(self._tree.parent[up])
        return False

    def _linear_scores(self, tables: FloatArray, rows: IntArray) -> FloatArray:
        """Scores of some rows as one weighted sum of the indicators, class by class."""
        values = self.panel.values[:, self._under]
        regimes = self.weights.regime[rows]
        if tables.shape[1] == 1:
            part = values if len(rows) == len(values) else values[rows]
            return weighted_sums(part, self._leaf_weights(tables[:, 0]), complete=True)
        found = np.empty((len(tables), len(rows)))
        for regime in np.unique(regimes).tolist():
            own = np.flatnonzero(regimes == regime)
            weights = self._leaf_weights(tables[:, regime])
            found[:, own] = weighted_sums(values[rows[own]], weights, complete=True)
        return found

    def _leaf_weights(self, table: FloatArray) -> FloatArray:
        """Product of the shares on the way from the node to each indicator, shape (runs, indicators)."""
        shares = table.copy()
        shares[:, self._node] = 1.0
        for group in reversed(self._groups):
            members = self._tree.children[group]
            part = shares[:, members]
            shares[:, members] = part * (shares[:, group] / part.sum(axis=1))[:, None]
        return np.asarray(shares[:, self._under])

    def _scores(self, table: FloatArray, rows: IntArray) -> FloatArray:
        held: dict[int, FloatArray] = {}
        for group in self._groups:
            if group in self._moving:
                held[group] = self._group(group, table, rows, held)
        return held[self._node]

    def _fixed_score(self, node: int) -> FloatArray:
        """Score of a node whose weights do not vary, shape (rows,)."""
        if node < self._tree.leaves:
            return self.panel.values[:, node]
        if node not in self._fixed:
            members = self._tree.children[node]
            scores = np.stack([self._fixed_score(member) for member in members.tolist()], axis=1)
            self._fixed[node] = self._combined(node, scores, self.weights.of(members), self.panel)
        return self._fixed[node]

    def _combined(self, group: int, scores: FloatArray, weights: FloatArray, panel: Panel) -> FloatArray:
        codes = [self._tree.codes[member] for member in self._tree.children[group].tolist()]
        where = f"group {self._tree.codes[group]}"
        return combine(
            scores,
            weights,
            self._options[group],
            panel,
            codes,
            where=where,
            journal=Journal(),
            leaves=self._tree.leaves_under(group),
        )

    def _group(
        self, group: int, table: FloatArray, rows: IntArray, held: dict[int, FloatArray]
    ) -> FloatArray:
        """Score of a group for some rows, shape (runs, rows)."""
        members = self._tree.children[group].tolist()
        options = self._options[group]
        weights = table[:, members]
        functions = _functions(options)
        if functions is None:
            return self._run_by_run(group, weights, rows, held)
        forward, backward = functions
        still = [at for at, member in enumerate(members) if member not in held]
        total = np.zeros((len(table), len(rows)))
        weight = np.zeros((len(table), 1))
        count: FloatArray | None = None
        parts = [(still, np.stack([self._fixed_score(members[at])[rows] for at in still]))] if still else []
        parts += [([at], held[member]) for at, member in enumerate(members) if member in held]
        gaps = any(np.isnan(scores.sum()) for _, scores in parts)
        if gaps and options.missing != "zero":
            weight, count = np.zeros_like(total), np.zeros_like(total)
        for at, scores in parts:
            some = weights[:, at]
            there = ~np.isnan(scores)
            if options.missing == "zero":
                scores, there = np.nan_to_num(scores, nan=0.0), np.ones_like(there)
            if options.floor is not None:
                scores = np.maximum(scores, options.floor)
            self._check(group, options, scores, there, some, rows)
            with np.errstate(divide="ignore", invalid="ignore"):
                moved = np.where(there, forward(scores), 0.0)
                moved[~np.isfinite(moved)] = 0.0
            multiplied = len(at) > 1 or scores.shape[0] == 1
            total += some @ moved if multiplied else some * moved
            if count is None:
                weight = weight + some.sum(axis=1, keepdims=True)
            else:
                mask = there.astype(np.float64)
                weight += some @ mask if multiplied else some * mask
                if options.missing == "propagate":
                    used = (some > 0).astype(np.float64)
                    count += used @ (1.0 - mask) if multiplied else used * (1.0 - mask)
                else:
                    count += mask.sum(axis=0) if multiplied else mask
        found = _finished(total, weight, count, backward, options, len(members))
        return found if options.decimals is None else round_decimals(found, options.decimals)

    def _run_by_run(
        self, group: int, weights: FloatArray, rows: IntArray, held: dict[int, FloatArray]
    ) -> FloatArray:
        members = self._tree.children[group].tolist()
        panel = self.panel if len(rows) == self.panel.rows else self.panel.take(rows)
        found = np.empty((len(weights), len(rows)))
        for run, line in enumerate(weights):
            scores = np.stack(
                [
                    held[member][run] if member in held else self._fixed_score(member)[rows]
                    for member in members
                ],
                axis=1,
            )
            found[run] = self._combined(group, scores, np.broadcast_to(line, scores.shape), panel)
        return found

    def _check(
        self,
        group: int,
        options: AggregateOptions,
        scores: FloatArray,
        there: BoolArray,
        weights: FloatArray,
        rows: IntArray,
    ) -> None:
        defined = DEFINED.get(options.method or "arithmetic")
        if defined is None:
            return
        if np.all(~there | defined(scores)):
            return
        if weights.shape[1] == len(scores):
            counted = np.asarray(np.any(weights > 0, axis=0))[:, None]
        else:
            counted = weights > 0
        wrong = there & ~defined(scores) & counted
        if wrong.any():
            named = ", ".join(
                self.panel.row_name(int(rows[at])) for at in np.flatnonzero(np.any(wrong, axis=0))[:8]
            )
            raise InputError(
                f"the {options.method} mean meets scores that are not above zero ({named})",
                where=f"group {self._tree.codes[group]}",
                accepted="positive scores",
                remedy="give this alternative a scale above zero, such as scale: [1, 100], or a floor",
            )


def _functions(options: AggregateOptions) -> tuple[Function, Function] | None:
    if options.rescale is not None or (options.availability and (options.counted or "members") != "members"):
        return None
    match options.method or "arithmetic":
        case "arithmetic" | "sum":
            return (lambda x: x), (lambda x: x)
        case "geometric":
            return np.log, np.exp
        case "harmonic":
            return np.reciprocal, np.reciprocal
        case "power" if options.power:
            exponent = options.power
            return (lambda x: x**exponent), (lambda x: x ** (1.0 / exponent))
    return None


def _finished(
    total: FloatArray,
    weight: FloatArray,
    count: FloatArray | None,
    backward: Function,
    options: AggregateOptions,
    members: int,
) -> FloatArray:
    """Take the mean, and leave out what has too few members."""
    summed = options.method == "sum"
    with np.errstate(divide="ignore", invalid="ignore"):
        found = total if summed else backward(total / np.where(weight > 0, weight, np.nan))
    if count is not None:
        if options.missing == "propagate":
            enough = count == 0
        else:
            least = max(1.0, float(options.at_least or 1), (options.availability or 0.0) * members - 1e-9)
            enough = (count >= least) & (weight > 0)
        found = np.where(enough, found, np.nan)
    return np.asarray(found if options.multiply is None else found * options.multiply)
