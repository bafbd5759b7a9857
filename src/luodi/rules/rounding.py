"""Rounding of figures by GB/T 8170-2008 (数值修约规则与极限数值的表示和判定).

Rounding works on the decimal that a double is written as, not on its binary value: 2.675 is a half and goes
to 2.68, where binary rounding gives 2.67.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal, overload

import numpy as np
from numpy.typing import NDArray

Method = Literal["full", "rounded"]
"""全数值比较法 (full: the figure as it is) or 修约值比较法 (rounded first to the places of the limit)."""
_NEAR: Final = 1e-6


@overload
def half_even(value: float, places: int) -> float: ...
@overload
def half_even(value: NDArray[np.float64], places: int) -> NDArray[np.float64]: ...
def half_even(value: float | NDArray[np.float64], places: int) -> float | NDArray[np.float64]:
    """Round to the nearest, a half to the even digit (四舍六入五成双, GB/T 8170-2008, 3.2).

    Args:
        value: a figure or an array of any shape; NaN and infinities stay.
        places: decimal places; below 0 for tens, hundreds and so on.

    Returns:
        The double nearest to the rounded decimal.

    Example:
        >>> half_even(2.675, 2), half_even(0.35, 1), half_even(0.45, 1), half_even(1050, -2)
        (2.68, 0.4, 0.4, 1000.0)
    """
    if not isinstance(value, np.ndarray):
        return _decimal(float(value), places)
    values = np.asarray(value, np.float64)
    if not -300 <= places <= 300:
        raise ValueError(f"{places} places cannot be asked of a double")
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * 10.0**places if places >= 0 else values / 10.0**-places
        whole = np.rint(scaled)
        found = whole / 10.0**places if places >= 0 else whole * 10.0**-places
        # close to a half, or too long for a double to hold its places: by the decimal itself
        doubt = np.abs(np.abs(scaled - whole) - 0.5) <= _NEAR * np.maximum(1.0, np.abs(scaled))
        doubt |= np.abs(scaled) >= 2.0**46
    doubt &= np.isfinite(values)
    if doubt.any():
        found = np.array(found)
        found[doubt] = [_decimal(float(one), places) for one in values[doubt]]
    return np.where(np.isfinite(values), found, values)


def meets(
    value: NDArray[np.float64], limit: float, *, at_most: bool, places: int, method: Method = "full"
) -> NDArray[np.bool_]:
    """Hold measured values against a limit (GB/T 8170-2008, 4.3).

    Args:
        value: measured values.
        limit: the limit as the standard prints it.
        at_most: whether values may not exceed it; otherwise they may not be below it.
        places: decimal places the limit is printed with.
        method: the full value is compared unless the standard asks for the rounded one.

    Returns:
        Where the limit is kept; false for NaN.

    Example:
        >>> import numpy as np
        >>> meets(np.array([10.04, 10.05]), 10.0, at_most=True, places=1, method="rounded").tolist()
        [True, True]
        >>> meets(np.array([10.04, 10.00]), 10.0, at_most=True, places=1).tolist()
        [False, True]
    """
    held = half_even(value, places) if method == "rounded" else value
    return np.asarray(held <= limit) if at_most else np.asarray(held >= limit)


def _decimal(value: float, places: int) -> float:
    if not np.isfinite(value):
        return value
    written = Decimal(repr(value))
    exponent = written.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return value
    return float(written.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN))
