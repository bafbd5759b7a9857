"""The engine (计算引擎): carry out a scheme's steps in order and keep what each of them made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.aggregation import aggregate
from luodi.scoring.arrays import FloatArray, rank, round_decimals, round_significant
from luodi.scoring.denominate import denominate
from luodi.scoring.grade import grade
from luodi.scoring.impute import impute
from luodi.scoring.journal import Journal, Note
from luodi.scoring.normalisation import normalise
from luodi.scoring.panel import Panel, blocks_of
from luodi.scoring.scheme.model import Ranking, Scheme
from luodi.scoring.scheme.steps import Aggregate, Denominate, Impute, Normalise, Screen, Step, Treat
from luodi.scoring.screen import screen
from luodi.scoring.treat import Treatment, treat
from luodi.scoring.tree import Tree, tree_of
from luodi.scoring.weighting import Weights, default_set, weighted_by, weights_of


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a scheme made of a panel.

    Attributes:
        scheme: the scheme as run.
        tree: its tree; columns of ``scores`` follow ``tree.codes``.
        weights: the weights that held for each row.
        stages: the panel after each step by the step's name: ``raw``, then ``denominate``, ``impute`` and so
            on; a step that comes again has its number: ``impute_2``.
        panel: the rows that were scored, with the normalised scores.
        scores: score of each node, shape (rows, nodes), NaN where there is none.
        confidence: confidence of each score, shape (rows, nodes), 0 to 1.
        ranks: rank of each node's score within the year, shape (rows, nodes).
        class_ranks: rank within the year and class, shape (rows, nodes); None without classes.
        grades: grade of each row by the name of the graded group.
        treatments: what was done against outliers.
        journal: choices made on the way.
    """

    scheme: Scheme
    tree: Tree
    weights: Weights
    stages: Mapping[str, Panel]
    panel: Panel
    scores: FloatArray
    confidence: FloatArray
    ranks: FloatArray
    class_ranks: FloatArray | None
    grades: Mapping[str, tuple[str, ...]]
    treatments: tuple[Treatment, ...]
    journal: tuple[Note, ...]

    def score(self, code: str) -> FloatArray:
        """Scores of one node by its id, shape (rows,)."""
        return np.asarray(self.scores[:, self.tree.position(code)])

    def rank(self, code: str) -> FloatArray:
        """Ranks of one node by its id, shape (rows,)."""
        return np.asarray(self.ranks[:, self.tree.position(code)])

    @property
    def index(self) -> FloatArray:
        """Scores of the root, shape (rows,)."""
        return np.asarray(self.scores[:, self.tree.root])


def run(
    scheme: Scheme, panel: Panel, *, weights: str | None = None, journal: Journal | None = None
) -> Result:
    """Carry out a scheme.

    Args:
        scheme: a checked scheme.
        panel: its figures, columns in the order of the scheme's indicators.
        weights: name of a weight set that takes the place of the scheme's, in the result's scheme too.
        journal: notes made while the figures were read, if any.

    Raises:
        InputError: figures and scheme do not go together; what and where is said.
    """
    if panel.indicators != tuple(node.id for node in scheme.indicators):
        raise InputError(
            "the panel's columns are not the scheme's indicators in order",
            where="panel",
            remedy="use read_panel",
        )
    notes = Journal() if journal is None else journal
    if weights is not None:
        scheme = weighted_by(scheme, weights)
    tree = tree_of(scheme)
    _unused(scheme, notes)
    stages, treatments = prepare(scheme, tree, panel, notes)
    last = next(reversed(stages.values()))
    held = weights_of(scheme, tree, last)
    scores, confidence = aggregate(last, scheme, tree, held, notes)
    if np.isnan(scores[:, tree.root]).all():
        raise InputError(
            "no unit has a score; " + "; ".join(str(note) for note in list(notes)[-3:]),
            where=f"scheme {scheme.scheme}",
            remedy="see the choices named; state `constant`, impute, or supply figures",
        )
    grades = {}
    for step in scheme.grades():
        code = step.of or tree.codes[tree.root]
        grades[code] = grade(rankable(scores[:, tree.position(code)], scheme.ranking), last, step, notes)
    return Result(
        scheme=scheme,
        tree=tree,
        weights=held,
        stages=stages,
        panel=last,
        scores=scores,
        confidence=confidence,
        ranks=ranks_within(scores, list(last.years), scheme.ranking),
        class_ranks=None
        if last.classes is None
        else ranks_within(scores, list(zip(last.years, last.classes, strict=True)), scheme.ranking),
        grades=grades,
        treatments=treatments,
        journal=tuple(notes),
    )


def _unused(scheme: Scheme, journal: Journal) -> None:
    """Say what the scheme holds but does not use."""
    divided = [node.id for node in scheme.indicators if node.denominator is not None]
    if divided and not any(isinstance(step, Denominate) for step in scheme.steps):
        journal.note("scheme", "no_denominate", divided)
    if scheme.weights and default_set(scheme) is None:
        journal.note("scheme", "other_weights", list(scheme.weights))


def prepare(
    scheme: Scheme, tree: Tree, panel: Panel, journal: Journal
) -> tuple[dict[str, Panel], tuple[Treatment, ...]]:
    """Carry out the steps before aggregation.

    Returns:
        The panel after each step by name, and the treatments.
    """
    stages = {"raw": panel}
    treatments: tuple[Treatment, ...] = ()
    for step in scheme.steps:
        if isinstance(step, Aggregate):
            break
        panel, done = carry_out(step, panel, scheme, tree, journal)
        treatments += done
        name = type(step).__name__.lower()
        times = sum(key == name or key.startswith(f"{name}_") for key in stages)
        stages[name if not times else f"{name}_{times + 1}"] = panel
    return stages, treatments


def carry_out(
    step: Step, panel: Panel, scheme: Scheme, tree: Tree, journal: Journal
) -> tuple[Panel, tuple[Treatment, ...]]:
    """Carry out one step before aggregation.

    Returns:
        The panel after it, and what was done against outliers.
    """
    match step:
        case Screen():
            return screen(panel, tree, step, journal), ()
        case Denominate():
            return denominate(panel, scheme, journal), ()
        case Impute():
            return impute(panel, scheme, tree, step, journal), ()
        case Treat():
            return treat(panel, scheme, step, journal)
        case Normalise():
            return normalise(panel, scheme, step, journal), ()
    return panel, ()


def rankable(scores: FloatArray, ranking: Ranking) -> FloatArray:
    """Round scores as the scheme ranks them."""
    rounded = round_significant(scores)
    return rounded if ranking.decimals is None else round_decimals(rounded, ranking.decimals)


def ranks_within(scores: FloatArray, keys: list[object], ranking: Ranking) -> FloatArray:
    """Rank every column among rows with equal keys, shape as ``scores``."""
    rounded = rankable(scores, ranking)
    found = np.empty_like(rounded)
    for block in blocks_of(keys):
        for node in range(scores.shape[1]):
            found[block, node] = rank(rounded[block, node], ranking.ties)
    return found
