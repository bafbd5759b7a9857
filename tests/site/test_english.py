"""With English chosen, no page of the site says a Chinese word of its own: only what people wrote stays as it is."""

from __future__ import annotations

import html
import re
from pathlib import Path

import answers
import city
import matrix
import matrix_things  # noqa: F401 - makes the things known that the tables name
import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.utils import translation

from luodi.site.base import languages
from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry
from luodi.site.ledger.actions.pressing import chase

HAN = re.compile(r"[\u3400-\u9fff][\u3000-\u9fff\uff00-\uffef]*")
WRITTEN_BY_THE_SITE = {
    "Notice.text",
    "Pressing.text",
    "Duty.light_reason",
    "Job.title",
    "Job.message",
    "DocumentVersion.failure",
}
ROLES = {role: name for role, name in matrix.ROLES.items() if role in ("anonymous", "administrator", "office")} | {
    "unit_lead_own": matrix.ROLES["unit_lead_own"], "leader": matrix.ROLES["leader"],
}  # fmt: skip
DEFAULTS = {
    "简体中文",
    "落地",
    "督通",
    "督报",
    "督",
}  # a language's own name; what a city sets before it sets its own
PAPER = re.compile(r"督\w*〔\d+〕\d+号")
DATA = {"journal", "records:new", "records:change", "records:batch"}
"""Pages of data: the journal cuts what was written short, registers print examples of values and a file's own titles."""
PAGES = [line for line in matrix.lines() if line.method == "GET" and line.route not in DATA]
STUCK = (
    re.compile(r"[，。：；！？（）、]"),  # signs of Chinese
    re.compile(
        r"[A-Za-z)%]:(?=[^\s/\d])|[A-Za-z]:(?=\d)|[A-Za-z]\((?!s\))|[A-Za-z],(?=[A-Za-z])"
    ),  # no space
    re.compile(r"(?<![\d.,-])1 (?!Jan)[a-z]+s\b"),  # one things
)
"""What no English page says of itself."""
INSIDE = re.compile(r"</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|time|u)(?:\s[^>]*)?>")
SPOKEN = re.compile(r'(?:title|aria-label|placeholder|alt|data-label)="([^"]*)"')


def test_every_page_reads_in_english(here, settings):
    settings.CITY = str(Path(__file__).parents[2] / "examples" / "leshan")
    things = matrix.Things(here)
    pages = [
        (line, matrix.address(line, things)) for line in PAGES if line.arguments is not None or _plain(line)
    ]
    data = sorted(_written() | DEFAULTS, key=len, reverse=True)
    found: dict[str, list[str]] = {}
    for line, url in pages:
        for role, username in ROLES.items():
            if line.expected[role] != "200":
                continue
            said = _page(url, getattr(here, username) if username else None)
            if stuck := _stuck(data, said):
                found.setdefault(f"{line.route} ({role})", []).extend(stuck)
            left = HAN.findall(_without(data, said))
            if left:
                found.setdefault(f"{line.route} ({role})", []).extend(left)
    assert not found, "\n".join(
        f"{place}: {' | '.join(dict.fromkeys(left))}" for place, left in found.items()
    )


def _plain(line) -> bool:
    """Whether the table says enough for an address; where it does not, the test of the tables says so."""
    try:
        matrix.guessed(line.route)
    except AssertionError:
        return False
    return True


def _page(url: str, user) -> str:
    client = Client(headers={"accept-language": "en"})
    with transaction.atomic():
        if user is not None:
            client.force_login(user)
        answer = client.get(url)
        body = b"" if answer.streaming else answer.content
        answers.close(answer)
        transaction.set_rollback(True)
    kind = answer.headers.get("Content-Type", "")
    return html.unescape(body.decode()) if kind.startswith(("text/html", "text/calendar")) else ""


def _without(data: list[str], page: str) -> str:
    """The page without what people wrote, the names of laws, and the button that leads back to Chinese, and what a page marks as Chinese."""
    page = re.sub(r'<button[^>]*lang="zh-CN">中文</button>', "", page)
    page = re.sub(r"《[^》]*》|<(\w+) lang=\"zh-CN\">.*?</\1>", "", page, flags=re.DOTALL)
    page = PAPER.sub("", page)
    for cut in set(re.findall(r"[^>→:]*…", page)):  # the journal's list cuts long values short
        if any(words.startswith(cut.strip(" …")) for words in data):
            page = page.replace(cut, "")
    for words in data:
        page = page.replace(words, "")
    return page


