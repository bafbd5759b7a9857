"""Weights made from the data: principal component, balance of importance, entropy, CRITIC, noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.audit.components import components
from luodi.scoring.audit.correlation import correlations
from luodi.scoring.engine import Result
from luodi.scoring.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """Weights found by optimisation.

    Attributes:
        codes: ids of the weighted nodes.
        weights: their weights, summing to one.
        wanted: relative importance asked for (shares, summing to one); None for most information.
        reached: correlation of each node with the index, as shares under ``balanced``.
        objective: sum of squared differences (``balanced``) or sum of squared correlations (``information``).
    """

    codes: tuple[str, ...]
    weights: FloatArray
    wanted: FloatArray | None
    reached: FloatArray
    objective: float


def pca_weights(result: Result, group: str) -> dict[str, float]:
    """Loadings of the members on the first principal component of their scores.

    They may be negative, which no scheme accepts: a sign that the members do not belong together.

    Args:
        result: a result; its normalised and aggregated scores are used.
        group: id of the group whose members are weighted.
    """
    members = result.tree.children[result.tree.position(group)]
    first = components(result.scores[:, members], where=f"group {group}").loadings[:, 0]
    return {result.tree.codes[node]: float(load) for node, load in zip(members.tolist(), first, strict=True)}


def entropy_weights(result: Result, group: str) -> dict[str, float]:
    """Weights by information entropy (熵权法): w = (1 - e) / sum of (1 - e), e = -sum of p ln p / ln n.

    Each member's scores, moved to start at zero, are turned into shares p of their sum over the rows. A
    member whose scores hardly differ gets hardly any weight.

    Source: Shannon, A mathematical theory of communication, 1948; Zeleny, Multiple criteria decision making,
    1982.
    """
    codes, scores = _complete(result, group)
    moved = scores - scores.min(axis=0)
    shares = moved / moved.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    spare = 1.0 + (shares * logs).sum(axis=0) / np.log(len(scores))
    return dict(zip(codes, (spare / spare.sum()).tolist(), strict=True))


def critic_weights(result: Result, group: str) -> dict[str, float]:
    """Weights by contrast and conflict (CRITIC): w proportional to s_j times the sum over k of (1 - r_jk).

    The scores are brought to [0, 1] first.

    Source: Diakoulaki, Mavrotas and Papayannakis, Determining objective weights in multiple criteria
    problems: the CRITIC method, 1995.
    """
    codes, scores = _complete(result, group)
    ranged = (scores - scores.min(axis=0)) / np.ptp(scores, axis=0)
    amount = ranged.std(axis=0, ddof=1) * (1 - correlations(ranged).r).sum(axis=0)
    return dict(zip(codes, (amount / amount.sum()).tolist(), strict=True))


def _complete(result: Result, group: str) -> tuple[list[str], FloatArray]:
    """Members of a group and their scores in the rows that have all of them."""
    members = result.tree.children[result.tree.position(group)]
    scores = result.scores[:, members]
    scores = scores[~np.isnan(scores).any(axis=1)]
    if len(scores) < 3 or np.any(np.ptp(scores, axis=0) == 0):
        raise InputError(
            f"{len(scores)} complete rows, or a member without spread",
            where=f"group {group}",
            accepted="at least three complete rows, each member with spread",
            remedy="impute first, or leave the member out",
        )
    return [result.tree.codes[node] for node in members.tolist()], scores


def optimised_weights(
    result: Result,
    group: str,
    aim: Literal["balanced", "information"] = "balanced",
    wanted: dict[str, float] | None = None,
) -> Optimised:
    """Weights of a group's members such that their correlations with the group's score are as wanted.

    ``balanced`` brings correlations into the proportions ``wanted`` (equal if not given); ``information``
    makes the sum of squared correlations greatest. The group's score is the arithmetic mean. Solved from
    several starts by sequential quadratic programming, so that the answer does not hang on the start.

    Source: Becker, Paruolo, Saisana and Saltelli, Weights and importance in composite indicators, 2017.

    Raises:
        InputError: fewer than three complete rows, or importances that are not positive.
    """
    from scipy.optimize import LinearConstraint, minimize

    tree = result.tree
    members = tree.children[tree.position(group)]
    codes = tuple(tree.codes[node] for node in members.tolist())
    scores = result.scores[:, members]
    scores = scores[~np.isnan(scores).any(axis=1)]
    shares = np.array([(wanted or {}).get(code, 1.0) for code in codes])
    if len(scores) < 3 or np.any(shares <= 0):
        raise InputError(
            "too few complete rows, or an importance that is not positive",
            where=f"group {group}",
            accepted="three rows or more, importances above zero",
            remedy="impute first or correct them",
        )
    shares = shares / shares.sum()
    covariance = np.cov(scores, rowvar=False)
    deviation = np.sqrt(np.diag(covariance))

    def correlation(weights: FloatArray) -> FloatArray:
        with_index = covariance @ weights
        return np.asarray(with_index / (deviation * np.sqrt(max(float(weights @ with_index), 1e-300))))

    def objective(weights: FloatArray) -> float:
        found = correlation(weights)
        if aim == "information":
            return -float((found**2).sum())
        return float(((found / found.sum() - shares) ** 2).sum())

    count = len(codes)
    starts = [np.full(count, 1 / count), *(0.1 / count + 0.9 * np.eye(count))]
    solved = [
        minimize(
            objective,
            start / start.sum(),
            method="SLSQP",
            bounds=[(0, 1)] * count,
            constraints=LinearConstraint(np.ones(count), 1, 1),
            options={"ftol": 1e-16, "maxiter": 1000},
        ).x
        for start in starts
    ]
    best = min(solved, key=objective)
    best = np.where(best > 1e-12, best, 0.0)
    best = best / best.sum()
    found = correlation(best)
    balanced = aim == "balanced"
    return Optimised(
        codes=codes,
        weights=best,
        wanted=shares if balanced else None,
        reached=found / found.sum() if balanced else found,
        objective=abs(objective(best)),
    )


def noisy_weights(
    weights: FloatArray,
    tree: Tree,
    *,
    share: float,
    sets: int,
    seed: int,
    levels: tuple[int, ...] | None = None,
) -> FloatArray:
    """Draw weights uniformly around given ones: w (1 + u), u uniform in [-share, share].

    Args:
        weights: shape (nodes,).
        tree: the tree.
        share: greatest relative change, 0 to 1.
        sets: how many to draw.
        seed: seed of the random numbers.
        levels: levels whose nodes vary; all below the root if not given.

    Returns:
        Shape (sets, nodes).
    """
    if not 0 <= share <= 1:
        raise InputError("a share outside 0 to 1", where="share", accepted="0.25", remedy="correct it")
    chance = np.random.default_rng(seed)
    varies = tree.parent >= 0
    if levels is not None:
        varies &= np.isin(tree.level, levels)
    noise = 1 + share * chance.uniform(-1, 1, size=(sets, len(weights)))
    return np.where(varies, weights * noise, weights)


def correlation_with_index(result: Result, level: int) -> dict[str, float]:
    """Correlation of each node of a level with the index: its real importance, beside its weight."""
    nodes = result.tree.at_level(level).tolist()
    together = correlations(result.scores[:, [*nodes, result.tree.root]]).r[-1]
    return {result.tree.codes[node]: float(r) for node, r in zip(nodes, together, strict=False)}
