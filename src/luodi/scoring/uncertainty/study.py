"""Monte Carlo: how far scores, ranks and grades move when the uncertain choices move."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, IntArray
from luodi.scoring.journal import Journal, Note
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.sentences import Said
from luodi.scoring.uncertainty.draws import seed_of, stream
from luodi.scoring.uncertainty.factors import Factor
from luodi.scoring.uncertainty.fast import blocks, by_unit, quantiles
from luodi.scoring.uncertainty.grades import grade_chances
from luodi.scoring.uncertainty.model import Key, Model
from luodi.scoring.uncertainty.scales import mixed_scales

Progress = Callable[[int, int], None]

SHARES: Final = (0.05, 0.5, 0.95)
_BLOCK_CELLS: Final = 24_000_000
"""Scores held at once (192 MB): what bounds the memory of a study of any length."""
MOST_RUNS: Final = 1_000_000
"""Simulations at most: beyond, 5 and 95 % no longer move, and the list of what each run took grows large."""
_MOST_COUNTS: Final = 1 << 27


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What the simulations gave; rows are units and years.

    Attributes:
        model: the model that was run.
        seed: seed of the random numbers.
        runs: number of simulations.
        drawn: what each run took, shape (runs, factors).
        scores: 5, 50 and 95 % of the score, shape (rows, 3); NaN where there is none.
        ranks: 5, 50 and 95 % of the rank, shape (rows, 3).
        mean_rank: shape (rows,).
        rank_counts: how often a row had each rank, shape (rows, ranks), column 0 for the first; a mean rank
            between two counts for the better one.
        shift: mean absolute change of rank against the scheme as declared, shape (runs,).
        grades: chance of each grade by row: name of the graded group, grades, shape (rows, grades).
        journal: choices made on the way.
    """

    model: Model
    seed: int
    runs: int
    drawn: IntArray
    scores: FloatArray
    ranks: FloatArray
    mean_rank: FloatArray
    rank_counts: npt.NDArray[np.int64]
    shift: FloatArray
    grades: tuple[tuple[str, ...], FloatArray] | None
    journal: tuple[Note, ...] = field(default=())

    @property
    def keys(self) -> tuple[Key, ...]:
        """Unit and year of each row."""
        return self.model.keys

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The uncertain choices."""
        return self.model.factors

    def chance_of_rank(self, first: int, last: int) -> FloatArray:
        """Chance of each row to rank from ``first`` to ``last``, among the runs in which it ranks."""
        ranked = self.rank_counts.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.rank_counts[:, first - 1 : last].sum(axis=1) / ranked)


def simulate(
    scheme: Scheme,
    panel: Panel,
    *,
    seed: int | None = None,
    runs: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Run a scheme many times over its uncertain choices.

    Args:
        scheme: a scheme with an uncertainty section.
        panel: its figures.
        seed: seed of the random numbers; else the scheme's, else one is chosen and journalled.
        runs: number of simulations; else the scheme's.
        progress: told how many of how many parts are done.

    Raises:
        InputError: nothing is declared uncertain, a declaration does not fit, or a variant cannot be carried
            out.
    """
    journal = Journal()
    chosen = seed_of(seed, scheme.uncertainty.seed if scheme.uncertainty else None, journal)
    model = Model(scheme, panel, chosen)
    drawn = design(model, model.options.runs if runs is None else runs, journal)
    for at, factor in enumerate(model.factors):
        if scales := mixed_scales(scheme, model.tree, model.node, at, model.factors):
            both = Said(zh="；".join(one.zh for one in scales), en="; ".join(one.en for one in scales))
            journal.note("uncertainty", "mixed_scales", [factor.name], scales=both)
    model.warm(drawn)
    return _run(model, drawn, journal, progress or (lambda done, total: None))


def design(model: Model, runs: int, journal: Journal) -> IntArray:
    """Decide what every run takes, shape (runs, factors)."""
    if runs < 2:
        raise InputError(
            f"{runs} simulations", where="uncertainty, runs", accepted="2 or more", remedy="mend it"
        )
    if model.options.design == "crossed":
        numbers = [range(len(factor.words)) for factor in model.factors if factor.kind == "choice"]
        _limit(runs, math.prod(len(one) for one in numbers))
        ways = list(itertools.product(*numbers))
        if all(factor.kind == "choice" for factor in model.factors):
            runs = 1
        drawn = np.empty((len(ways) * runs, len(model.factors)), dtype=np.intp)
        at = 0
        for position, factor in enumerate(model.factors):
            if factor.kind == "choice":
                drawn[:, position] = np.repeat([way[at] for way in ways], runs)
                at += 1
            else:
                drawn[:, position] = np.tile(np.arange(runs), len(ways))
        journal.note("uncertainty", "crossed", ways=len(ways), runs=runs)
        return drawn
    _limit(runs)
    drawn = np.empty((runs, len(model.factors)), dtype=np.intp)
    for position, factor in enumerate(model.factors):
        drawn[:, position] = (
            alternatives(factor, stream(model.seed, 0, position).random(runs))
            if factor.kind == "choice"
            else np.arange(runs)
        )
    journal.note("uncertainty", "drawn", runs=runs)
    return drawn


