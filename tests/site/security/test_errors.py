"""Pages for what goes wrong: in the person's language, with what to do next, never with the inside of the program."""

from __future__ import annotations

import pytest
from django.test import Client

from luodi.site.base.views import account


@pytest.fixture
def broken(monkeypatch):
    """A page that breaks, as a fault of the program would."""

    def boom(person):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(account.queries, "standing_of", boom)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "没有这个页面"), ("en", "")])
def test_404(here, language, words):
    answer = Client(headers={"accept-language": language}).get("/nothing/here/")
    assert answer.status_code == 404
    assert words in answer.content.decode()
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in answer.content.decode()


def test_a_page_of_what_went_wrong_leads_on(here, client):
    assert 'href="/">回到首页' in client.get("/nothing/here/").content.decode()
    client.force_login(here.officer)
    assert 'href="/home/">回到首页' in client.get("/nothing/here/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "没有“系统管理”的权限"), ("en", "")])
def test_403(here, language, words):
    client = Client(headers={"accept-language": language})
    client.force_login(here.leader)
    answer = client.get("/settings/")
    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_forged_form(here):
    answer = Client(enforce_csrf_checks=True).post("/login/", {})
    assert answer.status_code == 403
    assert "请刷新后重试" in answer.content.decode()


def test_500_shows_a_number_and_nothing_of_the_inside(here, broken):
    client = Client(raise_request_exception=False)
    client.force_login(here.officer)
    answer = client.get("/account/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in page
    assert "没有保存任何内容" in page and "nothing was saved" in page
    for inside in ("Traceback", "RuntimeError", "secret inside", "luodi/site", "SECRET_KEY", "Django"):
        assert inside not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_foreign_host_name_is_refused_in_both_languages(here):
    answer = Client(headers={"host": "evil.example"}).get("/login/")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "请求无法处理" in page and "could not be handled" in page and "LUODI_HOSTS" in page
    assert "evil.example" not in page


@pytest.mark.parametrize("forwarded", ["evil.example", "evil.example, localhost"])
def test_a_forwarded_host_changes_no_address(here, forwarded):
    answer = Client(headers={"x-forwarded-host": forwarded}).get("/ledger/duties/")
    assert "evil" not in answer.url


def test_a_method_that_is_not_there(here, client):
    client.force_login(here.officer)
    assert client.get("/notices/read/").status_code == 405
    assert client.generic("TRACE", "/account/").status_code in (200, 405)


def test_too_many_fields_are_refused_with_a_page(here, client):
    client.force_login(here.officer)
    answer = client.post("/language/", {f"f{number}": "x" for number in range(5001)})
    assert answer.status_code == 413
    assert "没有保存" in answer.content.decode()


def test_a_body_that_is_no_form_is_refused(here, client):
    client.force_login(here.officer)
    answer = client.generic("POST", "/language/", b"x", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
