"""Times: deadlines, periods and bases of comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.when import between, moments

SIGNS = "到至截20259年月底前末—-“”十四五二三〇间来内今去较比在的1"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年，", [("2025", "by")]),
        ("到2023年末，", [("2023", "by")]),
        ("2024年6月底前", [("2024-06", "by")]),
        ("2030年前，", [("2030", "by")]),
        ("于2025年汛期前完工", [("2025", "by")]),
        ("“十四五”末，", [("2025", "by")]),
        ("“十三五”期间，", [("2016-2020", "in")]),
        ("2022年至2024年，", [("2022-2024", "in")]),
        ("2023年，", [("2023", "in")]),
        ("较2020年下降", [("2020", "baseline")]),
        ("在2023年基础上翻番", [("2023", "baseline")]),
        ("由2020年的36%", [("2020", "baseline")]),
        ("恢复至2019年的108.5%", [("2019", "baseline")]),
        ("今后五年，", [("2023-2027", "by")]),
        ("三年内，", [("2022-2024", "by")]),
        ("年底前完成", [("2022", "by")]),
        ("去年，", [("2021", "past")]),
        ("五年来，", [("2017-2021", "past")]),
        ("二〇三五年，", [("2035", "in")]),
        ("上世纪90年代", []),
        ("自2020年起", []),
    ],
)
def test_times(text: str, found: list[tuple[str, str]]) -> None:
    shown = [
        (m.label, "baseline" if m.role == "baseline" else "past" if m.past else "by" if m.by else "in")
        for m in moments(text, 2022)
    ]
    assert shown == found


def test_relative_times_need_the_year_of_the_text() -> None:
    assert moments("今年以来，三年内，年底前，去年", None) == []


@given(st.text(alphabet=SIGNS, max_size=60), st.integers(0, 60))
def test_times_lie_in_the_text_and_in_order(text: str, start: int) -> None:
    found = moments(text, 2022)
    ends = [0, *(m.end for m in found)]
    assert all(end <= m.start < m.end <= len(text) for end, m in zip(ends, found, strict=False))
    assert list(between(found, start, 60)) == [m for m in found if start <= m.start < 60]