def _limit(runs: int, ways: int = 1) -> None:
    """Refuse what would run for hours or fill the memory, before anything is drawn."""
    if runs * ways > MOST_RUNS:
        raise InputError(
            f"{runs * ways:,} simulations"
            + (f" ({ways:,} combinations, {runs:,} of each)" if ways > 1 else ""),
            where="uncertainty, runs",
            accepted=f"2 to {MOST_RUNS:,}; 100,000 of 3,000 units and 200 indicators take 13 s and 0.8 GiB",
            remedy="10,000 tell the 5 and 95 % of a rank; ask for fewer, or for fewer combinations",
        )


def alternatives(factor: Factor, uniform: FloatArray) -> IntArray:
    """Turn uniform numbers into numbers of alternatives by their chances."""
    return np.asarray(np.searchsorted(factor.chances, uniform, side="right"), dtype=np.intp)


def _run(model: Model, drawn: IntArray, journal: Journal, progress: Progress) -> Study:
    runs, rows = len(drawn), len(model.keys)
    size = max(1, _BLOCK_CELLS // rows)
    parts = list(blocks(runs, size))
    units = list(blocks(rows, max(1, _BLOCK_CELLS // runs)))
    once = len(parts) == 1
    total = len(parts) if once else len(parts) * (1 + len(units))
    widest = max(len(block) for block in model.panel.blocks(model.options.within))
    if rows * widest > _MOST_COUNTS:
        raise InputError(
            f"{rows} rows are too many to count every rank of each",
            where="uncertainty",
            accepted=f"up to {int(_MOST_COUNTS**0.5)} rows that are ranked together",
            remedy="rank within classes: within: class_year",
        )
    counts = np.zeros((rows, widest), dtype=np.int64)
    shift = np.empty(runs)
    rank_sum = np.zeros(rows)
    scores_by_unit: FloatArray | None = None
    ordered_ranks = None
    for number, part in enumerate(parts, start=1):
        scores = model.scores(drawn[part])
        ranks = model.ranks(scores)
        both = (ranks > 0) & (model.nominal_ranks > 0)
        moved = (
            np.abs(ranks - model.nominal_ranks) if both.all() else np.abs(ranks - model.nominal_ranks) * both
        )
        shift[part] = moved.sum(axis=1) / np.maximum(both.sum(axis=1), 1) / 2
        rank_sum += ranks.sum(axis=0, dtype=np.int64) / 2
        ordered = by_unit(ranks, ordered=once)
        _count(ordered, counts)
        if once:
            scores_by_unit, ordered_ranks = by_unit(scores), ordered
        progress(number, total)
    ranked = counts.sum(axis=1)
    rank_quantiles = (
        quantiles(ordered_ranks, SHARES, runs - ranked) / 2
        if ordered_ranks is not None
        else _from_counts(counts)
    )
    score_quantiles = np.empty((rows, len(SHARES)))
    grades = grade_chances(model)
    if scores_by_unit is not None:
        score_quantiles = quantiles(scores_by_unit, SHARES)
        if grades is not None:
            grades.add(slice(0, rows), scores_by_unit)
    else:
        done = len(parts)
        for some in units:
            column = np.empty((some.stop - some.start, runs))
            for part in parts:
                column[:, part] = model.scores(drawn[part], some).T
                done += 1
                progress(done, total)
            column.sort(axis=1)
            score_quantiles[some] = quantiles(column, SHARES)
            if grades is not None:
                grades.add(some, column)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_rank = rank_sum / ranked
    return Study(
        model=model,
        seed=model.seed,
        runs=runs,
        drawn=drawn,
        scores=score_quantiles,
        ranks=rank_quantiles,
        mean_rank=mean_rank,
        rank_counts=counts,
        shift=shift,
        grades=None if grades is None else grades.chances(counts),
        journal=tuple(journal),
    )


def _count(by_row: npt.NDArray[np.generic], counts: npt.NDArray[np.int64]) -> None:
    """Add to the number of times that each row had each rank; ranks are doubled, 0 where there is none."""
    places = counts.shape[1] + 1
    for row, line in enumerate(by_row):
        counts[row] += np.bincount(line >> 1, minlength=places)[1:places]


def _from_counts(counts: npt.NDArray[np.int64]) -> FloatArray:
    """Quantiles of ranks from their counts, interpolated as elsewhere."""
    reached = np.cumsum(counts, axis=1)
    many = reached[:, -1]
    found = np.full((len(counts), len(SHARES)), np.nan)
    for row in np.flatnonzero(many):
        for column, share in enumerate(SHARES):
            at = share * (many[row] - 1)
            below = int(np.floor(at))
            low, high = (
                np.searchsorted(reached[row], [below, min(below + 1, many[row] - 1)], side="right") + 1
            )
            found[row, column] = low + (at - below) * (high - low)
    return found
