"""The model that simulations run: which variant a run takes, and the scores it gives."""

from __future__ import annotations

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, IntArray
from luodi.scoring.engine import carry_out
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Aggregate
from luodi.scoring.scheme.uncertain import Uncertainty
from luodi.scoring.tree import Tree, tree_of
from luodi.scoring.uncertainty.batch import Batch
from luodi.scoring.uncertainty.draws import disturbed, weight_tables
from luodi.scoring.uncertainty.factors import Factor, factors_of, varied
from luodi.scoring.uncertainty.fast import RankArray, ranks_of
from luodi.scoring.weighting import weights_of

Key = tuple[str, int | None]


class Model:
    """A scheme on its figures, to be run with any combination of its uncertain choices.

    Attributes:
        scheme: the scheme as declared.
        options: its uncertainty section.
        tree: its tree.
        node: position of the node that is followed.
        factors: its uncertain choices.
        seed: seed of all random numbers.
        keys: unit and year of each output row: all rows that some variant scores.
        panel: those rows of the figures, for names, classes and years.
        nominal: scores as declared, shape (rows,); NaN for rows that only other variants score.
        nominal_ranks: twice the ranks as declared, shape (rows,).

    Raises:
        InputError: the scheme declares nothing uncertain, or a declaration does not fit.
    """

    def __init__(self, scheme: Scheme, panel: Panel, seed: int) -> None:
        self.scheme = scheme
        self.tree: Tree = tree_of(scheme)
        self.factors: tuple[Factor, ...] = factors_of(scheme, self.tree, panel)
        self.options: Uncertainty = scheme.uncertainty or Uncertainty(vary=())
        self.node = self._node()
        self.seed = seed
        self._raw = panel
        self._choices = [at for at, factor in enumerate(self.factors) if factor.kind == "choice"]
        self._weights = [at for at, factor in enumerate(self.factors) if factor.kind == "weights"]
        self._data = [at for at, factor in enumerate(self.factors) if factor.kind == "data"]
        self._moving = tuple(node for at in self._weights for node in self.factors[at].nodes)
        self._stages: dict[bytes, Panel] = {}
        self._schemes: dict[tuple[int, ...], Scheme] = {}
        self._batches: dict[tuple[int, ...], Batch] = {}
        nominal = self._make(scheme, self._prepared(scheme, panel, keep=True))
        self._select(nominal)
        scores = self._spread(nominal, None)
        self.nominal: FloatArray = scores[0]
        self.nominal_ranks = self.ranks(scores)[0]

    def say(self, drawn: IntArray) -> str:
        """Say in words what one run takes, shape (factors,)."""
        return "; ".join(factor.say(int(number)) for factor, number in zip(self.factors, drawn, strict=True))

    def scores(self, drawn: IntArray, only: slice = slice(None)) -> FloatArray:
        """Run the model.

        Args:
            drawn: for every run and factor the number of the alternative or of the draw, shape (runs,
                factors).
            only: the rows that are wanted.

        Returns:
            Scores of the node, shape (runs, rows).
        """
        found = np.empty((len(drawn), len(self.keys[only])))
        own = [*self._choices, *self._data]
        ways, way = np.unique(drawn[:, own], axis=0, return_inverse=True)
        way = way.ravel()
        order = np.argsort(way, kind="stable")
        edges = np.searchsorted(way[order], np.arange(len(ways) + 1))
        for position, picked in enumerate(ways.tolist()):
            runs = order[edges[position] : edges[position + 1]]
            try:
                batch = self._batch(tuple(picked[: len(self._choices)]), tuple(picked[len(self._choices) :]))
                tables = self._tables(batch, drawn[runs]) if self._weights else None
                scores = self._spread(batch, tables, only)
            except InputError as error:
                words = "; ".join(
                    self.factors[at].say(number)
                    for at, number in zip(self._choices, picked[: len(self._choices)], strict=True)
                )
                raise InputError(
                    f"this variant cannot be carried out: {error.what}",
                    where=f"{error.where} (variant: {words})",
                    accepted=error.accepted,
                    remedy=error.remedy,
                ) from error
            if len(runs) == len(found):
                return np.repeat(scores, len(runs), axis=0) if len(scores) < len(runs) else scores
            found[runs] = scores
        return found

    def ranks(self, scores: FloatArray) -> RankArray:
        """Rank every run's scores among the rows ranked together; twice the ranks, shape as scores."""
        ranking = self.scheme.ranking
        groups = list(self.panel.blocks(self.options.within))
        if len(groups) == 1:
            return ranks_of(scores, ranking.ties, ranking.decimals)
        found = np.empty(scores.shape, dtype=np.int32)
        for rows in groups:
            found[:, rows] = ranks_of(np.ascontiguousarray(scores[:, rows]), ranking.ties, ranking.decimals)
        return found

    def warm(self, drawn: IntArray) -> None:
        """Carry out the steps before aggregation for every variant that is needed, and settle the rows."""
        for picked in np.unique(drawn[:, self._choices], axis=0).tolist():
            self._batch(tuple(picked), ())
        keys = {key for batch in self._batches.values() for key in _keys(batch.panel)}
        if not keys <= set(self.keys):
            self._select(*self._batches.values())
            nominal = self._make(self.scheme, self._prepared(self.scheme, self._raw, keep=True))
            scores = self._spread(nominal, None)
            self.nominal, self.nominal_ranks = scores[0], self.ranks(scores)[0]

    def _node(self) -> int:
        code = self.options.node
        if code is None:
            return self.tree.root
        if code not in [self.tree.codes[group] for group in self.tree.groups]:
            raise InputError(
                f"{code!r} is not a group", where="uncertainty, node", remedy="correct it or leave it out"
            )
        return self.tree.position(code)

    def _select(self, *batches: Batch) -> None:
        wanted = {key for batch in batches for key in _keys(batch.panel)}
        every = list(_keys(self._raw))
        rows = np.array([at for at, key in enumerate(every) if key in wanted], dtype=np.intp)
        self.panel: Panel = self._raw.take(rows)
        self.keys: tuple[Key, ...] = tuple(every[at] for at in rows.tolist())
        self._at = {key: at for at, key in enumerate(self.keys)}

    def _spread(self, batch: Batch, tables: FloatArray | None, only: slice = slice(None)) -> FloatArray:
        """Scores in the rows of the output; rows that the variant leaves out are NaN."""
        keys = tuple(_keys(batch.panel))
        if keys == self.keys:
            return batch.scores(tables, only)
        scores = batch.scores(tables)
        found = np.full((len(scores), len(self.keys)), np.nan)
        found[:, [self._at[key] for key in keys]] = scores
        return found[:, only]

    def _batch(self, picked: tuple[int, ...], disturbance: tuple[int, ...]) -> Batch:
        if not disturbance:
            if picked not in self._batches:
                scheme = self._scheme(picked)
                self._batches[picked] = self._make(scheme, self._prepared(scheme, self._raw, keep=True))
            return self._batches[picked]
        panel = self._raw
        for at, number in zip(self._data, disturbance, strict=True):
            panel = disturbed(panel, number, self.factors[at].vary, self.seed, at)
        scheme = self._scheme(picked)
        return self._make(scheme, self._prepared(scheme, panel, keep=False))

    def _scheme(self, picked: tuple[int, ...]) -> Scheme:
        if picked not in self._schemes:
            self._schemes[picked] = varied(
                self.scheme, self.factors, dict(zip(self._choices, picked, strict=True))
            )
        return self._schemes[picked]

    def _make(self, scheme: Scheme, panel: Panel) -> Batch:
        weights = weights_of(scheme, self.tree, panel)
        return Batch(scheme, self.tree, panel, weights, self.node, self._moving)

    def _prepared(self, scheme: Scheme, panel: Panel, *, keep: bool) -> Panel:
        """Carry out the steps before aggregation; variants that begin alike share their beginning."""
        own = msgspec.json.encode([(node.impute, node.treat, node.normalise) for node in scheme.indicators])
        done = own
        for step in scheme.steps:
            if isinstance(step, Aggregate):
                break
            done += msgspec.json.encode(step)
            if keep and done in self._stages:
                panel = self._stages[done]
                continue
            panel, _ = carry_out(step, panel, scheme, self.tree, Journal())
            if keep:
                self._stages[done] = panel
        return panel

    def _tables(self, batch: Batch, drawn: IntArray) -> FloatArray:
        tables: FloatArray | None = None
        for at in self._weights:
            factor = self.factors[at]
            made = weight_tables(
                drawn[:, at], batch.weights.table, self.tree, factor.vary, factor.nodes, self.seed, at
            )
            if tables is None:
                tables = made
            else:
                nodes = list(factor.nodes)
                tables[:, :, nodes] = made[:, :, nodes]
        assert tables is not None
        return tables


def _keys(panel: Panel) -> zip[Key]:
    return zip(panel.units, panel.years, strict=True)
