"""Sensitivity (敏感性分析): which uncertain choice moves each unit's score and rank, and how far alone.

Source: Saisana, Saltelli and Tarantola, Uncertainty and sensitivity analysis techniques as tools for the
quality assessment of composite indicators, 2005; estimators: Saltelli et al., Variance based sensitivity
analysis of model output, 2010 (first order, with the mean taken off), Jansen, Analysis of variance designs
for model output, 1999 (total order).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, IntArray
from luodi.scoring.journal import Journal, Note
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.uncertainty.draws import seed_of, stream
from luodi.scoring.uncertainty.fast import blocks
from luodi.scoring.uncertainty.model import Key, Model
from luodi.scoring.uncertainty.study import Progress, alternatives

BAND: Final = (0.05, 0.95)
MOST_BASE: Final = 100_000
"""Base samples at most."""
MOST_CELLS: Final = 40_000_000
"""Scores that are kept at most, for 50 bytes each: runs times rows."""
_BLOCK_CELLS: Final = 12_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """Sensitivity indices of some outputs; NaN for an output that does not vary.

    Attributes:
        first: share of the variance that a choice explains alone, shape (factors, outputs).
        total: share with all its interactions, shape (factors, outputs).
        first_band: 5 and 95 % of the bootstrap, shape (2, factors, outputs).
        total_band: 5 and 95 % of the bootstrap, shape (2, factors, outputs).
        variance: of each output, shape (outputs,).
    """

    first: FloatArray
    total: FloatArray
    first_band: FloatArray
    total_band: FloatArray
    variance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Which choice matters.

    Attributes:
        model: the model that was run.
        seed: seed of the random numbers.
        base: base samples N.
        runs: runs made, N (factors + 2).
        scores: indices of each row's score.
        ranks: indices of each row's rank.
        shift: indices of the mean absolute change of rank against the scheme as declared; one output.
        mean_ranks: mean rank over the 2 N independent runs, shape (rows,).
        journal: choices made on the way.
    """

    model: Model
    seed: int
    base: int
    runs: int
    scores: Indices
    ranks: Indices
    shift: Indices
    mean_ranks: FloatArray
    journal: tuple[Note, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the choices."""
        return tuple(factor.name for factor in self.model.factors)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Unit and year of each row."""
        return self.model.keys


def sensitivity(
    scheme: Scheme,
    panel: Panel,
    *,
    seed: int | None = None,
    base: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Estimate first- and total-order indices of every row's score and rank, and of the mean change of rank.

    A weights factor or a data factor counts as one choice, however many numbers it draws.

    Args:
        scheme: a scheme with two or more uncertain choices.
        panel: its figures.
        seed: seed of the random numbers; else the scheme's, else one is chosen and journalled.
        base: base samples N; else the scheme's.
        progress: told how many of how many parts are done.

    Raises:
        InputError: fewer than two choices, too few samples, or what :func:`simulate` raises.
    """
    journal = Journal()
    chosen = seed_of(seed, scheme.uncertainty.seed if scheme.uncertainty else None, journal)
    model = Model(scheme, panel, chosen)
    samples = model.options.base if base is None else base
    if len(model.factors) < 2:
        raise InputError(
            "one uncertain choice explains everything",
            where="uncertainty, vary",
            accepted="two or more choices",
            remedy="declare another, or run the simulations alone",
        )
    if samples < 8:
        raise InputError(
            f"{samples} base samples", where="uncertainty, base", accepted="8 or more", remedy="mend it"
        )
    most = min(MOST_BASE, MOST_CELLS // ((len(model.factors) + 2) * len(model.keys)))
    if samples > most:
        raise InputError(
            f"{samples:,} base samples of {len(model.factors)} choices and {len(model.keys)} rows",
            where="uncertainty, base",
            accepted=f"8 to {most:,} here: every run is kept, 2 GiB at most; 500 to 4,000 are usual",
            remedy="ask for fewer, or leave the indices out with --no-sensitivity",
        )
    drawn = saltelli(model, samples)
    journal.note("uncertainty", "base_samples", runs=len(drawn), base=samples, choices=len(model.factors))
    model.warm(drawn)
    rows = len(model.keys)
    scores = np.empty((len(drawn), rows))
    ranks = np.empty((len(drawn), rows))
    parts = list(blocks(len(drawn), max(1, _BLOCK_CELLS // rows)))
    for number, part in enumerate(parts, start=1):
        scores[part] = model.scores(drawn[part])
        ranks[part] = model.ranks(scores[part]) / 2.0
        if progress is not None:
            progress(number, len(parts))
    ranks[ranks == 0] = np.nan
    nominal = np.where(model.nominal_ranks > 0, model.nominal_ranks / 2.0, np.nan)
    off = np.abs(ranks - nominal)
    there = ~np.isnan(off)
    shift = np.where(there, off, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    lost = np.flatnonzero(np.isnan(scores).any(axis=0))
    if len(lost):
        names = [model.panel.row_name(int(row)) for row in lost]
        journal.note("uncertainty", "no_indices", names)
    random = stream(model.seed, 3)
    resamples = max(2, model.options.bootstrap)
    counts = random.multinomial(samples, np.full(samples, 1.0 / samples), size=resamples) / samples
    outputs = np.concatenate([scores, ranks, shift[:, None]], axis=1)
    every = estimate(outputs, samples, counts)
    ranked = there[: 2 * samples].sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_ranks = np.nansum(ranks[: 2 * samples], axis=0) / ranked
    return Sensitivity(
        model=model,
        seed=chosen,
        base=samples,
        runs=len(drawn),
        scores=_part(every, slice(0, rows)),
        ranks=_part(every, slice(rows, 2 * rows)),
        shift=_part(every, slice(2 * rows, None)),
        mean_ranks=mean_ranks,
        journal=tuple(journal),
    )


def saltelli(model: Model, base: int) -> IntArray:
    """Lay out runs A, B and, for every factor, A with it from B; shape (N (factors + 2), factors)."""
    factors = model.factors
    first = np.empty((2 * base, len(factors)), dtype=np.intp)
    for position, factor in enumerate(factors):
        first[:, position] = (
            alternatives(factor, stream(model.seed, 0, position).random(2 * base))
            if factor.kind == "choice"
            else np.arange(2 * base)
        )
    a, b = first[:base], first[base:]
    mixed = []
    for position in range(len(factors)):
        one = a.copy()
        one[:, position] = b[:, position]
        mixed.append(one)
    return np.concatenate([a, b, *mixed])


def estimate(outputs: FloatArray, base: int, resamples: FloatArray) -> Indices:
    """Estimate indices of many outputs at once.

    First order: mean of (f(B) - m)(f(A_B) - f(A)) / V; total order: mean of (f(A) - f(A_B))^2 / 2 V; m and V
    are mean and variance of f over A and B.

    Args:
        outputs: shape (N (factors + 2), outputs), in the order of :func:`saltelli`.
        base: N.
        resamples: share of each base sample in each bootstrap resample, shape (resamples, N).

    Example:
        A sum of two independent uniform numbers of unequal width: 0.8 and 0.2 of the variance.

        >>> random = np.random.default_rng(1)
        >>> a, b = random.random((2, 4096, 2)) * [2, 1]
        >>> mixed = [np.column_stack([b[:, 0], a[:, 1]]), np.column_stack([a[:, 0], b[:, 1]])]
        >>> y = np.concatenate([a, b, *mixed]).sum(axis=1)[:, None]
        >>> found = estimate(y, 4096, np.full((2, 4096), 1 / 4096))
        >>> found.first[:, 0].round(1).tolist(), found.total[:, 0].round(1).tolist()
        ([0.8, 0.2], [0.8, 0.2])
    """
    factors = len(outputs) // base - 2
    a, b = outputs[:base], outputs[base : 2 * base]
    mean = (a.mean(axis=0) + b.mean(axis=0)) / 2
    a, b = a - mean, b - mean
    squares = (a**2 + b**2) / 2
    variance = squares.mean(axis=0) * (2 * base) / (2 * base - 1)
    constant = ~(variance > 1e-18 * np.maximum(1.0, mean**2))
    divisor = np.where(constant, np.nan, variance)
    sums = resamples @ ((a + b) / 2)
    spreads = resamples @ squares - sums**2
    spreads = np.where(constant | (spreads <= 0), np.nan, spreads)
    first = np.empty((factors, outputs.shape[1]))
    total = np.empty_like(first)
    bands = np.empty((2, 2, factors, outputs.shape[1]))
    for factor in range(factors):
        start = (2 + factor) * base
        step = outputs[start : start + base] - mean - a
        alone, together = b * step, step**2 / 2
        first[factor] = alone.mean(axis=0) / divisor
        total[factor] = together.mean(axis=0) / divisor
        again = resamples @ alone - sums * (resamples @ step)
        bands[0, :, factor] = _band(again / spreads)
        bands[1, :, factor] = _band(resamples @ together / spreads)
    return Indices(first, total, bands[0], bands[1], variance)


def _band(values: FloatArray) -> FloatArray:
    """5 and 95 % of resampled indices, shape (2, outputs)."""
    ordered = np.sort(values, axis=0)
    at = np.array(BAND) * (len(ordered) - 1)
    below = np.floor(at).astype(np.intp)
    above = np.minimum(below + 1, len(ordered) - 1)
    return np.asarray(ordered[below] + (at - below)[:, None] * (ordered[above] - ordered[below]))


def _part(every: Indices, outputs: slice) -> Indices:
    return Indices(
        every.first[:, outputs],
        every.total[:, outputs],
        every.first_band[:, :, outputs],
        every.total_band[:, :, outputs],
        every.variance[outputs],
    )
