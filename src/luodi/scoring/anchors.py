"""Anchors (标准值、目标值、阈值): numbers that figures are held against."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, cast

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.panel import Over, Panel
from luodi.scoring.scheme.fractions import number
from luodi.scoring.scheme.steps import Anchor

_YEAR: Final = re.compile(r"^\d{4}$")
_PERCENTILE: Final = re.compile(r"^p(\d{1,2}(?:\.\d+)?|100)$")
_EXTREME: Final = re.compile(r"^(high|low)(\d+)$")
_SPREAD: Final = re.compile(r"^mean([+-]\d+(?:\.\d+)?)sd$")
_FENCE: Final = re.compile(r"^q([13])([+-]\d+(?:\.\d+)?)iqr$")
_ACCEPTED: Final = (
    "a number, min, max, mean, median, p95 (percentile), high5 or low5 (mean of the five highest or lowest), "
    "mean+2sd, q3+1.5iqr, unit:CODE, unit:CODE:2018, or these by year {2021: 26.01} or by class"
)


def anchor_of(anchor: Anchor, figures: FloatArray, panel: Panel, over: Over, *, where: str) -> FloatArray:
    """Find the anchor of every row.

    Args:
        anchor: as written in the scheme. By year: the entry of the latest year that is not after the row's.
        figures: the indicator's figures, shape (rows,), for anchors taken from the data.
        panel: the rows.
        over: rows among which ``min``, ``p95`` and the like are taken.
        where: indicator and option, for messages.

    Returns:
        Shape (rows,).

    Raises:
        InputError: the word is not known, or a year or class has no entry.
    """
    if isinstance(anchor, dict):
        return _by_key(anchor, figures, panel, over, where)
    if isinstance(anchor, int | float):
        return np.full(panel.rows, float(anchor))
    if (fixed := number(anchor)) is not None:
        return np.full(panel.rows, fixed)
    if anchor.startswith("unit:"):
        return _of_unit(anchor.removeprefix("unit:").strip(), figures, panel, where)
    found = np.empty(panel.rows)
    for block in panel.blocks(over):
        there = figures[block][~np.isnan(figures[block])]
        found[block] = _word(anchor, there, where) if len(there) else np.nan
    return found


def _by_key(
    anchor: dict[str, float | str | dict[str, float | str]],
    figures: FloatArray,
    panel: Panel,
    over: Over,
    where: str,
) -> FloatArray:
    found = np.empty(panel.rows)
    dated = all(_YEAR.match(key) for key in anchor)
    keys = panel.years if dated else panel.classes or ("",) * panel.rows
    for key in dict.fromkeys(keys):
        entry = _dated(anchor, key, where) if dated else anchor.get(str(key))
        if entry is None:
            raise InputError(
                f"no entry for {f'the class {key!r}' if key else 'units without class'}",
                where=where,
                accepted=f"an entry for each class; found {', '.join(anchor)}",
                remedy="add it",
            )
        rows = np.array([other == key for other in keys])
        found[rows] = anchor_of(cast(Anchor, entry), figures, panel, over, where=where)[rows]
    return found


def _dated(anchor: dict[str, float | str | dict[str, float | str]], year: object, where: str) -> Anchor:
    if year is None:
        raise InputError(
            "the parameter is dated, but the data have no years", where=where, remedy="add a year column"
        )
    past = [key for key in anchor if int(key) <= int(str(year))]
    if not past:
        raise InputError(
            f"no entry for {year}",
            where=where,
            accepted=f"from {min(anchor)} on",
            remedy="add an earlier one",
        )
    return cast(Anchor, anchor[max(past)])


def _of_unit(code: str, figures: FloatArray, panel: Panel, where: str) -> FloatArray:
    code, fixed = _dated_unit(code, panel)
    if code not in panel.units:
        raise InputError(
            f"the unit {code!r} is not in the data", where=where, remedy="correct the code of the unit"
        )
    by_year = {
        year: figure
        for unit, year, figure in zip(panel.units, panel.years, figures, strict=True)
        if unit == code
    }
    if fixed is not None:
        return np.full(panel.rows, by_year.get(fixed, np.nan))
    return np.array([by_year.get(year, np.nan) for year in panel.years])


def _dated_unit(code: str, panel: Panel) -> tuple[str, int | None]:
    """Part CODE:2018; a unit whose own code ends so is taken as it is."""
    unit, _, year = code.rpartition(":")
    if code in panel.units or not unit or not _YEAR.match(year):
        return code, None
    return unit, int(year)


def _word(word: str, there: FloatArray, where: str) -> float:
    simple: dict[str, Callable[[FloatArray], Any]] = {
        "min": np.min,
        "max": np.max,
        "mean": np.mean,
        "median": np.median,
    }
    if word in simple:
        return float(simple[word](there))
    if match := _PERCENTILE.match(word):
        return float(np.percentile(there, float(match[1])))
    if match := _SPREAD.match(word.replace(" ", "")):
        return float(np.mean(there) + float(match[1]) * (np.std(there, ddof=1) if len(there) > 1 else 0.0))
    if match := _FENCE.match(word.replace(" ", "")):
        first, third = np.percentile(there, [25, 75])
        return float((third if match[1] == "3" else first) + float(match[2]) * (third - first))
    if match := _EXTREME.match(word):
        ordered = np.sort(there)
        many = max(1, int(match[2]))
        return float(np.mean(ordered[-many:] if match[1] == "high" else ordered[:many]))
    raise InputError(f"{word!r} is no anchor", where=where, accepted=_ACCEPTED, remedy="correct it")
