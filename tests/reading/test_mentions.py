"""Mentions: numbers with unit and comparator, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.reading.mentions import mentions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5-8个", (5, 8, "个", "range")),
        ("3万—5万亩", (3, 5, "万亩", "range")),
        ("超过500亿元", (500, None, "亿元", "gt")),
        ("不低于70%", (70, None, "%", "ge")),
        ("不超过5%", (5, None, "%", "le")),
        ("控制在5.5%以内", (5.5, None, "%", "le")),
        ("30家左右", (30, None, "家", "approx")),
        ("约30亿元", (30, None, "亿元", "approx")),
        ("30余万人次", (30, None, "万人次", "gt")),
        ("超千亿元", (1000, None, "亿元", "gt")),
        ("突破百万千瓦", (100, None, "万千瓦", "gt")),
        ("五万人次", (5, None, "万人次", "eq")),
        ("翻两番", (4, None, "倍", "eq")),
        ("翻一番以上", (2, None, "倍", "ge")),
        ("百分之五十", (50, None, "%", "eq")),
        ("增长四成以上", (40, None, "%", "ge")),
        ("36.2微克/立方米", (36.2, None, "微克/立方米", "eq")),
        ("8978辆（台）", (8978, None, "辆（台）", "eq")),
        ("进入全省前5位", (5, None, "位", "le")),
        ("跨上万亿元台阶", (1, None, "万亿元", "ge")),
    ],
)
def test_mentions(text: str, found: tuple[float, float | None, str, str]) -> None:
    assert [(m.value, m.high, m.unit, m.comparator) for m in mentions(text)] == [found]


@pytest.mark.parametrize(
    "text",
    ["国发〔2005〕39号", "第3版", "5G网络", "PM2.5治理", "千亿级集群", "第十四次会议", "一批企业", "四川省"],
)
def test_what_is_no_quantity(text: str) -> None:
    assert [m for m in mentions(text) if m.form != "bare"] == []


@given(
    st.text(
        alphabet="0123456789.,-—～一二百千万亿成番分之位第前个家%元吨以上超不低于至（）、，。年到“”倍增",
        max_size=60,
    )
)
def test_spans_lie_in_the_text_and_in_order(text: str) -> None:
    found = list(mentions(text))
    assert all(0 <= m.comparator_start <= m.start < m.end <= len(text) for m in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
