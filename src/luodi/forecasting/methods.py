"""Forecasting methods that walk through all series at once and forecast from every period on the way.

A method is a class with two calls: ``forecast`` gives the forecasts from what has been seen so far, ``see``
takes in the next figure. Its parameters stand in a small grid. For every grid point the recursion and the sum
of absolute one-step errors run side by side, so that at each period the best point is known without looking
ahead: one walk serves all rolling origins.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np

from luodi.forecasting.panel import Flags, Floats

FIRST_ORIGIN: Final = 3
"""Figures that must have been seen before the first forecast."""


class Method(Protocol):
    """What walks through the series; the number of columns may only shrink on the way, from the right."""

    def __init__(self, first: Floats, horizon: int) -> None: ...

    def forecast(self) -> Floats:
        """Forecast the next ``horizon`` periods: shape (horizon, columns)."""
        ...

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Take in the next figures, shape (columns,); errors count only where ``observed``."""
        ...


class Naive:
    """The last figure stays: the yardstick of MASE and OWA."""

    def __init__(self, first: Floats, horizon: int) -> None:
        self._last, self._horizon = first, horizon

    def forecast(self) -> Floats:
        """Repeat the last figure."""
        return np.repeat(self._last[None], self._horizon, axis=0)

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Keep the newest figure."""
        self._last = figures


class Drift:
    """The line from the first to the last figure goes on: a random walk with drift."""

    def __init__(self, first: Floats, horizon: int) -> None:
        self._first = self._last = first
        self._steps = np.arange(1.0, horizon + 1)[:, None]
        self._seen = 1

    def forecast(self) -> Floats:
        """Extend the line."""
        slope = (self._last - self._first[: len(self._last)]) / max(self._seen - 1, 1)
        return self._last + self._steps * slope

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Move the line's end."""
        self._last = figures
        self._seen += 1


class Damped:
    """Exponential smoothing with a damped trend (Gardner and McKenzie 1985), the simple kind included.

        level_t = level_{t-1} + φ trend_{t-1} + α e_t,  trend_t = φ trend_{t-1} + α β e_t

    with e_t the one-step error; h steps ahead: level + (φ + … + φ^h) trend. With φ = 0 it is simple
    exponential smoothing.
    """

    _GRID: Final = np.array(
        [(alpha, 0.0, 0.0) for alpha in (0.2, 0.4, 0.6, 0.8, 1.0)]
        + [
            (alpha, beta, phi)
            for alpha in (0.2, 0.4, 0.6, 0.8, 1.0)
            for beta in (0.05, 0.2)
            for phi in (0.8, 0.9, 0.98)
        ]
    )

    def __init__(self, first: Floats, horizon: int) -> None:
        self._alpha, beta, self._phi = self._GRID.T[:, :, None]
        self._gain = self._alpha * beta
        self._reach = np.cumsum(self._phi ** np.arange(1.0, horizon + 1), axis=1)
        self._level = np.repeat(first[None], len(self._GRID), axis=0)
        self._trend = np.zeros_like(self._level)
        self._loss = np.zeros_like(self._level)
        self._seen = 1

    def forecast(self) -> Floats:
        """Forecast with the grid point whose one-step errors were smallest so far."""
        best = self._loss.argmin(axis=0)
        columns = np.arange(len(best))
        forecast: Floats = self._level[best, columns] + self._reach[best].T * self._trend[best, columns]
        return forecast

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Move every grid point's level and trend."""
        width = len(figures)
        if width < self._level.shape[1]:
            self._level, self._trend = self._level[:, :width], self._trend[:, :width]
            self._loss = self._loss[:, :width]
        if self._seen == 1:
            self._trend = self._trend + (figures - self._level)
            self._loss = _preference(self._loss, figures - self._level[0])
            self._level = np.repeat(figures[None], len(self._GRID), axis=0)
        else:
            self._trend *= self._phi
            self._level += self._trend
            error = figures - self._level
            self._loss += _size(error, observed)
            self._level += self._alpha * error
            self._trend += self._gain * error
        self._seen += 1


