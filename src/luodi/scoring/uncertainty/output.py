"""Results of simulations as tables, for CSV, Parquet and workbooks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.scoring.arrays import FloatArray, round_significant
from luodi.scoring.output import Table, Value
from luodi.scoring.uncertainty.model import Model
from luodi.scoring.uncertainty.sensitivity import Indices, Sensitivity
from luodi.scoring.uncertainty.study import Study

_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Alternative:
    """What one alternative of a choice does to the ranks.

    Attributes:
        choice: name of the choice.
        words: the alternative. words_zh: in Chinese.
        runs: number of runs that took it.
        mean_shift: mean over these runs of the mean absolute change of rank against the scheme as declared.
        spread: standard deviation of it over these runs.
    """

    choice: str
    words: str
    words_zh: str
    runs: int
    mean_shift: float
    spread: float


def alternatives_of(study: Study) -> tuple[Alternative, ...]:
    """Describe the runs by the alternative they took."""
    found = []
    for at, factor in enumerate(study.factors):
        for number, words in enumerate(factor.words):
            if factor.kind == "choice":
                shift = study.shift[study.drawn[:, at] == number]
            else:
                shift = study.shift
            if len(shift):
                mean, spread = float(shift.mean()), float(shift.std())
                found.append(
                    Alternative(factor.name, words, factor.words_zh[number], len(shift), mean, spread)
                )
    return tuple(found)


def study_tables(study: Study) -> dict[str, Table]:
    """Make all tables of a study by name.

    ``uncertainty`` has a line for each unit and year, ``rank_chances`` the chance of each rank (up to 200),
    ``alternatives`` what each alternative does, ``runs`` what each run took, in words.
    """
    model = study.model
    columns = (*_keys(model), "rank", "score", "score_5", "score_50", "score_95")
    columns += ("rank_5", "rank_50", "rank_95", "mean_rank", "chance_of_rank")
    grades = study.grades or ((), np.empty((len(study.keys), 0)))
    columns += tuple(f"chance_{name}" for name in grades[0])
    ranked = np.where(model.nominal_ranks > 0, model.nominal_ranks / 2, np.nan)
    own = np.array([_own_chance(study, row, float(rank)) for row, rank in enumerate(ranked)])
    cells = np.column_stack(
        [ranked, model.nominal, study.scores, study.ranks, study.mean_rank, own, grades[1]]
    )
    widest = min(_WIDEST, study.rank_counts.shape[1])
    chances = np.column_stack([study.chance_of_rank(place, place) for place in range(1, widest + 1)])
    said = [[factor.say(int(one)) for one in study.drawn[:, at]] for at, factor in enumerate(study.factors)]
    runs = tuple(
        (number, *words, float(shift))
        for number, (*words, shift) in enumerate(
            zip(*said, round_significant(study.shift), strict=True), start=1
        )
    )
    return {
        "uncertainty": Table(columns, _rows(model, cells)),
        "rank_chances": Table(
            (*_keys(model), *(str(place) for place in range(1, widest + 1))), _rows(model, chances)
        ),
        "alternatives": Table(
            ("choice", "alternative", "runs", "mean_shift_of_rank", "deviation"),
            tuple(
                (one.choice, one.words, one.runs, *_ten(one.mean_shift, one.spread))
                for one in alternatives_of(study)
            ),
        ),
        "runs": Table(("run", *(factor.name for factor in study.factors), "mean_shift_of_rank"), runs),
    }


def sensitivity_tables(found: Sensitivity) -> dict[str, Table]:
    """Make the table ``sensitivity``: indices of the mean shift of rank, then of each score and rank."""
    rows: list[tuple[Value, ...]] = []
    blank = (None,) * len(_keys(found.model))
    rows += [("mean shift of rank", *blank, *line) for line in _indices(found, found.shift, 0)]
    for what, indices in (("score", found.scores), ("rank", found.ranks)):
        for at, key in enumerate(found.keys):
            named = key if len(blank) > 1 else key[:1]
            rows += [(what, *named, *line) for line in _indices(found, indices, at)]
    columns = ("output", *_keys(found.model), "choice", "first", "first_5", "first_95")
    return {"sensitivity": Table((*columns, "total", "total_5", "total_95"), tuple(rows))}


def _indices(found: Sensitivity, indices: Indices, at: int) -> list[tuple[Value, ...]]:
    lines: list[tuple[Value, ...]] = []
    for number, name in enumerate(found.names):
        first = (indices.first[number, at], *indices.first_band[:, number, at])
        total = (indices.total[number, at], *indices.total_band[:, number, at])
        lines.append((name, *_ten(*first, *total)))
    return lines


def _own_chance(study: Study, row: int, rank: float) -> float:
    return float("nan") if np.isnan(rank) else float(study.chance_of_rank(int(rank), int(rank))[row])


def _keys(model: Model) -> tuple[str, ...]:
    dated = any(year is not None for year in model.panel.years)
    return ("unit", "year") if dated else ("unit",)


def _rows(model: Model, cells: FloatArray) -> tuple[tuple[Value, ...], ...]:
    dated = len(_keys(model)) > 1
    return tuple(
        ((unit, year) if dated else (unit,)) + tuple(line)
        for (unit, year), line in zip(model.keys, round_significant(cells).tolist(), strict=True)
    )


def _ten(*values: float) -> list[float]:
    return [float(value) for value in round_significant(np.array(values, dtype=np.float64))]
