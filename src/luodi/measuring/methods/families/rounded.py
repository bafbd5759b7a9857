"""Rounding that is the same on every engine: half to even on the decimal value (GB/T 8170 修约)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def half_even(value: ir.NumericValue, decimals: int = 0) -> ir.NumericValue:
    """Round half to even; engines' own ROUND differs on halves, so it is built from FLOOR.

    Noise of binary fractions (12.5 that comes as 12.4999999999) is taken off first, at nine places.
    """
    import ibis

    scale = float(10**decimals)
    scaled = value.cast("float64") * scale
    below = (scaled + 1e-9).floor().cast("float64")
    rest = scaled - below
    odd = below - (below / 2.0).floor().cast("float64") * 2.0
    up = ibis.ifelse((rest - 0.5).abs() < 1e-9, odd, ibis.ifelse(rest > 0.5, 1.0, 0.0))
    return (below + up) / scale
