"""Whatever text is read: no error, every span right, the same result twice, and no hang on piled-up signs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.core.record import Reading
from luodi.reading import read_text

SHARDS = [
    shard
    for line in (
        "一、目标 （一）创新。 1. 1、 （1） ① —— 一是 第一章 第一条 附件 专栏1 目录 责任单位：",
        "牵头单位：市科技局、",
        "（市财政局牵头，市科技局配合） 由甲局会同乙局 到2025年， 建成科技馆 实施计划，",
        "达到192家 3.5亿元 20%以上",
        "国发〔2005〕39号 关于创新的决定 2021年7月6日 | a | b | 下转第3版 （ ） 《 》 “ ” 【 】",
        "。 ； ， 、 ： 等 和 与",
        "和市财政局 各市、 县（市、区）人民政府 <br> ** # ~~~ 相关报道： 7",
    )
    for shard in line.split(" ")
]


def holds(reading: Reading) -> None:
    text = reading.text
    for kind in ("targets", "milestones", "measures", "responsibilities", "observations"):
        for record in getattr(reading, kind):
            assert text[record.start : record.end] == record.quote
            assert record.quote.strip() == record.quote
    names = [p.id for p in reading.provisions]
    assert len(set(names)) == len(names)
    spans = {p.id: (p.start, p.end) for p in reading.provisions}
    for provision in reading.provisions:
        assert 0 <= provision.start < provision.end <= len(text)
        if provision.parent is not None:
            start, end = spans[provision.parent]
            assert start <= provision.start
            assert provision.end <= end


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from([*SHARDS, "\n", "\n", "\n\n", "\t", "　", " "]), max_size=80).map("".join),
    )
)
def test_any_text_is_read(text: str) -> None:
    reading = read_text(text)
    holds(reading)
    assert read_text(text) == reading


@pytest.mark.parametrize(
    "shard", [*SHARDS, " ", "\n", "\t", "（一）\n", "1.a\n", "| a ", "市", "1", "a\tb\n", "x\x0b"]
)
def test_piled_up_text_is_read(shard: str) -> None:
    holds(read_text(shard * (150_000 // len(shard))))
