"""Responsible units: after labels, in brackets, in tables, in running text."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from luodi.reading import read_text

PLANS = Path(__file__).parent / "passages" / "plans"
DATA = Path(__file__).parents[3] / "shared" / "data" / "reading"


def duties(text: str) -> list[tuple[list[str], list[str]]]:
    found = read_text(f"某市实施方案\n一、任务\n{text}")
    assert all(found.text[duty.start : duty.end] == duty.quote for duty in found.responsibilities)
    return [(duty.lead, duty.cooperating) for duty in found.responsibilities if not duty.narrative]


@pytest.mark.parametrize(
    ("text", "lead", "cooperating"),
    [
        ("1.推进改革。（责任单位：市财政局）", "市财政局", ""),
        (
            "1.推进改革。责任单位：市发改委、市财政局等，各县（市、区）政府",
            "市发改委 市财政局 各县（市、区）政府",
            "",
        ),
        (
            "1.推进改革（牵头单位：市发展改革委，责任单位：市财政局、各县〔市、区〕人民政府）。",
            "市发展改革委",
            "市财政局 各县〔市、区〕人民政府",
        ),
        (
            "1.推进改革。\n牵头单位：市教育局\n责任单位：市财政局、各区人民政府\n完成时限：2025年12月",
            "市教育局",
            "市财政局 各区人民政府",
        ),
        (
            "1.推进改革。（市发展改革委、市财政局等部门，各县（市、区）人民政府按职责分工负责）",
            "市发展改革委 市财政局 各县（市、区）人民政府",
            "",
        ),
        ("1.推进改革。〔责任单位：省财政厅，各市（州）人民政府〕", "省财政厅 各市（州）人民政府", ""),
        ("1.推进改革。（责任单位：市发改委（牵头）、市财政局）", "市发改委", "市财政局"),
        ("1.推进改革。(牵头单位:市工信局  配合单位:市科技局)", "市工信局", "市科技局"),
        (
            "1.推进改革。\n责任单位：市工业和信息化局 市发展改革委 市财政局",
            "市工业和信息化局 市发展改革委 市财政局",
            "",
        ),
        ("1.推进改革。\n责任领导：张三；责任单位：市科技局；配合单位：市财政局。", "市科技局", "市财政局"),
        (
            "1.推进改革。（市科技局牵头负责，市财政局、市教育局按职责分工负责）",
            "市科技局",
            "市财政局 市教育局",
        ),
        ("1.推进改革。（由市科技局牵头，市财政局等部门配合）", "市科技局", "市财政局"),
        ("1.推进改革。（市科技局会同市财政局负责）", "市科技局", "市财政局"),
        ("1.推进改革。（各县区人民政府，市直有关部门）", "各县区人民政府 市直有关部门", ""),
        (
            "1.推进改革。牵头单位：省财政厅；配合单位：省科技厅等省直有关部门。",
            "省财政厅",
            "省科技厅",
        ),
        ("1.推进改革。责任单位（第一个为牵头单位）：市科技局、市财政局", "市科技局", "市财政局"),
        ("1.推进改革。\n任务分工：市科技局牵头，市财政局配合", "市科技局", "市财政局"),
        ("1.推进改革。\n市科技局牵头，市财政局、市教育局配合。", "市科技局", "市财政局 市教育局"),
        ("1.推进改革。（市科技局，2025年12月底前）", "市科技局", ""),
        ("1.推进改革。（责任单位：市科技局；完成时限：长期）", "市科技局", ""),
        ("1.推进改革。【牵头单位】市科技局【配合单位】市财政局、市教育局", "市科技局", "市财政局 市教育局"),
        ("1.推进改革。\n责任单位：\n市科技局、市财政局", "市科技局 市财政局", ""),
        (
            "1.推进改革。（市住房和城乡建设局、市文化和旅游局和市发展和改革委员会负责）",
            "市住房和城乡建设局 市文化和旅游局 市发展和改革委员会",
            "",
        ),
        (
            "1.推进改革。（各省、自治区、直辖市人民政府，国家发展改革委负责）",
            "各省、自治区、直辖市人民政府 国家发展改革委",
            "",
        ),
        (
            "1.推进改革。（省发展改革委、人行某市中心支行、国网某供电公司）",
            "省发展改革委 人行某市中心支行 国网某供电公司",
            "",
        ),
        ("1.推进改革。（责任部门：区经信局、各镇（街道））", "区经信局 各镇（街道）", ""),
        ("1.推进改革。（责任单位：市科技局。完成时限：2023年12月底前）", "市科技局", ""),
        ("1.推进改革。（主办单位：市科技局；协办单位：市财政局、市教育局）", "市科技局", "市财政局 市教育局"),
        ("1.推进改革。（牵头单位：市科技局）（配合单位：市财政局）", "市科技局", "市财政局"),
        ("1.推进改革。牵头单位：市科技局。配合单位：市财政局。", "市科技局", "市财政局"),
        (
            "1.推进改革。（责任单位：县医保局等单位及各乡镇〔街道〕）",
            "县医保局 各乡镇〔街道〕",
            "",
        ),
        (
            "1.推进改革。（市科技局、市财政局等部门按工作职责分工负责）",
            "市科技局 市财政局",
            "",
        ),
        ("1.推进改革。（责任单位：市科技局、某电信公司等通信运营商）", "市科技局 某电信公司", ""),
    ],
)
def test_units_of_one_article(text: str, lead: str, cooperating: str) -> None:
    assert duties(text) == [(lead.split(), cooperating.split())]


@pytest.mark.parametrize(
    "text",
    [
        "1.推进改革（2023年底前完成）。",
        "1.推进改革（试行）。",
        "1.推进各县（市、区）改革。",
        "1.优化开发区（含高新区）。",
        "1.明确牵头单位和责任单位，层层落实责任。",
        "1.发挥企业（中小企业、民营企业）作用，形成合力。",
    ],
)
def test_no_units(text: str) -> None:
    assert duties(text) == []


def test_labels_over_several_lines_with_others_between() -> None:
    text = "1、就业行动。\n责任领导：张某\n牵头单位：县人社局\n配合单位：县财政局、\n团县委\n完成时限：12月"
    assert duties(text) == [(["县人社局"], ["县财政局", "团县委"])]


def test_bracket_of_each_item_speaks_for_the_item() -> None:
    found = read_text(
        "一、任务\n1.教育行动。\n（1）新建学校。（县教育局）\n（2）改造学校。（县财政局）"
    ).responsibilities
    assert [(duty.provision, duty.lead) for duty in found] == [
        ("一.1.1", ["县教育局"]),
        ("一.1.2", ["县财政局"]),
    ]


def test_label_below_bullets_speaks_for_the_article() -> None:
    found = read_text(
        "一、任务\n1.教育行动。\n——新建。新建学校。\n——改造。改造学校。\n责任单位：县教育局"
    ).responsibilities
    assert [(duty.provision, duty.lead) for duty in found] == [("一.1", ["县教育局"])]


def test_running_text_is_marked_as_such() -> None:
    found = read_text(
        "一、任务\n1.监管。由县委督查室牵头，县政府督查室配合，开展督查。县财政局要会同县审计局监管。"
    )
    assert [(duty.lead, duty.cooperating, duty.narrative) for duty in found.responsibilities] == [
        (["县委督查室"], ["县政府督查室"], True),
        (["县财政局"], ["县审计局"], True),
    ]


def test_columns_of_a_task_table() -> None:
    text = (
        "任务分工表\n| 序号 | 任务 | 责任领导 | 牵头单位 | 配合单位 |\n|---|---|---|---|---|\n"
        "| 1 | 建园区 | 张某 | 市科技局 | 市财政局<br>各区政府 |\n| 2 | 修路 | 李某 | 市交通局 | / |"
    )
    assert duties(text) == [(["市科技局"], ["市财政局", "各区政府"]), (["市交通局"], [])]


def check_gold(gold: Path) -> None:
    """Every list of units exact, and none too many."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    reading = read_text((gold.parent / f"{wanted['slug']}.txt").read_text(encoding="utf-8"))
    found = Counter(
        (frozenset(d.lead), frozenset(d.cooperating)) for d in reading.responsibilities if not d.narrative
    )
    assert found == Counter(
        (frozenset(unit["lead_units"]), frozenset(unit["cooperating_units"]))
        for unit in wanted["units"]
        if not str(unit["label"]).startswith("narrative")
    )


@pytest.mark.parametrize("gold", sorted(PLANS.glob("*.gold.json")), ids=lambda path: path.name)
def test_made_passages(gold: Path) -> None:
    check_gold(gold)


@pytest.mark.parametrize(
    "slug", ["cn_env_decision_2005", "gwr_tianjin_2026", "sh_agrimech_145", "sh_beidou_2023"]
)
def test_official_documents(slug: str) -> None:
    if not DATA.exists() and not os.environ.get("CI"):
        pytest.skip(f"{DATA} is not here")
    check_gold(DATA / f"{slug}.gold.json")
