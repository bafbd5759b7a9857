"""Heading data: what is printed is found wherever it stands, what is not printed is None."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from luodi.core.errors import InputError
from luodi.core.record import Document
from luodi.reading import read_text

PLANS = Path(__file__).parent / "passages" / "plans"


def head(text: str) -> Document:
    return read_text(text).document


@pytest.mark.parametrize("gold", sorted(PLANS.glob("*.gold.json")), ids=lambda path: path.name)
def test_titles_of_made_passages(gold: Path) -> None:
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    assert head((gold.parent / f"{wanted['slug']}.txt").read_text(encoding="utf-8")).title == wanted["title"]


def test_decision_of_a_plenum() -> None:
    found = head(
        "中共某市委关于推进创新的决定\n(2021年7月6日中国共产党某市第七届委员会第十二次全体会议通过)\n一、目标\n全面建成。"
    )
    assert (found.title, found.issuer, found.adopted_on, found.published_on, found.number) == (
        "中共某市委关于推进创新的决定",
        "中共某市委",
        "2021-07-06",
        None,
        None,
    )


def test_signature_and_number() -> None:
    found = head(
        "国务院关于落实发展观的决定\n国发〔2005〕39号\n各省：\n一、意义\n意义重大。\n国务院\n二○○五年十二月三日"
    )
    assert (found.issuer, found.number, found.adopted_on) == ("国务院", "国发〔2005〕39号", "2005-12-03")


@pytest.mark.parametrize(
    "number", ["某政发〔2023〕5号", "某政办发[2023]12号", "某政办〔2023〕第3号", "某省人民政府令第301号"]
)
def test_numbers(number: str) -> None:
    assert head(f"某市关于发展的意见\n{number}\n一、目标\n发展。").number == number


def test_number_of_another_document_is_not_taken() -> None:
    assert (
        head("某市关于发展的意见\n根据《某办法》（某政发〔2020〕1号）制定。\n一、目标\n发展。").number is None
    )


def test_title_over_several_lines() -> None:
    found = head("中共某市委\n某市人民政府\n关于推进创新的意见\n一、目标\n创新。")
    assert (found.title, found.issuer) == (
        "中共某市委 某市人民政府关于推进创新的意见",
        "中共某市委 某市人民政府",
    )


def test_web_page() -> None:
    found = head(
        "首页 > 公开\n索引号：123\n发文机关：某市人民政府办公室\n发文字号：某政办〔2022〕7号\n"
        "发布日期：2022-03-04\n"
        "某市促进消费若干措施\n一、目标\n促进消费。\n打印本页"
    )
    assert (found.title, found.issuer, found.number, found.published_on) == (
        "某市促进消费若干措施",
        "某市人民政府办公室",
        "某政办〔2022〕7号",
        "2022-03-04",
    )


def test_plan_issued_by_a_letter() -> None:
    body = "支持企业做优做强。" * 12
    found = head(
        "某区人民政府办公室关于印发某区行动方案的通知\n某区政办发〔2022〕15号\n各街道：\n现印发给你们。\n"
        f"某区人民政府办公室\n2022年6月1日\n某区科技创新行动方案\n（2022—2024年）\n一、目标\n{body}"
    )
    assert (found.title, found.issuer, found.number, found.adopted_on) == (
        "某区科技创新行动方案（2022—2024年）",
        "某区人民政府办公室",
        "某区政办发〔2022〕15号",
        "2022-06-01",
    )


def test_work_report() -> None:
    found = head(
        "2026年天津市政府工作报告\n——2026年1月26日在某会议上\n时间：2026-02-03\n一、回顾\n过去一年。"
    )
    assert (found.issuer, found.published_on, found.kind) == ("天津市政府", "2026-02-03", "decision")


def test_communique() -> None:
    found = head(
        "安平市2023年国民经济和社会发展统计公报[1]\n安平市统计局\n（2024年3月20日）\n一、综合\n增长6.1%。"
    )
    assert (found.title, found.issuer, found.adopted_on, found.published_on, found.kind) == (
        "安平市2023年国民经济和社会发展统计公报",
        "安平市统计局",
        None,
        "2024-03-20",
        "communique",
    )


def test_nothing_is_guessed() -> None:
    found = head("到2025年，全市达到192家。\n继续努力。")
    assert (found.title, found.issuer, found.number, found.adopted_on, found.published_on) == (None,) * 5


def test_kind_is_checked() -> None:
    assert read_text("一、综合。增长。", kind="communique").document.kind == "communique"
    with pytest.raises(InputError, match="is no kind of document"):
        read_text("一、综合。", kind="report")
