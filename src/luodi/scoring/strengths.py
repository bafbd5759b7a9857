"""Strengths and weaknesses (优势与短板) of a unit: where it stands best and worst among its peers."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import rank
from luodi.scoring.engine import Result, rankable


class Standing(msgspec.Struct, kw_only=True, frozen=True):
    """How a unit stands in one indicator.

    Attributes:
        indicator: its id.
        name: its name.
        group: id of its group.
        figure: the figure before normalisation, NaN if it was missing.
        score: its score.
        rank: its rank among the peers.
        of: number of peers with a score.
    """

    indicator: str
    name: str
    group: str
    figure: float
    score: float
    rank: int
    of: int


def strengths_and_weaknesses(
    result: Result,
    unit: str,
    *,
    year: int | None = None,
    most: int = 5,
    peers: Literal["year", "class"] = "year",
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Find the indicators in which a unit ranks best and worst; the relative rank decides, then the score.

    Args:
        result: a result.
        unit: code of the unit.
        year: its year; the last one if not given.
        most: how many of each.
        peers: all units of the year, or those of the same class.

    Returns:
        The strengths, best first, and the weaknesses, worst first; no indicator is in both.

    Raises:
        InputError: the unit is not among the scored.
    """
    panel = result.panel
    rows = [row for row, code in enumerate(panel.units) if code == unit and year in (None, panel.years[row])]
    if not rows:
        raise InputError(
            f"{unit!r} was not scored{f' in {year}' if year else ''}",
            where="unit",
            accepted=", ".join(dict.fromkeys(panel.units[:12])),
            remedy="correct the code; the journal names units that were left out",
        )
    row = rows[-1]
    among = np.array([other == panel.years[row] for other in panel.years])
    if peers == "class" and panel.classes is not None:
        among &= np.array([other == panel.classes[row] for other in panel.classes])
    place = int(np.flatnonzero(np.flatnonzero(among) == row)[0])
    figures = _figures(result)
    found = []
    for position, code in enumerate(panel.indicators):
        scores = rankable(panel.values[among, position], result.scheme.ranking)
        if np.isnan(scores[place]):
            continue
        found.append(
            Standing(
                indicator=code,
                name=result.tree.names[position],
                group=result.tree.codes[int(result.tree.parent[position])],
                figure=figures.get((unit, panel.years[row], code), float("nan")),
                score=float(scores[place]),
                rank=int(rank(scores)[place]),
                of=int(np.sum(~np.isnan(scores))),
            )
        )
    ordered = sorted(found, key=lambda standing: (standing.rank / standing.of, -standing.score))
    many = min(most, len(ordered) // 2)
    return tuple(ordered[:many]), tuple(reversed(ordered[len(ordered) - many :]))


def _figures(result: Result) -> dict[tuple[str, int | None, str], float]:
    raw = result.stages["raw"]
    return {
        (unit, year, code): float(raw.values[row, position])
        for row, (unit, year) in enumerate(zip(raw.units, raw.years, strict=True))
        for position, code in enumerate(raw.indicators)
    }
