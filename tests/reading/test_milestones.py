"""Milestones: one definite thing that will be there or not."""

from __future__ import annotations

import os

import pytest

from luodi.reading import read_text

from .gold.score import DATA, score


def milestones(text: str) -> list[tuple[str, str | None]]:
    found = read_text(f"一、任务\n1.强化平台。{text}")
    assert all(found.text[m.start : m.end] == m.quote for m in found.milestones)
    return [(m.what, m.deadline) for m in found.milestones]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("到2025年，基本建成区域创新中心。", [("区域创新中心", "2025")]),
        ("争创省级科普基地。", [("省级科普基地", None)]),
        ("2024年底前，把新区建设成为国家级示范区。", [("国家级示范区", "2024")]),
        ("推动创新研究院升级为省级研究院。", [("省级研究院", None)]),
        ("完成市商业银行IPO上市。", [("市商业银行IPO上市", None)]),
        ("成功组建市农商行。", [("市农商行", None)]),
        ("建设市智慧治理中心。", [("市智慧治理中心", None)]),
        ("到2023年，地铁2号线一期建成通车。", [("地铁2号线一期", "2023")]),
        ("加快推动环城高速竣工通车。", [("环城高速", None)]),
        ("建成全国文明城市、省级卫生县城示范县。", [("全国文明城市", None), ("省级卫生县城示范县", None)]),
        ("到2025年，建成科技馆。建成图书馆。", [("科技馆", "2025"), ("图书馆", "2025")]),
    ],
)
def test_things_that_will_be_there(text: str, what: list[tuple[str, str | None]]) -> None:
    assert milestones(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "建成一批智慧场馆。",
        "建成现代化产业体系。",
        "建成区面积扩大。",
        "加快建设国家数据中心。",
        "不得建成高耗能项目。",
        "建成5G基站300个以上。",
        "纳入年度考核。",
    ],
)
def test_no_milestones(text: str) -> None:
    assert milestones(text) == []


def test_no_milestones_in_a_review_of_the_past() -> None:
    assert (
        read_text("一、工作回顾\n（一）成效明显。建成科技馆。\n二、任务\n（二）强化。强化领导。").milestones
        == []
    )


def test_the_leshan_decision() -> None:
    if not DATA.exists() and not os.environ.get("CI"):
        pytest.skip(f"{DATA} is not here")
    found = score()["milestones with deadline"]
    print(found)
    assert found.right / found.found >= 0.95
    assert found.right / found.gold >= 0.95
