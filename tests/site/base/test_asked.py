from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.asked import number, numbers


@given(st.integers(0, 10**18 - 1))
def test_whole_numbers_of_18_digits_are_read(value):
    assert number(str(value)) == value


@given(st.text())
def test_anything_else_is_none_and_breaks_nothing(text):
    found = number(text)
    assert found is None or (text.isascii() and found == int(text))
    assert numbers([text, "7"]) == ([7] if found is None else [found, 7])


def test_what_only_looks_like_a_number_is_none():
    assert [number(text) for text in ("", None, "²", "٣", "-1", "+1", " 1", "1_000", "1.0", "9" * 19)] == [
        None
    ] * 10
