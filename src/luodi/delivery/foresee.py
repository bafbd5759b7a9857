"""Outlooks of promises (预测): every open series of a report is forecast in one call, then asked.

Series are laid side by side by their distance from the last figure, not by calendar year: each is forecast
from its own last figure on, and all pool their errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from luodi.delivery.ask import APPROX_TOLERANCE, Ask
from luodi.delivery.outlook import Question, Series
from luodi.delivery.report import Ahead, Outlook, Words
from luodi.forecasting import Forecast, Target, forecast, probability
from luodi.forecasting.engine import SHORT

Floats = NDArray[np.float64]

QUANTILES: Final = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
MEASURED: Final = 6
"""Years ahead up to which the intervals were held against outcomes (docs/methods/forecasting.md)."""
CLOSE: Final = 1e-9
"""As in :meth:`luodi.delivery.ask.Ask.reached`: so close to the threshold is the threshold itself."""


class Asked(msgspec.Struct, frozen=True):
    """A level that the yearly figure ``ahead`` years on shall pass: from below (``up``) or from above."""

    row: int
    ahead: int
    level: float
    up: bool


def foresee(questions: Sequence[Question]) -> list[tuple[Outlook, float | None]]:
    """Forecast all series at once and answer every question.

    Args:
        questions: such as can be forecast (``reason`` is None).

    Returns:
        For each its outlook and its chance, 0 to 1; None where a comparison lacks a figure of the past.
    """
    rows = {series: row for row, series in enumerate(dict.fromkeys(_all_series(questions)))}
    ahead = [_due(one).year - each.years[-1] for one in questions for each in (one.series, *one.others)]
    made = _forecast(list(rows), max(1, *ahead))
    quantiles = made.quantile(QUANTILES)
    rounded = _ten(quantiles).tolist()
    levels = {n: asked for n, one in enumerate(questions) if (asked := _level(one, rows)) is not None}
    chances: dict[int, float | None] = dict(_passed(made, levels))
    answers: list[tuple[Outlook, float | None]] = []
    for n, one in enumerate(questions):
        chance = chances[n] if n in levels else _counted(made, one, rows)
        row = rows[one.series]
        outlook = msgspec.structs.replace(
            one.outlook,
            basis=made.basis[row],
            ahead=_ahead(
                one, rounded[row] if one.terms == "figure" else _fan(made, one, row, quantiles[row])
            ),
            reason=None if chance is not None else _LACKING,
            warnings=_warnings(one),
        )
        answers.append((outlook, None if chance is None else round(chance, 4)))
    return answers


_LACKING: Final = Words(zh="缺少可比年份的数据", en="figures of comparable years are missing")


def _all_series(questions: Sequence[Question]) -> list[Series]:
    return [each for one in questions for each in (one.series, *one.others)]


def _due(one: Question) -> date:
    assert one.ask.due is not None, "a question without a deadline is refused"
    return one.ask.due


def _forecast(series: list[Series], horizon: int) -> Forecast:
    width = max(one.years[-1] - one.years[0] for one in series) + 1
    values = np.full((len(series), width), np.nan)
    for row, one in enumerate(series):
        values[row, width - 1 - one.years[-1] + np.array(one.years)] = one.values
    return forecast(
        values,
        horizon=horizon,
        lower=np.array([one.lower for one in series]),
        upper=np.array([one.upper for one in series]),
    )


def _fan(made: Forecast, one: Question, row: int, quantiles: Floats) -> list[list[float]]:
    """Quantiles of the change, the sum or the chain so far, a row of L for each year."""
    if one.terms == "change":
        assert one.base is not None, "a change is judged from the figure of its baseline"
        falls = one.ask.direction == "decrease"
        found = one.base - quantiles[:, ::-1] if falls else quantiles - one.base
    else:
        found = np.asarray(np.quantile(_onward(made, one, row), QUANTILES, axis=0).T, dtype=np.float64)
    rounded: list[list[float]] = _ten(found).tolist()
    return rounded


def _onward(made: Forecast, one: Question, row: int) -> Floats:
    """Courses of a sum or a chain from what is reached to the deadline, shape (K, years)."""
    assert one.done is not None, "a sum or a chain is judged with what is done so far"
    courses = made.courses(row)[:, : _due(one).year - one.series.years[-1]]
    chained = one.done * np.cumprod(1 + courses / 100, axis=1)
    summed = one.done + np.cumsum(courses, axis=1)
    return np.asarray(summed if one.terms == "sum" else chained, dtype=np.float64)


def _ahead(one: Question, quantiles: list[list[float]]) -> list[Ahead]:
    """Rows of quantiles up to the deadline."""
    first = one.series.years[-1] + 1
    found = []
    for year, row in zip(range(first, _due(one).year + 1), quantiles, strict=False):
        p05, p10, p25, p50, p75, p90, p95 = row
        found.append(
            Ahead(
                period=str(year), on=f"{year}-12-31",
                p05=p05, p10=p10, p25=p25, p50=p50, p75=p75, p90=p90, p95=p95,
            )
        )  # fmt: skip
    return found


def _ten(values: Floats) -> Floats:
    """Round to ten significant digits, since the last bits differ between machines; zero stays zero."""
    size = np.abs(values)
    exponent = np.floor(np.log10(np.where(size > 0, size, 1.0)))
    up, down = 10.0 ** np.maximum(9 - exponent, 0), 10.0 ** np.maximum(exponent - 9, 0)
    rounded: Floats = np.rint(values * up / down) / up * down
    return rounded


def _warnings(one: Question) -> list[Words]:
    found = []
    points = min(len(each.years) for each in (one.series, *one.others))
    if points < SHORT:
        found.append(
            Words(
                zh=f"只有{points}个年度数据，区间依据其他序列的误差",
                en=f"{points} yearly figures only: the interval is that of other series",
            )
        )
    if len(set(one.series.values)) == 1:
        found.append(
            Words(
                zh="历年数据没有变化，区间按其水平的1%设定",
                en="the figures never moved: the interval supposes changes of 1 % of their level",
            )
        )
    if _due(one).year - one.series.years[-1] > MEASURED:
        found.append(
            Words(
                zh=f"期限在{MEASURED}年以后，区间未经这么远的检验",
                en=f"the deadline is more than {MEASURED} years ahead, beyond what was tested",
            )
        )
    if one.others:
        found.append(
            Words(
                zh="按各地区互不相关计算，受共同因素影响时实际概率离50%更远",
                en="areas are taken as independent; common shocks put the true chance further from 50 %",
            )
        )
    return found


def _level(one: Question, rows: dict[Series, int]) -> Asked | None:
    """The yearly figure that the deadline asks for; None where it takes more than one figure to tell."""
    ask = one.ask
    if one.threshold is None or one.terms in {"sum", "chain"}:
        return None
    level, up = _edge(ask, one.threshold), ask.up
    if one.terms == "change":
        assert one.base is not None, "a change is judged from the figure of its baseline"
        falls = ask.direction == "decrease"
        level, up = (one.base - level, not up) if falls else (one.base + level, up)
    return Asked(rows[one.series], _due(one).year - one.series.years[-1] - 1, level, up)


def _edge(ask: Ask, threshold: float) -> float:
    """The value from which on, or up to which, the promise is kept, as ``Ask.reached`` has it."""
    close = CLOSE * max(1.0, abs(threshold))
    slack = APPROX_TOLERANCE * abs(threshold) if ask.comparator == "approx" else 0.0
    easier = -close if ask.comparator in {"gt", "lt"} else slack + close
    return threshold - easier if ask.up else threshold + easier


def _passed(made: Forecast, levels: dict[int, Asked]) -> dict[int, float]:
    """Read chances off the distributions, all series at once; again for a second question on one series."""
    chances: dict[int, float] = {}
    left = list(levels.items())
    while left:
        now: dict[int, tuple[int, Asked]] = {}
        later = []
        for n, asked in left:
            if asked.row in now:
                later.append((n, asked))
            else:
                now[asked.row] = (n, asked)
        sought = np.zeros((len(made.names), 1))
        for _, asked in now.values():
            sought[asked.row] = asked.level
        below = made.below(sought)
        for n, asked in now.values():
            under = float(below[asked.row, asked.ahead])
            chances[n] = 1 - under if asked.up else under
        left = later
    return chances


def _counted(made: Forecast, one: Question, rows: dict[Series, int]) -> float | None:
    """Count over equally likely courses what hangs on several years or several areas."""
    ask, row = one.ask, rows[one.series]
    if ask.test == "above":
        return _surpasses(made, one, rows)
    if ask.test == "rising":
        last, width = one.series.years[-1], made.history.shape[1]
        wanted = Target(
            measure="every_period",
            comparator="gt",
            direction="increase" if ask.up else "decrease",
            baseline_period=width - last + max(ask.baseline.year, one.series.years[0]),
        )
        return probability(made, row, wanted, width - last + _due(one).year).value
    assert one.threshold is not None, "a sum or a chain is judged against a threshold"
    end = _onward(made, one, row)[:, -1]
    edge = _edge(ask, one.threshold)
    return float((end >= edge if ask.up else end <= edge).mean())


def _surpasses(made: Forecast, one: Question, rows: dict[Series, int]) -> float | None:
    """Every pairing of the own courses with those of each area counts, as if areas were independent."""
    chance: Floats = np.ones(1)
    for each in one.others:
        common = set(one.series.years) & set(each.years)
        since = min((year for year in common if year >= one.ask.baseline.year), default=None)
        own = _outcomes(made, one, one.series, rows, since)
        other = np.sort(_outcomes(made, one, each, rows, since))
        if np.isnan(own).any() or np.isnan(other).any():
            return None
        side: Literal["left", "right"] = "left" if one.ask.up else "right"
        below = np.searchsorted(other, own, side=side) / len(other)
        chance = chance * (below if one.ask.up else 1 - below)
    return float(chance.mean())


def _outcomes(
    made: Forecast, one: Question, series: Series, rows: dict[Series, int], since: int | None
) -> Floats:
    """Level, change or growth up to the deadline over every course; one value where the figure is known.

    NaN where a figure is missing that cannot be forecast, as it lies in the past.
    """
    ahead = _due(one).year - series.years[-1] - 1
    if ahead >= 0:
        end: Floats = made.courses(rows[series])[:, ahead]
    else:
        end = np.array([_or_nan(series.at(_due(one).year))])
    if one.ask.measure == "level":
        return end
    base = _or_nan(series.at(since)) if since is not None else np.nan
    if one.ask.measure == "change":
        return end - base
    return end / base - 1 if base > 0 else np.full(len(end), np.nan)


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value
