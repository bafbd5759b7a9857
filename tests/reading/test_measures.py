"""Measures: an action and its object from every clause that promises a deed."""

from __future__ import annotations

import os

import pytest

from luodi.reading import read_text

from .gold.score import DATA, score


def measures(text: str) -> list[tuple[str, str]]:
    found = read_text(f"一、任务\n1.强化企业。{text}")
    assert all(found.text[m.start : m.end] == m.quote for m in found.measures)
    return [(m.action, m.object) for m in found.measures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("实施倍增计划。", [("实施", "倍增计划")]),
        ("建立健全长效机制，大力推广科技创新券。", [("建立健全", "长效机制"), ("推广", "科技创新券")]),
        ("对新认定企业给予一次性奖励。", [("给予", "一次性奖励")]),
        ("在高新区建设“人才之家”。", [("建设", "“人才之家”")]),
        ("依托公共平台开展资源共享服务。", [("开展", "资源共享服务")]),
        ("着力引进、留住高层次人才。", [("引进、留住", "高层次人才")]),
        ("推进化石能源清洁利用。", [("推进", "化石能源清洁利用")]),
        ("推动创新型企业进入资源库。", [("推动", "创新型企业进入资源库")]),
        (
            "支持企业（含个体工商户，不含分公司）设立工作站。",
            [("支持", "企业（含个体工商户，不含分公司）设立工作站")],
        ),
    ],
)
def test_deeds(text: str, found: list[tuple[str, str]]) -> None:
    assert measures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "按照“一区两园”布局，",
        "实施的项目较多。",
        "到2025年。",
        "围绕构建现代产业体系，",
    ],
)
def test_no_deeds(text: str) -> None:
    assert measures(text) == []


def test_the_wished_effect_of_a_deed_is_no_deed() -> None:
    assert measures("实施技改工程，促进产业转型升级，提升创新能力。") == [("实施", "技改工程")]


def test_principles_and_goals_promise_no_deed() -> None:
    text = (
        "一、总体要求\n（一）指导思想。实施创新战略。\n（二）发展目标。建立创新体系。\n"
        "二、任务\n（三）企业。支持企业。"
    )
    assert [m.object for m in read_text(text).measures] == ["企业"]


def test_what_is_a_milestone_is_no_measure() -> None:
    found = read_text("一、任务\n1.强化平台。争创省级基地，推广经验。")
    assert [m.action for m in found.measures] == ["推广"]
    assert [m.what for m in found.milestones] == ["省级基地"]


def test_the_leshan_decision() -> None:
    if not DATA.exists() and not os.environ.get("CI"):
        pytest.skip(f"{DATA} is not here")
    for name in ("measures", "held_out_measures"):
        found = score()[name]
        print(name, found)
        assert found.right / found.found >= 0.95
        assert found.right / found.gold >= 0.95
