"""Desks, overviews, charts, calendar, search, journal, observatory and public pages in a real browser, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import busy
import pytest
from django.utils import timezone

from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry
from luodi.site.ledger.models import Commitment, Duty
from luodi.site.observatory import actions, queries
from luodi.site.observatory.models import DeliveryRun

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LESHAN = Path(__file__).parents[2] / "examples" / "leshan"


@pytest.fixture
def full(here, settings):
    settings.CITY = str(LESHAN)
    busy.places(here)
    busy.fill(here, 30)
    actions.ask(Actor(here.officer), as_of=date(2025, 6, 30))
    jobs.work_off()
    here.decision.published = True
    here.decision.save()
    Commitment.objects.update(published=True)
    return here


@pytest.fixture
def opened(browser: Browser, live_server, client) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody; at the end nothing may have been complained of and no other host called."""
    said, called, contexts = [], [], []

    def open_(person, url: str, width: int = 1280, axe: bool = False) -> Page:
        context = browser.new_context(
            locale="zh-CN", viewport={"width": width, "height": 900}, bypass_csp=axe
        )
        contexts.append(context)
        if person is not None:
            client.force_login(person)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: called.append(request.url))
        page.goto(live_server.url + url, wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in called if not url.startswith((live_server.url, "data:", "blob:"))] == []


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(full, opened):
    run = DeliveryRun.objects.get()
    drawn = next(line for line in run.lines.all() if queries.chart(line)["figures"])
    duty = Duty.objects.first()
    entry = JournalEntry.objects.filter(table="ledger_duty").first()
    pages = [
        (full.officer, "/ledger/"), (full.leader, "/ledger/"), (full.science_lead, "/ledger/"), (full.county_contact, "/ledger/"),
        (full.evaluator, "/ledger/"), (full.administrator, "/ledger/"), (full.officer, "/ledger/duties/?lane=red&filtering=1"),
        (full.leader, "/ledger/overview/article/"), (full.leader, "/ledger/overview/map/"), (full.leader, "/ledger/overview/charts/"),
        (full.officer, "/ledger/calendar/"), (full.officer, "/ledger/search/?q=养老"), (full.officer, "/journal/"),
        (full.officer, f"/journal/{entry.pk}/"), (full.officer, f"/ledger/duties/{duty.pk}/timeline/"), (full.leader, f"/observatory/{run.pk}/"),
        (full.leader, f"/observatory/{run.pk}/{drawn.position}/"), (None, "/"), (None, "/public/commitments/"),
        (None, f"/public/decisions/{full.decision.pk}/"), (None, f"/public/commitments/{full.commitment.pk}/"),
    ]  # fmt: skip
    for person, url in pages:
        page = opened(person, url, axe=True)
        page.evaluate(AXE)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
            assert [(url, width, each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)
        page.context.close()


def test_a_bar_of_a_chart_opens_its_rows(full, opened):
    page = opened(full.officer, "/ledger/overview/charts/")
    drawn = page.locator("[data-chart] svg")
    first = drawn.first
    drawn.nth(2).wait_for()
    assert drawn.count() == 3
    bars = [each.bounding_box() for each in first.locator('path[fill="#b3261e"]').all()]
    tall = max((each for each in bars if each), key=lambda each: each["height"])
    page.mouse.click(tall["x"] + tall["width"] / 2, tall["y"] + tall["height"] / 2)
    page.wait_for_url("**/ledger/duties/?lane=red*")
    assert "红灯" in page.locator(".chip").first.inner_text()


def test_the_filter_is_fetched_when_it_is_opened_and_its_parts_are_taken_away(full, opened):
    page = opened(full.officer, "/ledger/duties/?lane=red")
    assert page.locator("select[name=lead]").count() == 0
    page.locator("summary", has_text="筛选和排序").click()
    page.locator("select[name=due]").select_option("late")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.wait_for_url("**due=late*")
    assert [text.split()[0] for text in page.locator(".chip").all_inner_texts()] == ["红灯", "已逾期"]
    page.locator(".chip a").first.click()
    page.wait_for_url(lambda url: "lane=red" not in url and "due=late" in url)
    assert page.locator(".chip").count() == 1


def test_a_figure_of_a_promise_leads_to_its_source(full, opened):
    run = DeliveryRun.objects.get()
    line = next(line for line in run.lines.all() if len(queries.chart(line)["figures"]) > 1)
    page = opened(full.leader, f"/observatory/{run.pk}/{line.position}/")
    page.locator("[data-delivery] svg").wait_for()
    dots = [each.bounding_box() for each in page.locator('[data-delivery] svg path[fill="#17568a"]').all()]
    dot = max(
        (each for each in dots if each), key=lambda each: each["y"]
    )  # the one in the legend stands above
    page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.wait_for_url("**#figure-*")
    assert page.evaluate("document.activeElement.id").startswith("figure-")


def test_a_desk_is_walked_by_keyboard(full, opened):
    page = opened(full.officer, "/ledger/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/ledger/duties/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger/duties/?*")
    assert timezone.localdate().year >= 2026


def test_a_unit_s_name_stays_on_one_line_of_the_burden_table_and_heads_its_card_of_the_registers(
    full, opened
):
    line = "node => node.getClientRects().length"
    page = opened(full.officer, "/ledger/burden/", 390)
    names = page.locator("tbody th a")
    assert names.count() > 0
    assert {names.nth(place).evaluate(line) for place in range(names.count())} == {1}
    page = opened(full.officer, "/records/", 390)
    first = page.locator("tbody tr").first
    edges = [cell.bounding_box()["x"] for cell in first.locator("th, td").all()]
    assert len(set(edges)) == 1
    assert {
        cell.evaluate("node => getComputedStyle(node).textAlign") for cell in first.locator("th, td").all()
    } == {"left"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_bar_is_one_line_for_everyone_at_a_desk(here, opened, language):
    people = ("officer", "administrator", "science_lead", "county_contact", "leader", "evaluator")
    heights = {}
    for person in people:
        page = opened(getattr(here, person), "/ledger/")
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
        page.reload(wait_until="networkidle")
        heights[person] = page.locator("header").bounding_box()["height"]
    assert set(heights.values()) == {heights["administrator"]}, heights


def test_the_menu_of_the_bar_opens_and_closes_by_keyboard(here, opened):
    page = opened(here.officer, "/ledger/", axe=True)
    summary = page.locator(".bar summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.evaluate(AXE)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(width, each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    first = page.locator(".bar details a").first.get_attribute("href")
    assert page.evaluate("document.activeElement.getAttribute('href')") == first
    page.keyboard.press("Escape")
    assert page.locator(".bar details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.locator("h1").click()
    assert page.locator(".bar details[open]").count() == 0
