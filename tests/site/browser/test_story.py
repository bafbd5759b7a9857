"""The whole way of one promise in a real browser: from the file of a decision to a duty closed and a circular in hand.

Buttons are found by where they lead and what they send, never by their words: the same story runs in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import city
import docx
import intake
import pytest

from luodi.site.base import jobs
from luodi.site.ledger import lights
from luodi.site.ledger.models import Commitment, Duty, Evidence, Report, SupervisionPaper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)
DECISION = intake.FIRST.replace("2025年", "2035年")
FIRST = "全市高新技术企业达到200家以上"
CORRECTED = "高新技术企业达到200家以上(修正)"
STEPS = ("accepted", "corrected", "accepted", "accepted", "accepted", "accepted")


class Person:
    """Somebody at their own browser."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self.host = page, host

    def sign_in(self, name: str) -> None:
        self.page.goto(f"{self.host}/login/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", f"pw-{name}")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/ledger/")

    def go(self, path: str) -> Page:
        self.page.goto(self.host + path)
        return self.page

    def send(self, **fields: str) -> None:
        """Fill the form of the page and send it."""
        for name, value in fields.items():
            self.page.fill(f"#id_{name}", value)
        with self.page.expect_navigation():
            self.page.click("main form button.btn-primary, main form button.btn-danger")

    def press(self, duty: Duty, verb: str) -> None:
        """Press the button of a verb that asks nothing."""
        page = self.go(f"/ledger/duties/{duty.pk}/")
        with page.expect_navigation():
            page.click(f'form[action$="/do/{verb}/"] button')

    def open(self, duty: Duty, ending: str) -> None:
        """Follow the link to the form of a verb from the duty's page."""
        page = self.go(f"/ledger/duties/{duty.pk}/")
        with page.expect_navigation():
            page.click(f'main a[href$="{ending}"]')


@pytest.fixture
def enter(browser: Browser, live_server: Any, request: Any) -> Iterator[Callable[[str], Person]]:
    """Let somebody sign in; at the end nothing was complained of, no other host asked, and no page too wide."""
    language, width = request.param
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def look(page: Page) -> None:
        found = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.lang]")
        if found[0] > width or not found[1].startswith(language[:2]):
            wrong.append(f"{page.url}: {found}")

    def enter(name: str) -> Person:
        context = browser.new_context(
            locale=language, viewport={"width": width, "height": 844}, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: wrong.append(asked.url) if not asked.url.startswith(live_server.url) else None,
        )
        person = Person(page, live_server.url)
        person.sign_in(name)
        look(page)
        return person

    yield enter
    for context in contexts:
        for page in context.pages:
            look(page)
        context.close()
    assert wrong == []


@pytest.mark.parametrize("enter", [("zh-CN", 1280), ("en-US", 390)], indirect=True)
def test_from_a_file_to_a_closed_duty_and_a_circular(enter, here, tmp_path):
    late = city.duty(here, here.economy, due_on=date(2026, 1, 30))
    lights.shine(late)
    late.save()
    office, unit = enter("officer"), enter("science_lead")
    _taken_in(office, tmp_path)
    duty = _given(office)
    _done(unit, office, duty, tmp_path)
    _closed(unit, office, duty)
    _circular(office, late)
    assert sorted(Report.objects.filter(duty=duty).values_list("state", flat=True)) == [
        "accepted",
        "returned",
    ]
    assert Evidence.objects.filter(duty=duty, state="accepted").count() == 1


def _taken_in(office: Person, folder: Path) -> None:
    """Upload, read, review by keyboard, adopt."""
    file = folder / "决定.txt"
    file.write_text(DECISION, "utf-8")
    page = office.go("/ledger/decisions/new/")
    page.set_input_files("#id_file", file)
    office.send()
    page.wait_for_url("**/jobs/*/")
    jobs.work_off()
    page.click('main a[href^="/ledger/texts/"]')
    page.wait_for_selector(".finding.at")
    waiting = page.locator(".finding.is-proposed").count()
    page.keyboard.press("a")
    page.wait_for_selector(".finding.is-accepted")
    page.keyboard.press("k")
    page.wait_for_selector(".finding.at.is-accepted")
    page.keyboard.press("e")
    page.wait_for_selector("#panel #id_title")
    page.fill("#panel #id_title", CORRECTED)
    page.focus("#panel button[value=correct]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.is-corrected")
    page.keyboard.press("j")
    for left in range(waiting - 2, -1, -1):
        page.keyboard.press("a")
        page.wait_for_function(
            "left => document.querySelectorAll('.finding.is-proposed').length === left", arg=left
        )
    with page.expect_navigation():
        page.click('main a[href$="/adopt/"]')
    office.send()
    page.wait_for_url("**/register/")


