"""Numerals: what is printed and what it is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.numerals import DIGITS, number

HAN = "零一二三四五六七八九"


def spelled(value: int) -> str:
    """Write a number below a hundred million the way official texts do."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spelled(high) + "万" + gap + (spelled(low) if low else "")
    text, gap = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + word
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(0, 99_999_999))
def test_round_trip(value: int) -> None:
    assert number(spelled(value)) == value


@given(st.integers(0, 10**12))
def test_thousands_separators_do_not_matter(value: int) -> None:
    assert number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("二十八", 28),
        ("十", 10),
        ("十二", 12),
        ("两千", 2000),
        ("千", 1000),
        ("百", 100),
        ("二〇二五", 2025),
        ("三点五", 3.5),
        ("三万亿", 3e12),
        ("一千二百万", 1.2e7),
        ("1,301.23", 1301.23),
    ],
)
def test_worth(printed: str, value: float) -> None:
    assert number(printed) == value


@pytest.mark.parametrize("printed", ["", "家", "一家", "3个"])
def test_what_is_no_numeral(printed: str) -> None:
    with pytest.raises(ValueError, match=r"digit|numeral"):
        number(printed)


def test_digits_are_known() -> None:
    assert [DIGITS[c] for c in HAN] == list(range(10))
