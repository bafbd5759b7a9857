"""Functions that straighten a skewed column: logarithms and the Box-Cox family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.scheme.steps import Transform

_POINTWISE: Final[dict[str, Callable[[FloatArray], FloatArray]]] = {
    "none": lambda x: x,
    "log": np.log,
    "log10": np.log10,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "square": lambda x: np.where(x >= 0, np.square(x), np.nan),
    "reciprocal": lambda x: np.where(x > 0, -1.0 / x, np.nan),
}
"""Every one of them rises, so that the indicator's direction holds after it: hence minus one divided by x."""


def pointwise(name: Transform, values: FloatArray) -> FloatArray:
    """Apply a function that needs no more than the value itself; undefined results are NaN.

    Raises:
        InputError: the function depends on the whole column, so that anchors cannot go through it.

    Example:
        >>> pointwise("sqrt", np.array([4.0, -1.0])).tolist()
        [2.0, nan]
    """
    if name not in _POINTWISE:
        raise InputError(
            f"the transform {name!r} depends on the whole column",
            where="normalise, transform",
            accepted=", ".join(_POINTWISE),
            remedy="use it in a treat step",
        )
    with np.errstate(all="ignore"):
        found = _POINTWISE[name](values)
    return np.where(np.isfinite(found), found, np.nan)


def no_reciprocal(where: str) -> InputError:
    """Say that a ratio of reciprocals would count the wrong way round."""
    return InputError(
        "a ratio of reciprocals would turn the indicator round",
        where=f"{where}, transform",
        accepted="standard ÷ value, which a decreasing indicator has without a transform",
        remedy="drop the transform",
    )


def transform(
    name: Transform, values: FloatArray, box_cox: float | None = None, *, increase: bool = True
) -> FloatArray:
    """Transform a column, shape (rows,), NaN where missing.

    ``log_coin`` is log(x - min + 0.01 (max - min)), ``log_min1`` is log(x - min + 1), ``log_gii`` is
    log((max - 1)(x - min)/(max - min) + 1) where more is better, and where less is better
    -log((max - 1)(max - x)/(max - min) + 1), so that the direction still holds; it needs a maximum above 1.
    ``box_cox`` shifts the column to a
    minimum of 1 and takes (x^lambda - 1)/lambda, with lambda fitted by maximum likelihood if not given.

    Raises:
        InputError: the function is not defined for these values.
    """
    there = ~np.isnan(values)
    low, high = float(values[there].min()), float(values[there].max())
    if name == "log_coin":
        found = np.log(values - low + 0.01 * (high - low))
    elif name == "log_min1":
        found = np.log(values - low + 1.0)
    elif name == "log_gii":
        if high <= 1:
            raise InputError(
                "the column's maximum is not above 1, so that log_gii would turn it round",
                where="treat, transform",
                remedy="use log_coin, or a larger unit: formula: 1000 * x",
            )
        way = values - low if increase else high - values
        found = np.log((high - 1.0) * way / (high - low) + 1.0) * (1.0 if increase else -1.0)
    elif name == "box_cox":
        shifted = values - low + 1.0
        power = _fitted(shifted[there]) if box_cox is None else box_cox
        found = np.log(shifted) if power == 0 else (shifted**power - 1.0) / power
    else:
        found = pointwise(name, values)
    if np.any(np.isnan(found) & there):
        raise InputError(
            f"{name} is not defined for all values of the column (least {low:g})",
            where="treat, transform",
            remedy="use log_coin or box_cox, which shift the column first",
        )
    return np.asarray(found)


def _fitted(values: FloatArray) -> float:
    """Find the lambda in [-2, 2] with the highest Box-Cox likelihood, to four decimals."""
    logs = np.log(values)
    n = len(values)

    def likelihood(power: float) -> float:
        moved = logs if power == 0 else (values**power - 1.0) / power
        variance = float(np.var(moved))
        return (
            -np.inf if variance <= 0 else (power - 1.0) * float(logs.sum()) - n / 2 * float(np.log(variance))
        )

    low, high = -2.0, 2.0
    for _ in range(5):
        grid = np.linspace(low, high, 41)
        best = int(np.argmax([likelihood(float(power)) for power in grid]))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, 40)]
    return round(float((low + high) / 2), 4)
