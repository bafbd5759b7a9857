"""Outlier treatment (异常值处理): test by skewness and kurtosis, winsorise, test again, transform.

The two-stage rule is that of the JRC's COIN Tool and of the Global Innovation Index: a column fails when its
absolute skewness reaches 2 and its excess kurtosis 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.anchors import anchor_of
from luodi.scoring.arrays import FloatArray, IntArray, kurtosis, skewness
from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Indicator, Scheme
from luodi.scoring.scheme.steps import Treat, TreatOptions
from luodi.scoring.transforms import transform


@dataclass(frozen=True, slots=True)
class Check:
    """One test of a column.

    Attributes:
        passed: whether it needs no treatment.
        skewness: G1; NaN if it cannot be computed.
        kurtosis: G2; NaN if it cannot be computed.
    """

    passed: bool
    skewness: float
    kurtosis: float


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a column.

    Attributes:
        indicator: its id.
        rows: which rows formed it: a year or a class, or empty.
        checks: before, after winsorising and after transforming, as far as it went.
        winsorised: number of points that were pulled in.
        transform: function that was applied, or empty.
    """

    indicator: str
    rows: str
    checks: tuple[Check, ...]
    winsorised: int = 0
    transform: str = ""


def treat(panel: Panel, scheme: Scheme, step: Treat, journal: Journal) -> tuple[Panel, tuple[Treatment, ...]]:
    """Treat every column by its own options.

    Returns:
        The treated panel, and what was done to each column.
    """
    values = panel.values.copy()
    done: list[Treatment] = []
    for position, node in enumerate(scheme.indicators):
        options = merged(node.treat, step)
        for block in panel.blocks(options.over or "year"):
            where = _rows(panel, int(block[0]), options)
            column, treatment = _column(panel, node, position, block, where, options)
            values[block, position] = column
            done.append(treatment)
            _tell(treatment, panel.values[block, position], journal)
    return panel.with_values(values), tuple(done)


def treat_column(
    column: FloatArray, options: TreatOptions, *, increase: bool = True
) -> tuple[FloatArray, tuple[Check, ...], int, str]:
    """Treat one column, shape (rows,), NaN where missing; ``increase`` tells whether more is better.

    Returns:
        The treated column, the checks, the number of winsorised points, the transform applied.
    """
    method = options.method or "two_stage"
    test = check(column, options)
    if method == "none":
        return column, (test,), 0, ""
    if method == "transform":
        name = options.transform or "log_coin"
        moved = transform(name, column, options.box_cox, increase=increase)
        return moved, (test, check(moved, options)), 0, name
    if test.passed and not options.force:
        return column, (test,), 0, ""
    pulled, count = winsorise(column, options)
    second = check(pulled, options)
    if second.passed or method == "winsorise":
        return pulled, (test, second), count, ""
    name = options.transform or "log_coin"
    moved = transform(name, pulled if options.combine else column, options.box_cox, increase=increase)
    return moved, (test, second, check(moved, options)), count if options.combine else 0, name


def check(column: FloatArray, options: TreatOptions) -> Check:
    """Test a column; one whose skewness or kurtosis cannot be computed passes."""
    skew = float(skewness(column[:, None])[0])
    kurt = float(kurtosis(column[:, None])[0])
    limit_skew = 2.0 if options.skew is None else options.skew
    limit_kurt = 3.5 if options.kurtosis is None else options.kurtosis
    return Check(not (abs(skew) >= limit_skew and kurt >= limit_kurt), skew, kurt)


def winsorise(column: FloatArray, options: TreatOptions) -> tuple[FloatArray, int]:
    """Pull the outermost points in to the next ones, one value at a time, until the test is passed.

    The end is chosen by the sign of the skewness. Equal outermost points move together and each counts.

    Returns:
        The column, and how many points were pulled in.
    """
    most = 5 if options.most is None else options.most
    found = column.copy()
    high = low = 0
    while (most < 0 or high + low < most) and (options.force or not check(found, options).passed):
        there = found[~np.isnan(found)]
        if there.min() == there.max():
            break
        if skewness(found[:, None])[0] >= 0:
            outer = found == there.max()
            found[outer] = there[there < there.max()].max()
            high = int(outer.sum())
        else:
            outer = found == there.min()
            found[outer] = there[there > there.min()].min()
            low = int(outer.sum())
    return found, high + low


def _column(
    panel: Panel,
    node: Indicator,
    position: int,
    block: IntArray,
    where: str,
    options: TreatOptions,
) -> tuple[FloatArray, Treatment]:
    column = panel.values[block, position]
    code, increase = node.id, node.direction == "increase"
    if np.isnan(column).all():
        return column, Treatment(code, where, (Check(True, np.nan, np.nan),))
    if options.method == "clip":
        part = panel.take(block)
        low, high = (
            anchor_of(anchor, column, part, "all", where=f"indicator {code}, treat")
            if anchor is not None
            else end
            for anchor, end in ((options.low, -np.inf), (options.high, np.inf))
        )
        clipped = np.clip(column, low, high)
        return clipped, Treatment(
            code,
            where,
            (check(column, options), check(clipped, options)),
            int(np.sum(clipped[~np.isnan(column)] != column[~np.isnan(column)])),
        )
    try:
        treated, checks, count, name = treat_column(column, options, increase=increase)
    except InputError as error:
        raise InputError(
            error.what, where=f"indicator {code}, {error.where}", accepted=error.accepted, remedy=error.remedy
        ) from error
    return treated, Treatment(code, where, checks, count, name)


def _rows(panel: Panel, row: int, options: TreatOptions) -> str:
    over = options.over or "year"
    year = panel.years[row]
    parts = []
    if over in ("class", "class_year") and panel.classes is not None:
        parts.append(panel.classes[row])
    if over in ("year", "class_year") and year is not None:
        parts.append(str(year))
    return " ".join(parts)


def _tell(treatment: Treatment, column: FloatArray, journal: Journal) -> None:
    name = f"{treatment.indicator} {treatment.rows}".strip()
    if np.isnan(treatment.checks[0].skewness) and not np.isnan(column).all():
        journal.note("treat", "not_tested", [name])
    if treatment.winsorised:
        journal.note("treat", "pulled_in", column=name, count=treatment.winsorised)
    if treatment.transform:
        journal.note("treat", "transformed", column=name, method=treatment.transform)
    if not treatment.checks[-1].passed and len(treatment.checks) > 1:
        journal.note("treat", "still_beyond", [name])
