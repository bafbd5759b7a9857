"""Every page of the permission tables in a real browser: axe-core, no page wider than the screen, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import busy
import matrix
import matrix_things  # noqa: F401  the things that the tables name in braces
import pytest
from django.test import Client

from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.observatory import actions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parents[2] / "browser" / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LESHAN = Path(__file__).parents[3] / "examples" / "leshan"
WIDTHS = (1280, 390)
ALIKE = 1
"""So many roles look at each page: their pages differ little, but for the desk, which all of them open."""
FIRST = ("office", "unit_lead_own", "evaluator", "leader", "county", "administrator", "anonymous")


class Visit(NamedTuple):
    """A page as one person sees it."""

    route: str
    role: str
    url: str


@pytest.fixture
def full(here: SimpleNamespace, settings: Any) -> SimpleNamespace:
    """The made-up city with duties in all states, and a delivery run."""
    settings.CITY = str(LESHAN)
    busy.places(here)
    busy.fill(here, 30)
    actions.ask(Actor(here.officer), as_of=date(2025, 6, 30))
    jobs.work_off()
    return here


@pytest.fixture
def visits(full: SimpleNamespace) -> list[Visit]:
    """All pages that answer a GET with html, each with the roles that open it."""
    things, found = matrix.Things(full), []
    for line in matrix.lines():
        allowed = [role for role in FIRST if line.expected[role] == "200"]
        if line.method != "GET" or not allowed:
            continue
        url = matrix.address(line, things)
        for role in allowed if line.route == "ledger:desk" else allowed[:ALIKE]:
            if _is_html(full, role, url):
                found.append(Visit(line.route, role, url))
    return found


def _is_html(here: SimpleNamespace, role: str, url: str) -> bool:
    client = Client()
    if name := matrix.ROLES[role]:
        client.force_login(getattr(here, name))
    answer = client.get(url)
    if answer.streaming:
        list(answer.streaming_content)
    assert answer.status_code == 200, (role, url, answer.status_code)
    html = answer.headers["Content-Type"].startswith("text/html")
    return html and b"<html" in answer.content[:200]  # a piece that htmx fetches is no page


class Seen:
    """Opens pages as different people in contexts of one kind, and notes what a browser complains of."""

    def __init__(self, browser: Browser, here: SimpleNamespace, host: str, bypass: bool) -> None:
        self.browser, self.here, self.host, self.bypass = browser, here, host, bypass
        self.contexts: dict[str, BrowserContext] = {}
        self.wrong: list[str] = []

    def open(self, visit: Visit) -> Page:
        page = self._context(visit.role).new_page()
        page.on("console", lambda said: self._note(visit, said.text, said.type in ("error", "warning")))
        page.on("pageerror", lambda error: self._note(visit, str(error)))
        page.on("request", lambda asked: self._note(visit, asked.url, not self._own(asked.url)))
        page.goto(self.host + visit.url, wait_until="networkidle")
        return page

    def _own(self, url: str) -> bool:
        return url.startswith((self.host, "data:", "blob:"))

    def _note(self, visit: Visit, words: str, wrong: bool = True) -> None:
        if wrong:
            self.wrong.append(f"{visit.url} ({visit.role}): {words}")

    def _context(self, role: str) -> BrowserContext:
        if role not in self.contexts:
            self.contexts[role] = self.browser.new_context(locale="zh-CN", bypass_csp=self.bypass)
            if name := matrix.ROLES[role]:
                client = Client()
                client.force_login(getattr(self.here, name))
                session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.host}
                self.contexts[role].add_cookies([session])
        return self.contexts[role]


@pytest.fixture
def seen(browser: Browser, full: SimpleNamespace, live_server: Any) -> Iterator[Any]:
    made: list[Seen] = []

    def make(bypass: bool) -> Seen:
        made.append(Seen(browser, full, live_server.url, bypass))
        return made[-1]

    yield make
    for each in made:
        for context in each.contexts.values():
            context.close()


def test_axe_finds_nothing_on_any_page(visits, seen):
    eyes, wrong = seen(bypass=True), []
    for visit in visits:
        page = eyes.open(visit)
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for each in page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]:
                node = each["nodes"][0]
                wrong.append(
                    f"{visit.url} ({visit.role}, {width}) {each['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
                )
        page.close()
    assert not wrong, "\n".join(wrong)


def test_no_page_is_wider_than_the_screen_breaks_the_policy_or_asks_elsewhere(visits, seen):
    eyes, wide = seen(bypass=False), []
    first = {visit.route: visit for visit in reversed(visits)}  # one role will do: axe sees all of them
    for visit in first.values():
        page = eyes.open(visit)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                wide.append(f"{visit.url} ({visit.role}): {found} > {width}")
        page.close()
    assert not wide + eyes.wrong, "\n".join(wide + eyes.wrong)
