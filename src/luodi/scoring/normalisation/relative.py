"""Scores by comparison with other units or with two posts.

Source: OECD and JRC, Handbook on Constructing Composite Indicators, 2008, section 5; goalposts as in UNDP,
Human Development Report, technical note 1.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.anchors import anchor_of
from luodi.scoring.arrays import FloatArray, IntArray, rank
from luodi.scoring.journal import Journal, whose
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.fractions import number
from luodi.scoring.scheme.steps import Anchor, NormaliseMethod, NormaliseOptions
from luodi.scoring.transforms import no_reciprocal, pointwise


def score(
    method: NormaliseMethod,
    figures: FloatArray,
    panel: Panel,
    options: NormaliseOptions,
    *,
    increase: bool,
    where: str,
    journal: Journal,
) -> FloatArray:
    """Score transformed figures, shape (rows,); higher is better in the result whatever the direction.

    Raises:
        InputError: an option that the method needs is missing.
    """
    if method == "none":
        return figures if increase else -figures
    low, high = options.scale or (0.0, 100.0)
    if method == "fraction_of_max" and options.transform == "reciprocal":
        raise no_reciprocal(where)
    if method == "goalposts":
        share = _between(figures, panel, options, increase=increase, where=where)
        if options.clip is not False:
            share = np.clip(share, 0.0, 1.0)
        return _spread(share, options, figures, where, journal, low, high)
    turned = figures if increase else -figures
    if method == "scaled":
        start, end = (_number(post, default) for post, default in ((options.low, 0.0), (options.high, 100.0)))
        return low + (turned - start) / (end - start) * (high - low)
    scores = np.empty_like(figures)
    for block in panel.blocks(options.over or "all"):
        part = turned[block]
        if method in ("rank", "borda"):
            scores[block] = rank(part, options.ties or "min", descending=False) - (method == "borda")
        elif method == "zscore":
            mass = None if options.weighted_by is None else panel.measures[options.weighted_by][block]
            centre, deviation = _moments(part, mass, where)
            mean, wanted = options.mean or 0.0, 1.0 if options.deviation is None else options.deviation
            standard = (part - centre) / (deviation or np.nan) * wanted + mean
            scores[block] = _flat(standard, part, options, where, journal)
        else:
            if method == "fraction_of_max" and np.nanmax(part, initial=-np.inf) < 0:
                journal.note("normalise", "wrong_way", indicator=whose(where))
            share = _share(method, part, block, turned, panel, options, increase=increase, where=where)
            if options.clip:
                share = np.clip(share, 0.0, 1.0)
            scores[block] = _spread(share, options, part, where, journal, low, high)
    return scores


def _between(
    figures: FloatArray, panel: Panel, options: NormaliseOptions, *, increase: bool, where: str
) -> FloatArray:
    """Place figures between the two posts; figures are transformed already, the posts are not."""
    over = options.over or "all"
    if options.low is None or options.high is None:
        raise InputError(
            "goalposts need `low` and `high`",
            where=where,
            accepted="low: 20, high: 85 in the indicator's own unit",
            remedy="state both",
        )
    posts = []
    for post in (options.low, options.high):
        found = anchor_of(post, figures, panel, over, where=where)
        posts.append(found if _from_data(post) else pointwise(options.transform or "none", found))
    low, high = posts
    if np.any(np.isnan(low) | np.isnan(high)) and not np.isnan(figures).all():
        raise InputError(
            f"a post is not defined under the transform {options.transform!r}, or in the data",
            where=where,
            accepted="posts above zero for a logarithm",
            remedy="correct `low` or `high`",
        )
    if np.any(low > high):
        raise InputError(
            "`low` lies above `high`",
            where=where,
            accepted="the lower post first; the direction says which end is good",
            remedy="exchange them",
        )
    width = np.where(high > low, high - low, np.nan)
    return (figures - low) / width if increase else (high - figures) / width


def _share(
    method: NormaliseMethod,
    part: FloatArray,
    block: IntArray,
    turned: FloatArray,
    panel: Panel,
    options: NormaliseOptions,
    *,
    increase: bool,
    where: str,
) -> FloatArray:
    there = part[~np.isnan(part)]
    if not len(there):
        return part
    least, most = float(there.min()), float(there.max())
    if method == "percentile_rank":
        places = rank(part, options.ties or "min", descending=False)
        return (places - 1) / ((len(there) - 1) or np.nan)
    if method == "fraction_of_max":
        return part / (most or np.nan)
    if method == "minmax":
        return (part - least) / ((most - least) or np.nan)
    if method == "distance_to_max":
        return 1.0 - (most - part) / ((most - least) or np.nan)
    if method == "distance_to_reference":
        if options.reference is None:
            raise InputError("`reference` is missing", where=where, remedy="state the unit's code")
        goal = anchor_of(f"unit:{options.reference}", turned, panel, "all", where=where)[block]
    else:
        if options.target is None:
            raise InputError("`target` is missing", where=where, remedy="state it in the indicator's unit")
        natural = turned if increase else -turned
        found = anchor_of(options.target, natural, panel, options.over or "all", where=where)[block]
        if not _from_data(options.target):
            found = pointwise(options.transform or "none", found)
        goal = found if increase else -found
    width = np.where(goal != least, goal - least, np.nan)
    return 1.0 - (goal - part) / width


def _spread(
    share: FloatArray,
    options: NormaliseOptions,
    part: FloatArray,
    where: str,
    journal: Journal,
    low: float,
    high: float,
) -> FloatArray:
    return _flat(share * (high - low) + low, part, options, where, journal)


def _flat(
    scores: FloatArray, part: FloatArray, options: NormaliseOptions, where: str, journal: Journal
) -> FloatArray:
    """Give a column without spread its stated score, or leave it missing; say so in both cases."""
    there = ~np.isnan(part)
    if not there.any() or not np.isnan(scores[there]).all():
        return scores
    indicator = whose(where)
    if options.constant is None:
        journal.note("normalise", "no_spread", indicator=indicator)
    else:
        journal.note("normalise", "no_spread_constant", indicator=indicator, score=f"{options.constant:g}")
    return scores if options.constant is None else np.where(there, options.constant, np.nan)


def _from_data(anchor: Anchor) -> bool:
    if isinstance(anchor, dict):
        return any(_from_data(cast(Anchor, entry)) for entry in anchor.values())
    return isinstance(anchor, str) and number(anchor) is None


def _number(anchor: Anchor | None, default: float) -> float:
    return float(anchor) if isinstance(anchor, int | float) else default


def _moments(part: FloatArray, mass: FloatArray | None, where: str) -> tuple[float, float]:
    """Mean and standard deviation; with masses both are weighted, and the deviation divides by their sum."""
    there = ~np.isnan(part)
    known = part[there]
    if len(known) < 2 or known.min() == known.max():
        return (float(known.mean()) if len(known) else np.nan), 0.0
    if mass is None:
        return float(known.mean()), float(known.std(ddof=1))
    weight = mass[there]
    if not np.all(weight >= 0) or weight.sum() <= 0:
        raise InputError(
            "a unit that is weighted by a figure that is missing or negative",
            where=f"{where}, weighted_by",
            accepted="a number from zero on for each unit with a figure",
            remedy="supply it, or leave the unit out",
        )
    mean = float((weight * known).sum() / weight.sum())
    return mean, float(np.sqrt((weight * (known - mean) ** 2).sum() / weight.sum()))
