"""What the audit report shows, gathered from a result, its simulations and its indices."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.audit.correlation import correlations
from luodi.scoring.audit.report import GroupAudit, audit
from luodi.scoring.engine import Result
from luodi.scoring.explain import explain
from luodi.scoring.sentences import Said
from luodi.scoring.uncertainty import Indices, Sensitivity, Study
from luodi.scoring.uncertainty.output import Alternative, alternatives_of

_NAMED: Final = 12
"""Indicators that an explanation names; the rest are summed up."""
_FLAGS: Final = {
    "missing": Said(zh="缺失较多", en="many missing"),
    "zeros": Said(zh="零值较多", en="many zeros"),
    "few_values": Said(zh="取值很少", en="few different values"),
    "outliers": Said(zh="有异常值", en="outliers"),
}
_WHY: Final = {
    "collinear": Said(zh="几乎说明同一件事", en="say nearly the same"),
    "negative": Said(zh="方向相反", en="contradict each other"),
    "weak": Said(zh="几乎无关", en="hardly related"),
}


class Unit(msgspec.Struct, kw_only=True, frozen=True):
    """A unit's line; intervals are 5, 50 and 95 %, None without simulations."""

    code: str
    name: str
    rank: float
    score: float
    grade: str
    confidence: float
    ranks: list[float] | None = None
    scores: list[float] | None = None
    chance: float | None = None
    first: list[float | None] | None = None
    total: list[float | None] | None = None
    against: str = ""
    gap: float = 0.0
    parts: list[tuple[str, float]] = []


class Node(msgspec.Struct, kw_only=True, frozen=True):
    """A node of the framework with its share in the index."""

    code: str
    name: str
    level: int
    parent: str
    share: float


class Index(msgspec.Struct, kw_only=True, frozen=True):
    """Sensitivity of the mean change of rank to one choice."""

    name: str
    name_zh: str
    first: float | None
    total: float | None
    first_band: list[float | None]
    total_band: list[float | None]


class Picture(msgspec.Struct, kw_only=True, frozen=True):
    """Everything on the page."""

    title: str
    source: str
    year: int | None
    units: list[Unit]
    nodes: list[Node]
    root: str
    names: list[str]
    correlation: list[list[float | None]]
    groups: list[GroupAudit]
    flags: list[tuple[str, Said]]
    pairs: list[tuple[str, str, Said, float]]
    indices: list[Index]
    alternatives: list[Alternative]
    runs: int | None
    base: int | None
    seed: int | None
    width: float | None
    sure: int | None
    journal: list[Said]


def picture_of(result: Result, study: Study | None, sensitivity: Sensitivity | None) -> Picture:
    """Gather what the page shows; of several years the last."""
    tree, panel = result.tree, result.panel
    years = [year for year in panel.years if year is not None]
    year = max(years) if years else None
    rows = [row for row in range(panel.rows) if panel.years[row] == year and not np.isnan(result.index[row])]
    rows.sort(key=lambda row: (result.ranks[row, tree.root], panel.units[row]))
    found = audit(result)
    shown = [node for node in tree.groups if node != tree.root] or tree.children[tree.root].tolist()
    shown.append(tree.root)
    width, sure = _firmness(study, year)
    notes = [*result.journal, *(study.journal if study else ())]
    notes += sensitivity.journal if sensitivity else ()
    scores = result.scores[np.ix_(np.array(rows), np.array(shown))]
    return Picture(
        title=result.scheme.title or result.scheme.scheme,
        source=result.scheme.source,
        year=year,
        units=_units(result, rows, study, sensitivity),
        nodes=_nodes(result, rows),
        root=tree.codes[tree.root],
        names=[tree.names[node] for node in shown],
        correlation=[_known(line) for line in correlations(scores).r],
        groups=[group for group in found.groups if len(group.members) > 1],
        flags=[(one.indicator, _flags(one.flags)) for one in found.statistics if one.flags],
        pairs=[(pair.first, pair.second, _WHY[pair.why], pair.r) for pair in found.pairs],
        indices=[] if sensitivity is None else _indices(sensitivity),
        alternatives=[] if study is None else list(alternatives_of(study)),
        runs=None if study is None else study.runs,
        base=None if sensitivity is None else sensitivity.base,
        seed=None if study is None else study.seed,
        width=width,
        sure=sure,
        journal=list(dict.fromkeys(note.line for note in notes)),
    )


