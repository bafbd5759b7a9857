"""What people see who use the site all day, in a real browser: what can be seen, reached, undone, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import city
import pytest

from luodi.site.ledger.models import DocumentVersion, Finding
from luodi.site.ledger.models.supervision import SupervisionPaper
from luodi.site.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)
CONTRAST = """(css) => {
  const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  return [...document.querySelectorAll(css)].map((box) => {
    const [a, b] = [getComputedStyle(box).borderTopColor, "rgb(255, 255, 255)"].map(light).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""


@pytest.fixture
def opened(browser: Browser, live_server, client) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody."""
    contexts: list[BrowserContext] = []

    def open_(person, url: str, width: int = 1280, **more) -> Page:
        context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        client.force_login(person)
        cookie = {"value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([{"name": "sessionid", **cookie}])
        page = context.new_page()
        page.goto(live_server.url + url)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_boxes_to_tick_and_fields_to_fill_in_can_be_seen(here, opened):
    page = opened(here.administrator, "/people/new/")
    borders = page.evaluate(CONTRAST, "main input:not([type=hidden])")
    page = opened(here.officer, f"/ledger/decisions/{here.decision.pk}/register/")
    borders += page.evaluate(CONTRAST, "main input[type=checkbox], main select")
    assert len(borders) > 4
    assert [ratio for ratio in borders if ratio < 3] == []  # WCAG 2.2, 1.4.11


def test_a_key_that_cannot_mend_says_why_and_a_question_mark_opens_the_keys(here, opened):
    """In the review: what was merged has no form any more."""
    text = DocumentVersion.objects.create(decision=here.decision, number=2, text="建成中心。", state="review")
    Finding.objects.create(version=text, kind="measure", start=0, end=4, quote="建成中心", state="merged")
    page = opened(here.officer, f"/ledger/texts/{text.pk}/")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_function("document.getElementById('said').textContent.includes('已合并或拆分')")
    page.keyboard.press("?")
    assert page.is_visible("text=下一条、上一条")
    page.keyboard.press("?")
    assert not page.is_visible("text=下一条、上一条")
    assert wrong == []


def test_a_text_in_which_nothing_was_found_says_so_and_what_to_do(here, opened):
    text = DocumentVersion.objects.create(
        decision=here.decision, number=2, text="床前明月光。", state="review"
    )
    main = opened(here.officer, f"/ledger/texts/{text.pk}/").inner_text("main")
    assert "没有从这份文件中读出任何条目" in main and "全部已审核" not in main


def test_a_list_on_paper_says_when_and_by_whom_and_shows_no_buttons(here, opened):
    city.duty(here)
    page = opened(here.officer, "/ledger/duties/")
    assert not page.is_visible(".printed")
    page.emulate_media(media="print")
    assert page.is_visible(".printed") and "officer" in page.inner_text(".printed")
    for gone in ("nav", "text=导出Excel", ".sticky-actions", "input[type=checkbox]"):
        assert not page.is_visible(gone), gone


def test_the_field_at_hand_is_never_under_the_bar_that_stays(here, opened):
    """WCAG 2.2, 2.4.11."""
    for _number in range(12):
        city.duty(here)
    page = opened(here.science_staff, "/ledger/mine/")
    hidden = page.evaluate("""() => {
      const bar = document.querySelector(".sticky-actions");
      return [...document.querySelectorAll("main textarea")].filter((field) => {
        field.focus();
        return field.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
      }).length;
    }""")
    assert hidden == 0


def test_steps_of_a_person_who_wants_less_motion_do_not_move(here, opened):
    page = opened(here.officer, "/ledger/", reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionProperty !== 'none').length"
    assert page.evaluate(moving) == 0


def test_that_data_are_made_up_is_said_in_a_landmark_of_its_own(here, opened, settings, tmp_path):
    settings.WORKSPACE = Workspace(tmp_path / "demo-generated", "generated")
    page = opened(here.officer, "/ledger/")
    assert page.get_by_role("complementary", name="演示数据").is_visible()


def test_deleting_a_draft_asks_again_in_words_that_can_be_read(here, opened):
    draft = SupervisionPaper.objects.create(kind="circular", year=2026, title="通报", body="x")
    page = opened(here.officer, f"/ledger/papers/{draft.pk}/")
    again = page.get_by_role("button", name="确认删除草稿")
    assert not again.is_visible()
    page.click("summary:has-text('删除草稿')")
    assert again.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(179, 38, 30)"
    again.click()
    page.wait_for_selector("text=草稿已删除。")
    assert not SupervisionPaper.objects.exists()
