"""Numbers that may be written as fractions."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite


def number(value: float | str) -> float | None:
    """Read a number or a fraction; None if it is neither or not finite.

    >>> number("1/4"), number(2), number("a third"), number("1/0")
    (0.25, 2.0, None, None)
    """
    try:
        found = float(Fraction(value.replace(" ", ""))) if isinstance(value, str) else float(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return found if isfinite(found) else None
