"""Rounding by GB/T 8170-2008: on the decimal as written, single numbers and arrays alike."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.rules.rounding import half_even, meets

ANY = st.floats(allow_nan=False, allow_infinity=False, width=64)
_CONTEXT = Context(prec=400)
USUAL = st.decimals(-(10**9), 10**9, places=6).map(float)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (12.1498, 1, 12.1),
        (10.502, 0, 11.0),
        (1268.0, -2, 1300.0),
        (1.05, 1, 1.0),
        (0.35, 1, 0.4),
        (2500.0, -3, 2000.0),
        (3500.0, -3, 4000.0),
        (-0.325, 2, -0.32),
        (2.675, 2, 2.68),
        (1.005, 2, 1.0),
        (0.15, 1, 0.2),
        (0.25, 1, 0.2),
    ],
)
def test_as_the_standard_rounds(value: float, places: int, rounded: float) -> None:
    assert half_even(value, places) == rounded
    assert half_even(np.array([value]), places).tolist() == [rounded]


@given(st.one_of(ANY, USUAL), st.integers(-8, 8))
def test_arrays_round_as_decimals_do(value: float, places: int) -> None:
    written = Decimal(repr(value))
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < -places:
        written = written.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=_CONTEXT)
    assert half_even(value, places) == float(written)
    assert half_even(np.array([value]), places)[0] == float(written)


@given(USUAL, st.integers(-3, 5))
def test_rounding_again_changes_nothing(value: float, places: int) -> None:
    once = half_even(value, places)
    assert half_even(once, places) == once


@given(st.lists(USUAL, min_size=2, max_size=20), st.integers(-3, 5))
def test_rounding_keeps_the_order(values: list[float], places: int) -> None:
    rounded = half_even(np.array(sorted(values)), places)
    assert (np.diff(rounded) >= 0).all()


def test_what_is_no_number_stays() -> None:
    found = half_even(np.array([math.nan, math.inf, -math.inf]), 2)
    assert math.isnan(found[0])
    assert found[1:].tolist() == [math.inf, -math.inf]
    assert math.isnan(half_even(math.nan, 2))


def test_a_measured_value_is_compared_in_full_unless_the_standard_says_rounded() -> None:
    values = np.array([97.45, 97.46, 97.4, math.nan])
    assert meets(values, 97.5, at_most=False, places=1, method="rounded").tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert meets(values, 97.5, at_most=False, places=1).tolist() == [False, False, False, False]
