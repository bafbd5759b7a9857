"""Random draws that depend on the seed and their own number alone: blocks can be drawn in any order."""

from __future__ import annotations

import secrets
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, IntArray
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.uncertain import Vary
from luodi.scoring.tree import Tree

_CHUNK: Final = 256
"""Draws made at once from one stream; part of the definition of a draw, so it must not change."""


def seed_of(given: int | None, declared: int | None, journal: Journal) -> int:
    """Take the seed asked for, else the scheme's, else choose one; the journal says which.

    Args:
        given: seed asked for.
        declared: seed that the scheme declares.
        journal: takes the note.

    Raises:
        InputError: a negative seed.
    """
    seed = given if given is not None else declared
    if seed is None:
        seed = secrets.randbelow(2**32)
        journal.note("uncertainty", "seed_chosen", seed=seed)
    elif seed < 0:
        raise InputError(
            f"a seed of {seed}", where="seed", accepted="a whole number from 0 on", remedy="mend it"
        )
    else:
        journal.note("uncertainty", "seed_asked" if given is not None else "seed_declared", seed=seed)
    return seed


def stream(seed: int, *key: int) -> np.random.Generator:
    """Give the generator of random numbers that belongs to a key."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def weight_tables(
    numbers: IntArray,
    table: FloatArray,
    tree: Tree,
    vary: Vary,
    nodes: tuple[int, ...],
    seed: int,
    factor: int,
) -> FloatArray:
    """Draw weights.

    With ``noise`` each node's weight is multiplied by one random number, the same for all classes and years;
    with ``dirichlet`` the varying members of each group share out anew what they have together.

    Args:
        numbers: numbers of the draws, shape (runs,).
        table: weights as declared, shape (regimes, nodes).
        tree: the tree.
        vary: how they vary.
        nodes: positions whose weights vary.
        seed: the seed.
        factor: position of the factor, so that factors draw independently.

    Returns:
        Shape (runs, regimes, nodes).
    """
    at = np.array(nodes, dtype=np.intp)
    regimes = np.arange(len(table))
    found = np.repeat(table[None], len(numbers), axis=0)
    shares = None if vary.noise is not None else _concentration(table, tree, at, float(vary.dirichlet or 1))
    for chunk in np.unique(numbers // _CHUNK).tolist():
        rows = np.flatnonzero(numbers // _CHUNK == chunk)
        picked = numbers[rows] % _CHUNK
        random = stream(seed, 1, factor, chunk)
        if shares is None:
            factors = 1.0 + float(vary.noise or 0) * (2.0 * random.random((_CHUNK, len(at))) - 1.0)
            found[np.ix_(rows, regimes, at)] *= factors[picked][:, None, :]
        else:
            drawn = random.standard_gamma(np.maximum(shares, 1e-3), size=(_CHUNK, *shares.shape))
            found[np.ix_(rows, regimes, at)] = np.where(shares > 0, drawn, 0.0)[picked]
    if shares is not None:
        _keep_sums(found, table, tree, at)
    return found


def disturbed(panel: Panel, number: int, vary: Vary, seed: int, factor: int) -> Panel:
    """Draw figures with error: normal, of standard deviation (1 - confidence) times the declared share."""
    random = stream(seed, 2, factor, number)
    size = np.abs(panel.values)
    if vary.of == "deviation":
        size = np.broadcast_to(np.nanstd(panel.values, axis=0), panel.values.shape)
    error = (1.0 - panel.confidence) * float(vary.error or 0) * size
    return panel.with_values(panel.values + error * random.standard_normal(panel.values.shape))


def _concentration(table: FloatArray, tree: Tree, at: IntArray, total: float) -> FloatArray:
    """Give each varying node its share of its group's weight times the total, shape (regimes, nodes)."""
    parents = tree.parent[at]
    found = np.empty((len(table), len(at)))
    for parent in np.unique(parents):
        members = parents == parent
        weights = table[:, at[members]]
        found[:, members] = total * weights / weights.sum(axis=1, keepdims=True)
    return found


def _keep_sums(found: FloatArray, table: FloatArray, tree: Tree, at: IntArray) -> None:
    parents = tree.parent[at]
    for parent in np.unique(parents):
        members = at[parents == parent]
        drawn = found[:, :, members]
        found[:, :, members] = (
            drawn / drawn.sum(axis=2, keepdims=True) * table[:, members].sum(axis=1)[:, None]
        )
