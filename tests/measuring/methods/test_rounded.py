"""Rounding half to even on engines, held against the library's exact rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.measuring.methods.families.rounded import half_even

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
NUMBERS = st.integers(0, 10_000_000).map(lambda number: number / 1000)
connection = ibis.duckdb.connect()


@settings(max_examples=30, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=200), st.integers(0, 2))
def test_rounding_is_half_to_even_on_the_decimal_value(numbers, decimals):
    table = ibis.memtable(pa.table({"n": list(range(len(numbers))), "x": numbers}))
    expression = table.select("n", y=half_even(table.x, decimals)).order_by("n")
    got = connection.to_pyarrow(expression)["y"].to_pylist()
    step = Decimal(1).scaleb(-decimals)
    assert got == [float(Decimal(repr(x)).quantize(step, ROUND_HALF_EVEN)) for x in numbers]