class Theta:
    """Dynamic optimised Theta (Fiorucci et al. 2016): α and θ are chosen per series.

        y_{t+1} = level_t + (1 − 1/θ) ((1 − α)^t (A_t − y_1) + (1 − (1 − α)^{t+1}) / α · B_t)

    where level is simple exponential smoothing from y_1 and A_t + B_t τ the least-squares line through what
    has been seen; h steps ahead the line goes on by (1 − 1/θ) B_t a step. θ = 1 is simple smoothing, θ = 2
    the classical Theta. The paper's free initial level is y_1 / θ, written out here as A_t − y_1: then adding
    a number to all figures adds it to the forecasts.
    """

    _ALPHA: Final = np.array([0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0])
    _LINE: Final = 1 - 1 / np.array([1.0, 1.5, 2.0, 3.0, 5.0, 20.0])

    def __init__(self, first: Floats, horizon: int) -> None:
        self._alpha = self._ALPHA[:, None]
        self._more = np.arange(float(horizon))[:, None]
        self._level = np.repeat(first[None], len(self._ALPHA), axis=0)
        self._first, self._mean = first, first
        self._slope, self._intercept = np.zeros_like(first), first
        self._loss = np.zeros((len(self._LINE), len(self._ALPHA), len(first)))
        self._seen = 1

    def _line(self) -> Floats:
        """What the line adds in the next period, before its weight: shape (α, columns)."""
        left = (1 - self._alpha) ** self._seen
        above = self._intercept - self._first[: len(self._intercept)]
        line: Floats = left * above + (1 - left * (1 - self._alpha)) / self._alpha * self._slope
        return line

    def forecast(self) -> Floats:
        """Forecast with the grid point whose one-step errors were smallest so far."""
        width = self._loss.shape[2]
        line, alpha = np.divmod(self._loss.reshape(-1, width).argmin(axis=0), len(self._ALPHA))
        columns = np.arange(width)
        weight = self._LINE[line]
        start = self._level[alpha, columns] + weight * self._line()[alpha, columns]
        forecast: Floats = start + self._more * (weight * self._slope)
        return forecast

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Move every grid point's level, and the line through the figures."""
        width = len(figures)
        if width < self._loss.shape[2]:
            self._loss, self._level = self._loss[:, :, :width], self._level[:, :width]
            self._mean, self._slope = self._mean[:width], self._slope[:width]
            self._intercept = self._intercept[:width]
        if self._seen > 1:
            line, miss = self._line(), figures - self._level
            for loss, weight in zip(self._loss, self._LINE, strict=True):
                loss += _size(miss - weight * line, observed)
        else:
            self._loss = _preference(self._loss, figures - self._first[:width])
        self._level = self._level + self._alpha * (figures - self._level)
        self._seen += 1
        t = self._seen
        self._slope = ((t - 2) * self._slope + 6 / t * (figures - self._mean)) / (t + 1)
        self._mean = ((t - 1) * self._mean + figures) / t
        self._intercept = self._mean - (t + 1) / 2 * self._slope


class Combination:
    """The plain mean of Theta, damped trend and drift: each fails where the others do not."""

    def __init__(self, first: Floats, horizon: int) -> None:
        self._parts: tuple[Method, ...] = (
            Theta(first, horizon),
            Damped(first, horizon),
            Drift(first, horizon),
        )

    def forecast(self) -> Floats:
        """Average the parts."""
        total = self._parts[0].forecast()
        for part in self._parts[1:]:
            total += part.forecast()
        return total / len(self._parts)

    def see(self, figures: Floats, observed: Flags | None) -> None:
        """Let every part see the figures."""
        for part in self._parts:
            part.see(figures, observed)


METHODS: Final[dict[str, type[Method]]] = {
    "combination": Combination,
    "theta": Theta,
    "damped": Damped,
    "drift": Drift,
    "naive": Naive,
}


def _preference(loss: Floats, move: Floats) -> Floats:
    """Start the losses a hair apart, in the order of the grid, so that rounding never decides a tie."""
    points = loss.reshape(-1, loss.shape[-1])
    ranks = np.arange(len(points))[:, None]
    apart: Floats = (points + 1e-9 * ranks * np.abs(move)).reshape(loss.shape)
    return apart


def _size(error: Floats, observed: Flags | None) -> Floats:
    size = np.abs(error)
    if observed is not None:
        size *= observed
    return size