def _flags(found: tuple[str, ...]) -> Said:
    said = [_FLAGS[flag] for flag in found]
    return Said(zh="、".join(one.zh for one in said), en=", ".join(one.en for one in said))


def _units(
    result: Result, rows: list[int], study: Study | None, sensitivity: Sensitivity | None
) -> list[Unit]:
    panel, root = result.panel, result.tree.root
    grades = next(iter(result.grades.values()), None)
    places = {key: at for at, key in enumerate(study.keys)} if study else {}
    measured = {key: at for at, key in enumerate(sensitivity.keys)} if sensitivity else {}
    found = []
    for place, row in enumerate(rows):
        key = (panel.units[row], panel.years[row])
        other = rows[place - 1] if place else rows[min(1, len(rows) - 1)]
        gap, parts = _parts(result, row, other)
        at, index = places.get(key), measured.get(key)
        rank = float(result.ranks[row, root])
        found.append(
            Unit(
                code=panel.units[row],
                name=panel.names[row],
                rank=rank,
                score=float(result.index[row]),
                grade=grades[row] if grades else "",
                confidence=float(result.confidence[row, root]),
                ranks=None if study is None or at is None else study.ranks[at].tolist(),
                scores=None if study is None or at is None else study.scores[at].tolist(),
                chance=None
                if study is None or at is None
                else float(study.chance_of_rank(int(rank), int(rank))[at]),
                first=_of(sensitivity.ranks.first, index) if sensitivity else None,
                total=_of(sensitivity.ranks.total, index) if sensitivity else None,
                against=panel.names[other] if other != row else "",
                gap=gap,
                parts=parts,
            )
        )
    return found


def _parts(result: Result, row: int, other: int) -> tuple[float, list[tuple[str, float]]]:
    """Contributions to the gap to the next better unit (the first: to the second), the greatest by name."""
    if row == other:
        return 0.0, []
    keys = [(result.panel.units[one], result.panel.years[one]) for one in (row, other)]
    try:
        told = explain(result, keys[0], keys[1])
    except InputError:
        return float(result.index[row] - result.index[other]), []
    parts = [(one.name, one.contribution) for one in told.indicators[:_NAMED]]
    rest = told.indicators[_NAMED:]
    if rest:
        parts.append((f"… {len(rest)}", sum(one.contribution for one in rest)))
    return told.gap, parts


def _nodes(result: Result, rows: list[int]) -> list[Node]:
    tree = result.tree
    shares = result.weights.effective(tree)[result.weights.regime[rows]].mean(axis=0)
    return [
        Node(
            code=tree.codes[node],
            name=tree.names[node],
            level=int(tree.level[node]),
            parent=tree.codes[int(tree.parent[node])] if tree.parent[node] >= 0 else "",
            share=float(shares[node]),
        )
        for node in range(len(tree.codes))
    ]


def _indices(found: Sensitivity) -> list[Index]:
    shift: Indices = found.shift
    return [
        Index(
            name=factor.name,
            name_zh=factor.name_zh,
            first=_known(shift.first[at])[0],
            total=_known(shift.total[at])[0],
            first_band=_known(shift.first_band[:, at, 0]),
            total_band=_known(shift.total_band[:, at, 0]),
        )
        for at, factor in enumerate(found.model.factors)
    ]


def _firmness(study: Study | None, year: int | None) -> tuple[float | None, int | None]:
    """Mean width of the 90 % interval of ranks, and how many units keep one rank in 90 % of runs."""
    if study is None:
        return None, None
    rows = np.array([at for at, key in enumerate(study.keys) if key[1] == year])
    width = study.ranks[rows, 2] - study.ranks[rows, 0]
    most = study.rank_counts[rows].max(axis=1) / np.maximum(study.rank_counts[rows].sum(axis=1), 1)
    return float(np.nanmean(width)), int(np.sum(most >= 0.9))


def _of(values: FloatArray, at: int | None) -> list[float | None] | None:
    return None if at is None else _known(values[:, at])


def _known(values: FloatArray) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