def _given(office: Person) -> Duty:
    """Registered with its unit and its day, and handed down."""
    promise = Commitment.objects.get(title=CORRECTED)
    assert promise.quote == FIRST
    page = office.page
    page.check(f'input[name=chosen][value="{promise.pk}"]')
    page.fill(f'input[name="lead-{promise.pk}"]', "市科技局")
    page.fill(f'input[name="co-{promise.pk}"]', "市经信局")
    page.fill(f'input[name="due-{promise.pk}"]', "2035-12-31")
    with page.expect_navigation():
        page.click("button[name=do][value=register]")
    duty = promise.duties.get()
    assert (duty.state, duty.lead.short_name, duty.due_on) == ("registered", "市科技局", date(2035, 12, 31))
    office.press(duty, "hand_down")
    return duty


def _done(unit: Person, office: Person, duty: Duty, folder: Path) -> None:
    """Signed for, reported on with a file, returned, reported on again, accepted; the file judged."""
    unit.press(duty, "sign")
    proof = folder / "证明.txt"
    proof.write_text("已认定201家。", "utf-8")
    unit.open(duty, "/do/report/")
    unit.page.set_input_files("#id_files", proof)
    unit.send(percent="60", text="已认定企业150家。")
    report = duty.reports.get()
    office.open(duty, f"/reports/{report.pk}/return_report/")
    office.send(note="请补充最新数量。")
    assert "请补充最新数量。" in unit.go(f"/ledger/duties/{duty.pk}/").inner_text("main")
    unit.open(duty, "/do/report/")
    unit.send(percent="100", text="已认定企业201家。")
    again = duty.reports.exclude(pk=report.pk).get()
    page = office.go(f"/ledger/duties/{duty.pk}/")
    with page.expect_navigation():
        page.click(f'form[action$="/reports/{again.pk}/accept_report/"] button')
    office.open(duty, f"/evidence/{duty.evidence.get().pk}/judge/")
    office.page.check("input[name=accepted] >> nth=0")
    office.send(note="与名单一致。")


def _closed(unit: Person, office: Person, duty: Duty) -> None:
    """The unit asks, the office checks and closes."""
    unit.open(duty, "/do/ask_close/")
    unit.send(text="名单已公布,佐证齐全。")
    office.open(duty, "/do/close/")
    assert "名单已公布,佐证齐全。" in office.page.inner_text("main")
    office.send(note="核查通过。")
    duty.refresh_from_db()
    assert (duty.state, duty.percent) == ("closed", 100)
    assert duty.checks.get().organisation_id != duty.lead_id


def _circular(office: Person, late: Duty) -> None:
    """A circular drafted from what is late, approved, issued, downloaded."""
    page = office.go("/ledger/papers/choose/")
    page.check(f"#duty-{late.pk}")
    page.check("input[name=kind][value=circular]")
    with page.expect_navigation():
        page.click('form[action$="/papers/draft/"] button.btn-primary')
    with page.expect_navigation():
        page.click('main a[href$="/edit/"]')
    office.send(approved_by="市委副书记")
    with page.expect_navigation():
        page.click('details:has(form[action$="/issue/"]) summary')
        page.click('form[action$="/issue/"] button')
    paper = SupervisionPaper.objects.get()
    with page.expect_download() as waited:
        page.click('main a[href$="/file/"]')
    words = "\n".join(each.text for each in docx.Document(waited.value.path()).paragraphs)
    assert re.search(r"督通〔\d{4}〕1号", words)
    assert paper.state == "issued" and paper.title.replace(" ", "") in words.replace(" ", "").replace(
        "\n", ""
    )
