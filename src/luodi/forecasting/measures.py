"""How good forecasts were, once the outcomes are known."""

from __future__ import annotations

import numpy as np

from luodi.forecasting.panel import Floats, panel


def mase(history: Floats, outcome: Floats, point: Floats) -> float:
    """Mean absolute scaled error (Hyndman and Koehler 2006), of series without season.

    Args:
        history: shape (S, T), NaN where no figure is known; no series is constant.
        outcome, point: shape (S, H).

    Example:
        >>> import numpy as np
        >>> mase(np.array([[1.0, 2.0, 4.0]]), np.array([[5.0, 8.0]]), np.array([[5.0, 5.0]]))
        1.0
    """
    laid = panel(history)
    scale = np.empty(len(history))
    scale[laid.order] = laid.scale()[laid.length - 1, np.arange(len(history))]
    return float((np.abs(outcome - point).mean(axis=1) / scale).mean())


def smape(outcome: Floats, point: Floats) -> float:
    """Symmetric mean absolute percentage error as the M competitions define it, in per cent."""
    return float((200 * np.abs(outcome - point) / (np.abs(outcome) + np.abs(point))).mean())


def owa(history: Floats, outcome: Floats, point: Floats) -> float:
    """Overall weighted average of the M4 competition: below 1 is better than the last figure repeated.

    For series without season its yardstick Naive2 is the naive forecast.
    """
    last = np.array([row[np.isfinite(row)][-1] for row in history])
    naive = np.repeat(last[:, None], outcome.shape[1], axis=1)
    scaled = mase(history, outcome, point) / mase(history, outcome, naive)
    return (scaled + smape(outcome, point) / smape(outcome, naive)) / 2


def coverage(interval: Floats, outcome: Floats) -> Floats:
    """Share of outcomes of shape (S, H) inside intervals of shape (S, H, 2), in per cent: shape (H,)."""
    inside = (outcome >= interval[:, :, 0]) & (outcome <= interval[:, :, 1])
    share: Floats = 100 * inside.mean(axis=0)
    return share


def calibration_gap(stated: Floats, met: Floats, *, equal_counts: bool = False) -> float:
    """Mean gap between stated probability and realised frequency over tenths of the stated probability.

    Args:
        stated: probabilities, any shape.
        met: 1 where it came true, the same shape.
        equal_counts: cut into ten parts of equal size, not at 0.1, 0.2, …; empty tenths are left out.

    Example:
        >>> import numpy as np
        >>> round(calibration_gap(np.array([0.2, 0.2, 0.9, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])), 9)
        0.15
    """
    probability, outcome = np.ravel(stated), np.ravel(met).astype(float)
    if equal_counts:
        parts = np.array_split(np.argsort(probability, kind="stable"), 10)
    else:
        tenth = np.minimum((probability * 10).astype(int), 9)
        parts = [np.flatnonzero(tenth == number) for number in range(10)]
    gaps = [abs(probability[part].mean() - outcome[part].mean()) for part in parts if len(part)]
    return float(np.mean(gaps))
