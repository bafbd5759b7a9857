"""Scores by the official Chinese forms: against a standard, a benchmark, a target, a base year.

Sources: 中国区域科技创新评价报告 (value ÷ standard × 100, cut at 100); 浙江省“亩均论英雄” (value ÷
benchmark, uncut); target responsibility schemes (目标责任制: pro rata with a limited bonus for surplus).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.anchors import anchor_of
from luodi.scoring.arrays import FloatArray
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.steps import Anchor, NormaliseOptions
from luodi.scoring.transforms import no_reciprocal, pointwise

METHODS: Final = ("standard", "benchmark", "completion", "index")


def score(
    method: str, figures: FloatArray, panel: Panel, options: NormaliseOptions, *, increase: bool, where: str
) -> FloatArray:
    """Score figures, shape (rows,), against what the option names.

    ``standard`` caps at the upper end of the scale unless ``cap`` says otherwise, ``completion`` at the upper
    end plus ``bonus``; ``benchmark`` and ``index`` are open above. A decreasing indicator at or below zero is
    at the cap, or missing without cap.

    Raises:
        InputError: the standard, target or base year is missing, a standard is not positive, or reciprocals
            are asked for.
    """
    low, high = options.scale or (0.0, 100.0)
    if options.transform == "reciprocal":
        raise no_reciprocal(where)
    moved = pointwise(options.transform or "none", figures)
    baseline = None
    if method == "index":
        against = _base(moved, panel, options, where)
    else:
        name = "target" if method == "completion" else "standard"
        against = _anchor(getattr(options, name), name, figures, panel, options, where)
        if options.baseline is not None and method == "completion":
            baseline = _anchor(options.baseline, "baseline", figures, panel, options, where)
        if baseline is not None:
            _right_way(baseline, against, increase=increase, where=where)
    cap: float | None = None
    if method == "standard":
        cap = high
    elif method == "completion":
        cap = high + (options.bonus or 0.0)
    if options.cap is not None:
        cap = options.cap
    with np.errstate(divide="ignore", invalid="ignore"):
        if baseline is not None:
            share = (moved - baseline) / np.where(against != baseline, against - baseline, np.nan)
        elif increase:
            share = moved / against
        elif options.inverse == "mirror":
            share = 2.0 - moved / against
        else:
            share = np.where(moved > 0, against / moved, np.nan if cap is None else np.inf)
            share = np.where(np.isnan(moved), np.nan, share)
    scores = low + (high - low) * share
    return scores if cap is None else np.minimum(scores, cap)


def _anchor(
    anchor: Anchor | None, name: str, figures: FloatArray, panel: Panel, options: NormaliseOptions, where: str
) -> FloatArray:
    if anchor is None:
        raise InputError(
            f"`{name}` is missing",
            where=where,
            accepted=f"{name}: 2.5, or by year or class",
            remedy="state it",
        )
    found = anchor_of(anchor, figures, panel, options.over or "all", where=where)
    found = pointwise(options.transform or "none", found)
    if name == "standard" and np.any(found[~np.isnan(found)] <= 0):
        raise InputError(
            "a standard that is not positive",
            where=where,
            accepted="a number above zero",
            remedy="correct it",
        )
    if name == "target" and options.baseline is None and np.any(found == 0):
        raise InputError(
            "a target of zero cannot be completed pro rata",
            where=where,
            accepted="a target above zero, or a `baseline` to count from",
            remedy="state the baseline",
        )
    return found


def _right_way(baseline: FloatArray, target: FloatArray, *, increase: bool, where: str) -> None:
    """A target below the start of what shall rise would reward the fall, and the reverse."""
    if np.any(target < baseline) if increase else np.any(target > baseline):
        raise InputError(
            f"the target lies {'below' if increase else 'above'} the baseline, "
            f"but {'more' if increase else 'less'} is better",
            where=f"{where}, target",
            accepted="a target on the better side of the baseline",
            remedy="correct the target, the baseline or the direction",
        )


def _base(figures: FloatArray, panel: Panel, options: NormaliseOptions, where: str) -> FloatArray:
    """Each unit's own figure in the base year, shape (rows,)."""
    if options.base_year is None:
        raise InputError("`base_year` is missing", where=where, remedy="state it, such as 2020")
    if options.base_year not in panel.years:
        raise InputError(
            f"the data do not reach back to {options.base_year}",
            where=where,
            remedy="choose a year in the data",
        )
    base = {
        unit: figure
        for unit, year, figure in zip(panel.units, panel.years, figures, strict=True)
        if year == options.base_year
    }
    found = np.array([base.get(unit, np.nan) for unit in panel.units])
    return np.where(found > 0, found, np.nan)
