"""With English chosen, no page of the site says a Chinese word of its own: only what people wrote stays as it is."""

from __future__ import annotations

import html
import re
from pathlib import Path

import matrix
import matrix_things  # noqa: F401 - makes the things known that the tables name
import pytest
from django.apps import apps
from django.core.signals import request_finished
from django.db import close_old_connections, models, transaction
from django.test import Client
from django.utils import translation

HAN = re.compile(r"[\u3400-\u9fff][\u3000-\u9fff\uff00-\uffef]*")
WRITTEN_BY_THE_SITE = {"Notice.text", "Pressing.text", "Duty.light_reason", "Job.title", "Job.message"}
ROLES = {role: name for role, name in matrix.ROLES.items() if role in ("anonymous", "administrator", "office")} | {
    "unit_lead_own": matrix.ROLES["unit_lead_own"], "leader": matrix.ROLES["leader"],
}  # fmt: skip
PAGES = [line for line in matrix.lines() if line.method == "GET"]


def test_every_page_reads_in_english(here, settings):
    settings.CITY = str(Path(__file__).parents[2] / "examples" / "leshan")
    things = matrix.Things(here)
    pages = [(line, matrix.address(line, things)) for line in PAGES]
    data, found = sorted(_written(), key=len, reverse=True), {}
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


def _page(url: str, user) -> str:
    client = Client(headers={"accept-language": "en"})
    with transaction.atomic():
        if user is not None:
            client.force_login(user)
        answer = client.get(url)
        request_finished.disconnect(close_old_connections)
        body = b"" if answer.streaming else answer.content
        answer.close()
        request_finished.connect(close_old_connections)
        transaction.set_rollback(True)
    kind = answer.headers.get("Content-Type", "")
    return html.unescape(body.decode()) if kind.startswith(("text/html", "text/calendar")) else ""


def _without(data: list[str], page: str) -> str:
    """The page without what people wrote, the names of laws, and the button that leads back to Chinese."""
    page = re.sub(r'<button[^>]*lang="zh-CN">中文</button>', "", page)
    page = re.sub(r"《[^》]*》", "", page)
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
                    found.update(
                        part for part in [value or "", *(value or "").splitlines()] if HAN.search(part)
                    )
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_is_the_one_chosen(client, here, language):
    client.post("/language/", {"language": language, "next": "/"})
    with translation.override(language):
        heading = translation.gettext("已公开的决定")
    assert heading in client.get("/").content.decode()
