"""``forecast``: from figures to forecasts with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from luodi.core.errors import CombinedInputError, InputError
from luodi.forecasting.conformal import distribution, needs_reference, scaled
from luodi.forecasting.methods import FIRST_ORIGIN, METHODS
from luodi.forecasting.panel import CONSTANT_SHARE, Flags, Floats
from luodi.forecasting.periods import Period, consecutive
from luodi.forecasting.reference import reference
from luodi.forecasting.result import Basis, Forecast, Notice
from luodi.forecasting.rolling import Rolled, roll

SHORT: Final = 8
"""Figures below which a series' own errors say little: warned of."""


def forecast(
    values: ArrayLike,
    *,
    horizon: int,
    periods: Sequence[str | int] | None = None,
    names: Sequence[str] | None = None,
    lower: ArrayLike = -np.inf,
    upper: ArrayLike = np.inf,
    method: str = "combination",
) -> Forecast:
    """Forecast all series at once, with intervals from the errors of rolling origins pooled over them.

    Args:
        values: shape (S, T), or (T,) for one series; NaN where no figure is known.
        horizon: periods ahead of the last column, H ≥ 1.
        periods: labels of the T columns, without a hole: years, quarters or months; the kind tells whether to
            look for a season. Without labels they are years 1 … T.
        names: S names, all different; without them 1 … S.
        lower, upper: bounds of the quantity, one for all or shape (S,): 0 for counts, 0 and 100 for shares.
        method: combination (default), theta, damped, drift or naive.

    Returns:
        A :class:`Forecast`; what its reader must know stands in its notices.

    Raises:
        InputError, CombinedInputError: every figure, name or bound that cannot be used, all at once.

    Example:
        >>> made = forecast([[3, 4, 6, 7, 9, 10], [50, 52, 51, 55, float("nan"), 58]], horizon=2, lower=0)
        >>> made.point.round(1).tolist()
        [[11.3, 12.6], [59.3, 60.7]]
        >>> bool((made.interval(80)[:, :, 0] < made.point).all())
        True
    """
    figures = np.atleast_2d(np.array(values, dtype=float))
    labels = consecutive(range(1, figures.shape[1] + 1) if periods is None else periods)
    called = tuple(str(n + 1) for n in range(len(figures))) if names is None else tuple(names)
    low = np.broadcast_to(np.asarray(lower, dtype=float), (len(figures),)).copy()
    high = np.broadcast_to(np.asarray(upper, dtype=float), (len(figures),)).copy()
    _check(figures, labels, called, low, high, horizon, method)
    known = np.isfinite(figures)
    lead = known[:, ::-1].argmax(axis=1)
    rolled = roll(figures, horizon + int(lead.max()), METHODS[method], labels[0].per_year)
    errors = scaled(rolled)
    short_pool = needs_reference(errors)
    spread = distribution(errors, reference(method, errors.shape[2]) if short_pool else None)
    count = known.sum(axis=1)
    last = figures[np.arange(len(figures)), figures.shape[1] - 1 - lead]
    scale = np.where(rolled.scale > 0, rolled.scale, CONSTANT_SHARE * np.abs(last))
    step = lead[:, None] + np.arange(horizon)
    centre = np.take_along_axis(rolled.points, step, axis=1)
    usual: Basis = "reference" if short_pool else "pool"
    return Forecast(
        names=called,
        history_periods=labels,
        periods=tuple(labels[-1].later(ahead + 1) for ahead in range(horizon)),
        history=figures,
        point=np.clip(centre, low[:, None], high[:, None]),
        basis=tuple(usual if seen >= FIRST_ORIGIN else "none" for seen in count),
        notices=tuple(_notices(called, rolled, known, short_pool, labels)),
        lower=low,
        upper=high,
        _centre=centre,
        _scale=scale,
        _step=step,
        _errors=spread,
    )


def _check(
    figures: Floats,
    labels: tuple[Period, ...],
    names: tuple[str, ...],
    lower: Floats,
    upper: Floats,
    horizon: int,
    method: str,
) -> None:
    if figures.ndim != 2 or not figures.size:
        raise InputError("there are no figures", accepted="series by periods, such as [[3, 4, 6]]")
    if len(labels) != figures.shape[1] or len(names) != len(figures):
        raise InputError(
            f"{figures.shape[0]} series of {figures.shape[1]} figures come with {len(names)} names "
            f"and {len(labels)} periods",
            accepted="a name for each series and a period for each column",
        )
    problems = []
    if horizon < 1:
        problems.append(InputError(f"{horizon} periods ahead", where="horizon", accepted="1 or more"))
    if method not in METHODS:
        problems.append(InputError(f"no method {method}", where="method", accepted=", ".join(METHODS)))
    if lower.shape == upper.shape and np.any(~(lower < upper)):
        problems.append(InputError("a lower bound is not below the upper", where="bounds"))
    doubled = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    problems += [
        InputError("two series have this name", where=name, accepted="each name once")
        for name in sorted(doubled)
    ]
    endless, unknown = np.isinf(figures), np.isnan(figures)
    outside = ~unknown & ((figures < lower[:, None]) | (figures > upper[:, None]))
    for row in np.flatnonzero(unknown.all(axis=1)):
        problems.append(
            InputError(
                "no figure at all", where=names[row], accepted="at least one", remedy="leave the series out"
            )
        )
    for row, column in np.argwhere(endless):
        problems.append(
            InputError(
                "the figure is infinite",
                where=f"{names[row]}, {labels[column]}",
                accepted="a number, NaN where none is known",
            )
        )
    for row, column in np.argwhere(outside & ~endless):
        problems.append(
            InputError(
                f"{figures[row, column]:g} lies outside the bounds",
                where=f"{names[row]}, {labels[column]}",
                accepted=f"{lower[row]:g} to {upper[row]:g}",
                remedy="correct the figure or the bound",
            )
        )
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems)


def _notices(
    names: tuple[str, ...], rolled: Rolled, known: Flags, short_pool: bool, labels: tuple[Period, ...]
) -> list[Notice]:
    notices = []
    if short_pool:
        notices.append(
            Notice(
                None,
                "fewer than 100 series: the intervals rest partly on errors of simulated series; "
                "on real yearly series taken alone, those of 80 % held 77 to 82 %",
            )
        )
    if labels[0].per_year > 1:
        brief = rolled.length < 2 * labels[0].per_year + 2
        notices += [
            Notice(names[row], "too short to tell a season: none is taken out")
            for row in np.flatnonzero(brief)
        ]
    count, lead = known.sum(axis=1), known[:, ::-1].argmax(axis=1)
    for row, name in enumerate(names):
        if count[row] < FIRST_ORIGIN:
            given = "1 figure" if count[row] == 1 else f"{count[row]} figures"
            notices.append(Notice(name, f"{given}: the last is carried on, and there is no interval"))
            continue
        if rolled.scale[row] == 0:
            notices.append(Notice(name, "never moved: the interval supposes changes of 1 % of its level"))
        elif count[row] < SHORT:
            notices.append(Notice(name, f"{count[row]} figures: the interval is that of other series"))
        if lead[row]:
            notices.append(Notice(name, f"the last figure is {labels[-1 - lead[row]]}, forecast from there"))
    return notices
