from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.cells import DANGEROUS, neutral


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)"]
)
def test_what_a_spreadsheet_would_run_is_made_text(text):
    assert neutral(text) == f"'{text}"


@given(st.one_of(st.text(max_size=20), st.integers(), st.none(), st.floats(allow_nan=False)))
def test_nothing_else_changes_and_no_text_begins_a_formula(value):
    made = neutral(value)
    if isinstance(value, str):
        assert made in (value, f"'{value}") and not made.startswith(DANGEROUS)
    else:
        assert made is value
