"""The report's page in a real browser."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import FloatRect, Locator, expect
from tests.browser.conftest import Open
from tests.delivery.sample import sample

from luodi.delivery.report import Ahead, Point, Words

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VISIBLE = "cards => cards.filter(card => !card.hidden).map(card => card.dataset.status)"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(open_report: Open, width: int) -> None:
    page = open_report(sample(), width=width)
    for details in page.locator("details").all():
        details.locator("summary").click()
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(it["id"], [node["html"][:200] for node in it["nodes"]]) for it in found["violations"]] == []


def test_no_sideways_scroll_on_a_phone(open_report: Open) -> None:
    page = open_report(sample(), width=390, height=844)
    for details in page.locator("details").all():
        details.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_filters_by_keyboard(open_report: Open) -> None:
    page = open_report(sample())
    page.locator("select[name=status]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    assert page.eval_on_selector_all(".promise", VISIBLE) == ["missed"]
    assert page.locator("#shown").inner_text() == "显示 1 / 16 项"
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".promise[hidden]")).to_have_count(0)
    page.locator("input[name=text]").focus()
    page.keyboard.type("重污染")
    assert page.eval_on_selector_all(".promise", VISIBLE) == ["missed"]
    page.keyboard.type("没有这样的事")
    assert page.locator("#none").is_visible()


def test_a_tile_opens_its_card_even_when_filtered_away(open_report: Open) -> None:
    page = open_report(sample())
    page.locator("select[name=status]").select_option("met")
    assert page.locator("#p5").is_hidden()
    page.locator('.tile[href="#p5"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#p5")).to_be_focused()
    assert page.locator("#p5").is_visible()


def test_charts_are_drawn_when_they_come_into_view(open_report: Open) -> None:
    page = open_report(sample())
    last = page.locator("#p13")
    assert last.locator(".plot").count() == 0
    last.scroll_into_view_if_needed()
    last.locator(".plot svg").wait_for()
    last.locator("figcaption", has_text="家").wait_for()  # the caption follows the drawing
    caption = last.locator("figcaption").inner_text()
    assert "家" in caption
    assert "2022" in caption
    assert "来源" in caption


def test_the_fan_is_drawn_behind_the_figures(open_report: Open) -> None:
    page = open_report(sample())
    card = page.locator("#p3")
    card.scroll_into_view_if_needed()
    card.locator(".plot svg").wait_for()
    areas = card.locator('.plot svg path[fill="#17568a"][fill-opacity]')
    assert sorted(areas.evaluate_all("paths => paths.map(it => it.getAttribute('fill-opacity'))")) == [
        "0", "0.1", "0.1", "0.18", "0.18", "0.3",
    ]  # fmt: skip
    assert all(box["height"] > 8 for box in map(_box, areas.all()[1:]))
    assert card.locator('.plot svg path[stroke="#17568a"][stroke-dasharray]').count() == 7
    assert "预测区间（50%、80%、90%）" in card.locator("figcaption").inner_text()
    assert "2027 80%预测区间 710–1290亿元" in (card.locator(".plot").get_attribute("aria-label") or "")
    assert card.locator(".chance").inner_text() == "完成概率 18%"
    assert page.locator("#p4 .plot svg path[fill-opacity]").count() == 0
    page.locator("#language").click()
    assert "forecast interval (50, 80, 90%)" in card.locator("figcaption").inner_text()


def test_a_change_is_drawn_apart_from_its_figures(open_report: Open) -> None:
    """Path, progress, limit and fan are changes; figures are levels: no axis has both."""
    first = sample().promises[2]
    assert first.outlook is not None
    told = msgspec.structs.replace(
        first,
        terms="change",
        terms_words=Words(zh="较2020年变化", en="change since 2020"),
        progress=[Point(on="2023-12-31", value=11), Point(on="2024-12-31", value=19)],
        path=[Point(on="2020-12-31", value=0), Point(on="2027-12-31", value=50)],
        outlook=msgspec.structs.replace(first.outlook, start=Point(on="2024-12-31", value=19), ahead=[
            Ahead(period="2025", on="2025-12-31", p05=17, p10=19, p25=22, p50=24, p75=26, p90=29, p95=31)
        ]),
    )  # fmt: skip
    page = open_report(msgspec.structs.replace(sample(), promises=[told]))
    card = page.locator(".promise").first
    card.scroll_into_view_if_needed()
    card.locator(".plot svg").first.wait_for()
    captions = card.locator("figcaption").all_inner_texts()
    assert len(captions) == 2
    assert ["较2020年变化" in caption for caption in captions] == [True, False]
    assert ["通往目标的路径" in caption for caption in captions] == [True, False]
    assert ["预测区间" in caption for caption in captions] == [True, False]
    labels = [plot.get_attribute("aria-label") or "" for plot in card.locator(".plot").all()]
    assert "2023 11亿元，2024 19亿元，2025 80%预测区间 19–29亿元" in labels[0]
    assert "80%预测区间" not in labels[1]


def _box(path: Locator) -> FloatRect:
    box = path.bounding_box()
    assert box is not None
    return box


def test_paper_shows_everything(open_report: Open) -> None:
    page = open_report(sample())
    page.locator("select[name=status]").select_option("met")
    page.emulate_media(media="print")
    with_figures = sum(bool(it.figures) for it in sample().promises)
    expect(page.locator("details[open]")).to_have_count(with_figures)
    assert page.locator(".promise:visible").count() == len(sample().promises)
    assert page.locator("details table:visible").count() == with_figures
    assert page.locator(".charts:has(svg)").count() == with_figures
    assert page.locator(".filters").is_hidden()


def test_english(open_report: Open) -> None:
    page = open_report(sample())
    page.locator("#language").click()
    assert page.locator("h1").inner_text() == "Delivery report: Sample City (made up)"
    assert page.locator("#p1 .reason").inner_text().startswith("201 家 in 2025, 192 were promised")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#language").click()
    assert page.locator("h1").inner_text() == "样例市（虚构）落实情况报告"


def test_hostile_text_stays_text(open_report: Open) -> None:
    evil = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
    first, *rest = sample().promises
    assert first.last is not None
    figure = msgspec.structs.replace(
        first.last, source_title=evil, source_url="javascript:window.broken=1", note=evil
    )
    changed = msgspec.structs.replace(first, quote=evil, indicator=evil, figures=[figure])
    page = open_report(msgspec.structs.replace(sample(), promises=[changed, *rest]))
    page.locator("#p1 summary").click()
    page.locator("#p1 details table").wait_for()
    assert evil in page.locator("#p1 details").inner_text()
    assert page.locator("#p1 details a").count() == 0
    assert page.evaluate("window.broken") is None


def test_ten_thousand_promises_open(open_report: Open) -> None:
    promises = sample().promises
    many = [
        msgspec.structs.replace(promises[number % 16], id=f"P{number}", article=str(1 + number // 100))
        for number in range(10_000)
    ]
    page = open_report(msgspec.structs.replace(sample(), promises=many))
    assert page.locator(".map .tile").count() == 10_000
    page.locator("select[name=status]").select_option("missed")
    assert page.locator("#shown").inner_text() == "显示 625 / 10000 项"
    assert page.locator(".plot").count() < 100
