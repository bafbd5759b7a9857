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