def _stuck(data: list[str], page: str) -> list[str]:
    """Lines of a page whose signs are not as English sets them, what people wrote left out."""
    if not page.lstrip().startswith("<"):
        return []
    page = re.sub(r"<(script|style)\b.*?</\1>", "", _without(data, page), flags=re.DOTALL)
    lines = [*re.sub(r"<[^>]+>", "\n", INSIDE.sub("", page)).splitlines(), *SPOKEN.findall(page)]
    lines = [re.sub("“[^”]*”", "", line).strip() for line in lines]  # a sign that is named
    spoken = [line for line in lines if re.search("[A-Za-z]", line)]
    return [line[:80] for line in spoken if any(sign.search(line) for sign in STUCK)]


@pytest.mark.parametrize(
    ("line", "stuck"),
    [
        ("<p>Lead unit: x (y), 12:30, at https://x/ in 1 day of 21 days</p>", False),
        ("<p>Lead <b>unit</b>:x</p>", True),
        ("<p>Lead unit: x、y</p>", True),
        ("<p>Lead unit(x)</p>", True),
        ("<p>1 duties</p>", True),
        ('<td data-label="Lead unit:x">', True),
    ],
)
def test_a_stuck_sign_is_seen(line, stuck):
    assert bool(_stuck([], line)) == stuck


def _written() -> set[str]:
    """Every text with Chinese in it that people put into the database, whole and by line."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if f"{model.__name__}.{field.name}" in WRITTEN_BY_THE_SITE:
                continue
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                for value in model._default_manager.values_list(field.name, flat=True).distinct():
                    found.update(part for part in _parts(value or "") if HAN.search(part))
    return found | {part for text in _changed() for part in _parts(text) if HAN.search(part)}


def _changed() -> set[str]:
    """What the journal says people wrote before."""
    return {
        part
        for entry in JournalEntry.objects.exclude(table__in=("ledger_pressing", "base_notice", "base_job"))
        for image in (entry.before or {}, entry.after or {})
        for name, value in image.items()
        if name not in ("light_reason", "failure")
        for part in _strings(value)
    }


def _strings(value) -> list[str]:
    if isinstance(value, dict | list):
        return [
            part for each in (value.values() if isinstance(value, dict) else value) for part in _strings(each)
        ]
    return [value] if isinstance(value, str) else []


def _parts(text: str) -> list[str]:
    """A text as pages may show it: whole, by line, by sentence."""
    return [text, *text.splitlines(), *re.findall(r"[^。\n]+。?", text)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_is_the_one_chosen(client, here, language):
    client.post("/language/", {"language": language, "next": "/"})
    with translation.override(language):
        heading = translation.gettext("落地:从决定到结果,有据可查。")
    assert heading in client.get("/").content.decode()


def test_who_chose_english_reads_english_after_signing_in(client, here):
    here.officer.language = "en"
    here.officer.save()
    client.post("/login/", {"username": "officer", "password": "pw-officer"})
    page = client.get("/notices/").content.decode()
    assert '<html lang="en">' in page and "Sign out" in page


def test_what_one_reader_causes_in_english_another_reads_in_chinese(client, here):
    duty = city.duty(here, state="in_progress")
    with translation.override("en"):
        actor = Actor(here.officer, "")
        chase(actor, duty)
    notice = here.science_lead.notices.get()
    assert HAN.search(notice.text) and notice.text.startswith("催办")
    with translation.override("en"):
        assert languages.said(notice.text).startswith(f"Chase: “{duty.title}” – ")
        assert not HAN.search(languages.said(duty.light_reason or "已超过时限2026-01-01"))
    with translation.override("zh-hans"):
        assert languages.said(notice.text) == notice.text


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        (
            "计划进度52.0%,实际40.0%,滞后12.0个百分点",
            "52.0% planned, 40.0% done, a lag of 12.0 percentage points",
        ),
        ("已超过时限2026-03-31", "Past the due date 2026-03-31"),
        ("待签收", "Waiting to be signed for"),
        ("自己写的话", "自己写的话"),
    ],
)
def test_a_kept_sentence_is_said_again(kept, english):
    with translation.override("en"):
        assert languages.said(kept) == english


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        ("距时限还有1天", "1 day to the due date"),
        ("距时限还有21天", "21 days to the due date"),
        (
            "“甲局”撤销,其1项牵头事项由“乙局”承接。",
            "“甲局” was dissolved; its 1 duty as lead unit was taken over by “乙局”.",
        ),
    ],
)
def test_a_kept_sentence_is_said_again_in_the_form_of_its_number(kept, english):
    with translation.override("en"):
        assert languages.said(kept) == english


def test_names_things_and_brackets_are_set_as_the_reader_sets_them():
    told = [languages.paired("甲", "乙"), languages.bracketed("甲", "乙"), languages.joined(["甲", "乙"])]
    assert told == ["甲:乙", "甲(乙)", "甲、乙"]
    with translation.override("en"):
        told = [languages.paired("A", "b"), languages.bracketed("A", "b"), languages.joined(["A", "b"])]
        assert told == ["A: b", "A (b)", "A, b"]
