"""The way from a file to handed-down duties in a real browser, by keyboard, on a screen and on a phone."""

from __future__ import annotations

from pathlib import Path

import intake
import pytest

from luodi.site.base import jobs
from luodi.site.ledger import parts
from luodi.site.ledger.models import Duty

AXE = (Path(__file__).parents[2] / "browser" / "vendor" / "axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
pytestmark = pytest.mark.django_db(transaction=True)


def faults(page) -> list[str]:
    """What axe finds against WCAG 2.2 AA."""
    page.evaluate(AXE)
    found = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]


def select_in_text(page, words: str) -> None:
    """Select words of the text as a hand with a mouse would leave them."""
    page.evaluate(
        """words => {
          const text = document.getElementById("text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            document.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
            return;
          }
          throw new Error("not in the text");
        }""",
        words,
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_file_to_duties_by_keyboard(browser, live_server, here, tmp_path, width):
    file = tmp_path / "决定.txt"
    file.write_text(
        "𠮷" + intake.FIRST, "utf-8"
    )  # a letter that is two units in a browser and one in the text
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 844})
    page = context.new_page()
    said, called = [], []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: called.append(request.url))
    page.goto(live_server.url + "/login/?next=/ledger/decisions/new/")
    page.fill("#id_username", "officer")
    page.fill("#id_password", "pw-officer")
    page.click("main button")
    page.set_input_files("#id_file", file)
    assert faults(page) == []
    page.click("main button")
    page.wait_for_selector("progress")
    assert faults(page) == []
    jobs.work_off()
    page.click("text=查看结果")  # the page has moved on by itself

    page.wait_for_selector(".finding.at")
    assert "全市高新技术企业达到200家以上" in page.inner_text("mark.at")
    assert faults(page) == []
    page.keyboard.press("a")
    page.wait_for_selector(".finding.is-accepted")
    assert "建成示例创新中心" in page.inner_text(".finding.at")
    page.keyboard.press("x")
    page.wait_for_selector(".finding.is-rejected")
    page.keyboard.press("k")
    page.keyboard.press("u")
    page.wait_for_selector(".finding.is-rejected", state="detached")
    page.keyboard.press("e")
    page.wait_for_selector("#panel #id_title")
    assert faults(page) == []
    select_in_text(page, "建成示例创新")
    page.fill("#id_title", "创新中心")
    page.click("#panel button[value=correct]")
    page.wait_for_selector(".finding.at.is-corrected")
    assert page.inner_text(".finding.at .quote") == "建成示例创新"
    select_in_text(page, "建立企业备案制度")
    page.keyboard.press("n")
    page.wait_for_selector("#panel #id_title")
    assert page.input_value("#id_title") == "建立企业备案制度"
    page.click("#panel button[value=correct]")
    page.wait_for_selector(".finding.at.is-added")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("m")
    page.wait_for_selector(".finding.at.is-added")
    page.click("text=已拆分或合并")
    page.wait_for_selector(".finding.is-merged")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("u")
    page.click("text=全部 5")
    assert not page.is_visible(
        "button[value=accept_rest]"
    )  # one click does not accept what nobody has looked at
    page.click(".confirm summary")
    page.click("button[value=accept_rest]")
    page.wait_for_selector("text=全部已审核")

    page.click("text=采用…")
    page.wait_for_selector("text=新增承诺5条")
    assert faults(page) == []
    page.click("main button")
    page.wait_for_selector("text=批量立项")
    assert faults(page) == []
    page.click("[data-tick]")
    for box in page.query_selector_all("input[list]"):
        box.fill("市科技局")
    for box in page.query_selector_all("input[name^=co-]"):
        box.fill("")
    for box in page.query_selector_all("input[name^=due-]"):
        box.fill("2030-12-31")
    page.click("button[value=hand_down]")
    page.wait_for_selector("text=已立项并交办5条")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert said == []
    assert [url for url in called if not url.startswith((live_server.url, "data:"))] == []
    made = Duty.objects.order_by("number")
    assert [(each.commitment.quote, each.state) for each in made] == [
        ("全市高新技术企业达到200家以上", "handed_down"),
        ("建立企业备案制度", "handed_down"),
        ("建成示例创新", "handed_down"),
        ("健全创新发展考核体系", "handed_down"),
        ("定期开展专项督查", "handed_down"),
    ]
    version = made[0].commitment.adopted_in
    assert all(
        version.text[each.commitment.start : each.commitment.end] == each.commitment.quote for each in made
    )


def test_a_long_text_is_reviewed_from_part_to_part_by_keyboard(
    browser, live_server, here, tmp_path, monkeypatch
):
    monkeypatch.setattr(parts, "WHOLE", 2)
    monkeypatch.setattr(parts, "SIZE", 2)
    monkeypatch.setattr(parts, "AHEAD", 0)
    version = intake.upload(here.officer)
    quotes = list(version.findings.values_list("quote", flat=True))
    page = browser.new_context(locale="zh-CN").new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/login/?next=/ledger/texts/{version.pk}/")
    page.fill("#id_username", "officer")
    page.fill("#id_password", "pw-officer")
    page.click("main button")

    def stand_at(quote: str) -> None:
        page.wait_for_function(
            "quote => document.querySelector('.finding.at')?.innerText.includes(quote)", arg=quote[-8:]
        )

    page.wait_for_selector(".finding.at")
    assert faults(page) == []
    assert page.locator(".finding").count() == 2
    page.keyboard.press("j")
    stand_at(quotes[1])
    page.keyboard.press("j")  # past the last of this part
    stand_at(quotes[2])
    assert page.evaluate("document.activeElement.classList.contains('finding')")
    page.keyboard.press("k")  # and back over its start
    stand_at(quotes[1])
    assert page.evaluate("document.activeElement.classList.contains('finding')")
    page.keyboard.press("a")  # the last of its part: on to the next
    stand_at(quotes[2])
    for following in quotes[3:]:
        page.keyboard.press("a")
        stand_at(following)
    page.keyboard.press("a")  # the last of all: there is none to go on to
    page.wait_for_selector(".finding.at.is-accepted")
    page.keyboard.press("w")  # the first still waits, two parts up
    stand_at(quotes[0])
    page.keyboard.press("x")
    page.wait_for_selector("text=全部已审核")
    page.fill("#find", quotes[-1][:4])
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.hit")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")  # nothing is selected: the words are typed
    page.wait_for_selector("#words:focus")
    page.keyboard.type("加强领导")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.at.is-added")
    assert page.evaluate("document.activeElement.classList.contains('is-added')")
    assert version.findings.get(state="added").quote == "加强领导"
    assert said == []
    states = list(version.findings.exclude(state="added").values_list("state", flat=True))
    assert states == ["rejected"] + ["accepted"] * (len(quotes) - 1)
