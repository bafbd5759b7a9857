"""A pool for those who have none: errors on simulated series, so that a single series gets an interval too.

The simulation stands for no real data. It spans what yearly figures of an area do: growth that is steady or
wanders, shocks that stay or fade, now and then a large one:

    y_t = y_{t-1} + g_t + e_t − θ e_{t-1},    g_t = g + φ (g_{t-1} − g) + n_t

with g ~ N(0, 0.7), φ ~ U(0.5, 1), θ ~ U(−0.3, 0.5), sd(n) ~ U(0, 1) and e of Student's t with 4 degrees of
freedom.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from luodi.forecasting import conformal
from luodi.forecasting.methods import METHODS
from luodi.forecasting.panel import Floats
from luodi.forecasting.rolling import roll

SERIES: Final = 300
LENGTH: Final = 16
"""Figures before the first forecast period: a series as long as most official ones."""
SEED: Final = 20210714


@lru_cache(maxsize=32)
def reference(method: str, horizon: int) -> conformal.Pool:
    """Pool the scaled errors of one method on the simulated series."""
    rolled = roll(simulated(LENGTH + horizon), horizon, METHODS[method])
    errors = conformal.scaled(rolled)
    errors[:, :5] = np.nan
    return conformal.pool(errors)


def simulated(length: int) -> Floats:
    """Simulate the series described above, shape (SERIES, length); always the same."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    growth = 0.7 * draw.standard_normal(SERIES)
    keep = draw.uniform(0.5, 1.0, SERIES)
    fade = draw.uniform(-0.3, 0.5, SERIES)
    wander = draw.uniform(0.0, 1.0, SERIES)[:, None] * draw.standard_normal((SERIES, length))
    shock = draw.standard_t(4, (SERIES, length))
    change = np.empty((SERIES, length))
    away = np.zeros(SERIES)
    for step in range(length):
        away = keep * away + wander[:, step]
        before = shock[:, step - 1] if step else 0.0
        change[:, step] = growth + away + shock[:, step] - fade * before
    return np.cumsum(change, axis=1)
