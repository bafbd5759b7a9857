"""Figures decide as fractions do, however close to a limit; truth follows Kleene."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.rules.figure import Figure, choose, known_or, larger, rounded, smaller
from luodi.rules.model import Op
from luodi.rules.truth import Truth

MONEY = st.decimals(0, 10**8, places=6).map(float)
OPS: Final[dict[Op, str]] = {"at_least": "ge", "more_than": "gt", "at_most": "le", "less_than": "lt"}
SHARES = st.sampled_from([0.05, 0.1, 0.15, 0.3, 0.6, 1 / 64, 3.0])


def figure(*values: float) -> Figure:
    return Figure.of(np.array(values), 6, positive=all(value >= 0 for value in values))


def fraction(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)))


def decided(op: Op, left: Fraction, right: Fraction) -> int:
    return 1 if getattr(left, f"__{OPS[op]}__")(right) else -1


@given(MONEY, MONEY.filter(bool), SHARES, st.sampled_from(list(OPS)))
def test_a_share_is_held_against_its_limit_as_a_fraction(
    part: float, whole: float, limit: float, op: Op
) -> None:
    share = 100 * figure(part) / figure(whole)
    wanted = decided(op, 100 * fraction(part) / fraction(whole), 100 * fraction(limit))
    assert (
        share.compare(
            op, Figure.constant(100 * limit) if limit == 3.0 else 100 * Figure.constant(limit)
        ).values[0]
        == wanted
    )


@given(st.integers(1, 10**12), SHARES, st.integers(-1, 1), st.sampled_from(list(OPS)))
def test_a_hair_beside_a_limit_is_told_apart(whole: int, limit: float, hair: int, op: Op) -> None:
    part = math.floor(whole * fraction(limit)) + hair
    share = figure(part / 10**6) / figure(whole / 10**6)
    wanted = decided(op, Fraction(part, whole), fraction(limit))
    assert share.compare(op, limit).values[0] == wanted


@given(st.tuples(MONEY, MONEY, MONEY), SHARES, st.sampled_from(list(OPS)))
def test_sums_and_differences_of_money_are_exact(
    parts: tuple[float, float, float], limit: float, op: Op
) -> None:
    a, b, c = (figure(part) for part in parts)
    x, y, z = (fraction(part) for part in parts)
    assert (a + b - c).compare(op, a + limit).values[0] == decided(op, x + y - z, x + fraction(limit))


@given(st.tuples(MONEY.filter(bool), MONEY.filter(bool), MONEY), st.sampled_from(list(OPS)))
def test_growth_over_three_years_is_exact(years: tuple[float, float, float], op: Op) -> None:
    a, b, c = (figure(year) for year in years)
    x, y, z = (fraction(year) for year in years)
    growth = (b / a + c / b) / 2 - 1
    wanted = (y / x + z / y) / 2 - 1
    assert growth.compare(op, 0.35).values[0] == decided(op, wanted, Fraction(35, 100))
    at = Figure.constant(0) + figure(1) * 0
    assert growth.compare(op, at).values[0] == decided(op, wanted, Fraction(0))


def test_growth_of_exactly_a_band_is_in_the_band() -> None:
    first, second, third = figure(1000), figure(1350), figure(1822.5)
    assert ((second / first + third / second) / 2 - 1 >= 0.35).values.tolist() == [1]
    assert ((figure(0.1) + figure(0.2)) <= 0.3).values.tolist() == [1]


# a double holds nine places up to some four millions; beyond, what was written is no longer what is held
SMALLER = MONEY.filter(lambda value: abs(value) < 4_000_000)


@settings(deadline=None)
@given(st.lists(st.tuples(SMALLER, SMALLER, st.booleans()), min_size=4, max_size=8))
def test_many_steps_do_not_overflow(steps: list[tuple[float, float, bool]]) -> None:
    """Chosen, added and multiplied numbers of nine places soon need more than 64 bits."""
    found, wanted = Figure.constant(0.0) + figure(0.0), Fraction(0)
    for one, other, first in steps:
        truth = Truth(np.array([1 if first else -1], np.int8))
        a, b = Figure.of(np.array([one]), 9), Figure.of(np.array([other]), 9)
        found = found + choose(truth, a, b)
        wanted += fraction(one if first else other)
    numerator, denominator = found.exactly(np.array([0]))
    assert Fraction(int(np.atleast_1d(numerator)[0]), int(np.atleast_1d(denominator)[0])) == wanted
    assert found.compare("at_least", found).values[0] == 1


def test_what_is_missing_stays_missing() -> None:
    a, none = figure(1.0), figure(math.nan)
    assert np.isnan([(a + none).values[0], (a / none).values[0], (a / figure(0)).values[0]]).all()
    assert (none >= 0).words() == ["unknown"]
    assert known_or(none, 7).values.tolist() == [7]
    assert np.isnan(larger(a, none).values).all()
    assert np.isnan(choose(Truth(np.array([0], np.int8)), 1, 2).values).all()


def test_larger_and_smaller() -> None:
    a, b = figure(1, 5, 3), figure(2, 4, 3)
    assert larger(a, b).values.tolist() == [2, 5, 3]
    assert smaller(a, b).values.tolist() == [1, 4, 3]


@given(MONEY, st.integers(1, 999), st.integers(0, 4), st.sampled_from(["half_even", "half_up", "up", "down"]))
def test_a_figure_is_rounded_as_its_fraction(value: float, by: int, places: int, how: str) -> None:
    wanted = fraction(value) / by * 10**places
    if how == "half_even":
        whole = round(wanted)
    elif how == "half_up":
        whole = math.floor(wanted + Fraction(1, 2))
    else:
        whole = math.ceil(wanted) if how == "up" else math.floor(wanted)
    found = rounded(figure(value) / by, places, how)  # type: ignore[arg-type]
    assert found.values[0] == float(Fraction(whole, 10**places))


@pytest.mark.parametrize("one", [-1, 0, 1])
@pytest.mark.parametrize("other", [-1, 0, 1])
def test_kleene(one: int, other: int) -> None:
    a, b = (Truth(np.array([value], np.int8)) for value in (one, other))
    assert (a & b).values[0] == min(one, other)
    assert (a | b).values[0] == max(one, other)
    assert (~(a & b)).values[0] == (~a | ~b).values[0]
