"""What every page and every form has: a guard against forged forms, the content policy, no script or style of its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import answers
import luodi_test_settings
import matrix
import matrix_things  # noqa: F401 - makes the things known that addresses name
import pytest
from django.test import Client

import luodi.site
from luodi.site.base.models import Organisation, User

SITE = Path(luodi.site.__file__).parent
TEMPLATES = sorted(SITE.rglob("templates/**/*.html"))
GETS = [line for line in matrix.lines() if line.method == "GET" and line.expected["administrator"] == "200"]


def test_no_form_is_taken_without_the_guard_s_token(here):
    things = matrix.Things(here)
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.administrator)
    before = (User.objects.count(), Organisation.objects.count())
    taken = []
    for line in matrix.lines():
        if line.method != "POST" or "405" in line.expected.values():
            continue
        payload = {name: things.value(value) for name, value in line.payload.items()}
        answer = client.post(matrix.address(line, things), payload)
        if answer.status_code != 403 or "请刷新后重试" not in answer.content.decode():
            taken.append(f"{line.place}: {answer.status_code}")
    assert taken == []
    made = {"newcomer", "gone"} & set(User.objects.values_list("username", flat=True))
    units = Organisation.objects.filter(name="示例市临时指挥部").count()
    assert (User.objects.count() - len(made), Organisation.objects.count() - units) == before


def test_every_page_sends_the_policy_and_its_guards(here):
    things = matrix.Things(here)
    client = Client()
    client.force_login(here.administrator)
    for line in GETS:
        answer = client.get(matrix.address(line, things))
        answers.close(answer)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), line.place
        assert "script-src 'self'" in policy or "script-src" not in policy, line.place
        assert "unsafe" not in policy and "http" not in policy, line.place
        assert answer.headers["X-Frame-Options"] == "DENY", line.place
        assert answer.headers["X-Content-Type-Options"] == "nosniff", line.place
        assert answer.headers["Referrer-Policy"] == "same-origin", line.place
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", line.place
        assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers, line.place


class Inline(HTMLParser):
    """Finds what the content policy forbids in a template or a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag == "style" or "style" in given:
            self.found.append(f"line {line}: style")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append(f"line {line}: script")
        for name, value in given.items():
            if name.startswith(("on", "hx-on")) or (value or "").strip().lower().startswith(
                ("javascript:", "js:")
            ):
                self.found.append(f"line {line}: {name}")
            if name in ("src", "href", "action") and re.match(r"(https?:)?//", value or ""):
                self.found.append(f"line {line}: {name} leads to another host")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SITE)))
def test_no_template_has_script_or_style_of_its_own(path):
    parser = Inline()
    parser.feed(path.read_text("utf-8"))
    assert parser.found == []


def test_no_page_has_script_or_style_of_its_own(here):
    things = matrix.Things(here)
    client = Client()
    client.force_login(here.administrator)
    for line in GETS:
        answer = client.get(matrix.address(line, things))
        if answer.headers["Content-Type"].startswith("text/html"):
            parser = Inline()
            parser.feed(answer.content.decode())
            assert parser.found == [], line.place
        answers.close(answer)


def test_no_template_switches_escaping_off():
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert "|safe" not in text and "autoescape off" not in text and "csrf_exempt" not in text, path


def test_every_form_that_posts_carries_the_token():
    for path in TEMPLATES:
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL):
            assert "{% csrf_token %}" in form, path


def test_what_a_person_typed_is_text_on_the_page(here):
    Organisation.objects.filter(pk=here.science.pk).update(name="<script>alert(1)</script>")
    client = Client()
    client.force_login(here.administrator)
    page = client.get("/organisations/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page


def test_the_settings_of_the_tests_are_those_of_the_site_but_for_speed():
    changed = {"PASSWORD_HASHERS", "EMAIL_BACKEND"}
    source = Path(luodi_test_settings.__file__).read_text("utf-8")
    assert set(re.findall(r"^([A-Z_]+) =", source, re.MULTILINE)) == changed
