"""Papers, pressing, conferences, inspections and editions in a real browser, wide and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import busy
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import conferences, editions, inspections, papers, reminders
from luodi.site.ledger.models import Duty, Inspection, InspectionItem

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = os.environ.get("LUODI_SHOTS", "")
"""A folder for screenshots of every page, if one is wanted."""


@pytest.fixture
def full(here):
    """Many duties, a paper of each kind, a sitting, three inspections, an edition."""
    busy.places(here)
    busy.fill(here, 40)
    actor, today = Actor(here.officer), timezone.localdate()
    late = list(Duty.objects.filter(light__in=("red", "yellow"), state="in_progress", lead=here.science))[:3]
    here.orders = papers.draft_orders(actor, late)
    here.order = papers.issue(actor, papers.draft_orders(actor, late[:1])[0])
    here.circular = papers.draft_circular(actor, late)
    here.brief = papers.draft_brief(actor, today)
    reminders.press(timezone.now().replace(year=2026, month=11, day=27, hour=2))
    here.sitting = conferences.call(
        actor, None, title="科技创新联席会议", held_on=today - timedelta(days=1), chair="李市长", place="市政府会议室",
        attendees=[here.science, here.economy], agenda="研究创新中心建设\n研究用地保障", minutes="会议听取了市科技局汇报。",
    )  # fmt: skip
    made = conferences.resolve(actor, here.sitting, text="市经信局两周内拿出用地方案")
    conferences.task(
        actor, made, commitment=here.commitment, lead=here.economy, due_on=today + timedelta(days=14)
    )
    conferences.resolve(actor, here.sitting, text="下次会议听取汇报")
    here.inspections = [
        inspections.plan(
            actor, None, title=f"创新平台专项督查（{n}）", starts_on=today, ends_on=today + timedelta(days=9)
        )
        for n in range(3)
    ]
    for each in here.inspections[:2]:
        inspections.list_frame(actor, each, by="light", size=6, leave_out_recent=False)
    inspections.draw(actor, here.inspections[0], seed=7)
    for n, item in enumerate(InspectionItem.objects.all()):
        if n % 2:
            inspections.find(actor, item, finding="台账与现场不符。", rectify_by=today + timedelta(days=20))
        else:
            inspections.find(actor, item)
    inspections.conclude(actor, here.inspections[0], conclusion="总体推进有序，部分事项台账不实。")
    here.edition = editions.make(actor, today, title="2026年度台账", year=today.year)
    return here


@pytest.fixture
def pages(full) -> dict[str, str]:
    fault = InspectionItem.objects.filter(state="fault").first()
    routes = {
        "papers": [], "paper_choose": [], "paper": [full.order.pk], "paper_edit": [full.circular.pk], "pressings": [],
        "conferences": [], "conference": [full.sitting.pk], "conference_new": [], "inspections": [],
        "inspection": [full.inspections[0].pk], "inspection_new": [], "inspection_item": [fault.pk], "editions": [],
        "edition": [full.edition.pk], "edition_new": [],
    }  # fmt: skip
    found = {name: reverse(f"ledger:{name}", args=args) for name, args in routes.items()}
    planned = Inspection.objects.filter(state="planned").order_by("-id")
    return found | {
        "brief": reverse("ledger:paper", args=[full.brief.pk]),
        "draft": reverse("ledger:paper", args=[full.circular.pk]),
        "planned": reverse("ledger:inspection", args=[planned[0].pk]),
        "listed": reverse("ledger:inspection", args=[planned[1].pk]),
    }


@pytest.fixture
def context_of(browser: Browser, live_server) -> Iterator:
    contexts = []

    def make(person, width: int):
        context = browser.new_context(
            locale="zh-CN",
            viewport={"width": width, "height": 900},
            bypass_csp=True,
            base_url=live_server.url,
        )
        contexts.append(context)
        client = Client()
        client.force_login(person)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context

    yield make
    for each in contexts:
        each.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_is_accessible_and_stays_at_home(full, pages, context_of, live_server, width):
    page = context_of(full.officer, width).new_page()
    said, called, wrong = [], [], []
    page.on("console", lambda told: said.append(told.text) if told.type in ("error", "warning") else None)
    page.on("request", lambda request: called.append(request.url))
    for name, url in pages.items():
        assert page.goto(url).status == 200, name
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((name, "wider than the screen"))
        assert page.locator("h1").count() == 1, name
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        wrong += [
            (name, each["id"], [node["html"][:120] for node in each["nodes"][:3]])
            for each in found["violations"]
        ]
    assert wrong == []
    assert said == []
    assert {url for url in called if not url.startswith((live_server.url, "data:"))} == set()


def test_an_order_from_ticking_to_its_answer(full, context_of):
    page = context_of(full.officer, 1280).new_page()
    page.goto(reverse("ledger:paper_choose"))
    unit = full.science.short_name
    row = page.locator("tbody tr", has_text=unit).first
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="拟草稿").click()
    page.get_by_role("link", name="修改").click()
    page.get_by_label("签发人").fill("张主任")
    page.get_by_role("button", name="保存").click()
    page.click("summary:has-text('印发')")
    page.get_by_role("button", name="确认印发").click()
    assert "〔" in page.locator("main p").first.inner_text()
    url = page.url
    unit_page = context_of(full.science_staff, 390).new_page()
    unit_page.goto(url)
    unit_page.get_by_label("回复内容").fill("已增派人员，两周内赶上进度。")
    unit_page.get_by_role("button", name="提交回复").click()
    page.reload()
    assert "已增派人员" in page.locator("main").inner_text()
