"""Signing in: throttled, a new session each time, never on to another host; cookies nobody else reads."""

from __future__ import annotations

import subprocess
import sys

import pytest
import real_site
from django.conf import settings
from django.test import Client

from luodi.site.base.action import Actor
from luodi.site.base.actions import people
from luodi.site.base.first_run import first_administrator, one_time_password
from luodi.site.base.models import User

WRONG = {"username": "officer", "password": "wrong"}
RIGHT = {"username": "officer", "password": "pw-officer"}


def test_ten_wrong_passwords_shut_this_name_from_this_address_out(here):
    here_, elsewhere = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for _ in range(9):
        assert here_.post("/login/", WRONG).status_code == 200
    assert here_.post("/login/", WRONG).status_code == 429
    shut = here_.post("/login/", RIGHT)
    assert shut.status_code == 429
    assert "密码连续输错次数过多,此账号在本地址暂停登录15分钟" in shut.content.decode()
    assert elsewhere.post("/login/", RIGHT).status_code == 302
    assert here_.post("/login/", {"username": "leader", "password": "pw-leader"}).status_code == 302


def test_who_is_shut_out_and_gets_a_new_password_comes_in_at_once(here, client):
    for _ in range(10):
        client.post("/login/", WRONG)
    assert client.post("/login/", RIGHT).status_code == 429
    made = people.reset(Actor(here.administrator), here.officer)
    new = {"username": "officer", "password": made.password}
    assert client.post("/login/", new).status_code == 302


def test_the_right_password_before_the_tenth_clears_the_count(here, client):
    for _ in range(2):
        for _ in range(9):
            client.post("/login/", WRONG)
        assert client.post("/login/", RIGHT).status_code == 302
        client.post("/logout/")


def test_who_signs_in_with_a_one_time_password_is_told_why_it_must_be_changed(here, client):
    why = "您登录用的是一次性密码"
    client.force_login(here.officer)
    assert why not in client.get("/password/").content.decode()
    made = people.reset(Actor(here.administrator), here.officer)
    client.post("/login/", {"username": "officer", "password": made.password})
    assert why in client.get("/ledger/", follow=True).content.decode()


def test_the_page_does_not_say_whether_the_name_or_the_password_was_wrong(here, client):
    known = client.post("/login/", WRONG).content.decode()
    unknown = client.post("/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "请输入一个正确的" in known
    strip = [part.replace("officer", "").replace("nobody", "") for part in (known, unknown)]
    tokenless = ["".join(line for line in part.splitlines() if "csrf" not in line) for part in strip]
    assert tokenless[0] == tokenless[1]


def test_a_session_from_before_signing_in_is_worth_nothing_afterwards(here):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted-by-somebody-else-0000000"
    client.post("/login/", RIGHT)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert first != "planted-by-somebody-else-0000000"
    client.post("/logout/")
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = first
    assert old.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_signing_in_and_choosing_a_language_lead_nowhere_else(here, next_):
    assert Client().post("/login/", RIGHT | {"next": next_}).url == "/home/"
    assert Client().post("/language/", {"language": "en", "next": next_}).url == "/"
    signed_in = Client()
    signed_in.force_login(here.officer)
    assert signed_in.get("/login/", {"next": next_}).url == "/home/"


def test_who_is_sent_to_sign_in_comes_back_to_the_same_page(here):
    client = Client()
    asked = client.get("/ledger/duties/?page=2")
    assert asked.url == "/login/?next=/ledger/duties/%3Fpage%3D2"
    assert client.post(asked.url, RIGHT | {"next": "/ledger/duties/?page=2"}).url == "/ledger/duties/?page=2"


def test_cookies_are_kept_from_scripts_and_from_other_sites(here, client):
    client.get("/login/")
    client.post("/login/", RIGHT)
    client.post("/account/language/", {"language": "en"})
    assert set(client.cookies) == {"csrftoken", "sessionid", "django_language", "messages"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), cookie.key


def test_behind_https_cookies_go_over_https_only(tmp_path):
    code = (
        "from luodi.site import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    env = real_site.environment(tmp_path, LUODI_HTTPS="1")
    assert real_site.run("-c", code, env=env).split() == ["True", "True", "True", "True", "False"]
    env = real_site.environment(tmp_path)
    assert real_site.run("-c", code, env=env).split() == ["False", "False", "False", "False", "False"]


def test_the_deployment_check_of_django_finds_nothing_behind_https(tmp_path):
    env = real_site.environment(tmp_path, LUODI_HTTPS="1")
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy"], env=env, capture_output=True, text=True
    )
    found = {line.split(")")[0] for line in done.stderr.splitlines() if line.startswith("?: (")}
    # W008: the redirect to https, and W005, W021 for whole domains and the browsers' list, belong to the server in front
    assert found <= {"?: (security.W008", "?: (security.W005", "?: (security.W021"}


def test_there_is_no_default_password_anywhere(db):
    first, second = one_time_password(), one_time_password()
    assert first != second and len(first) == 14
    made = first_administrator()
    user = User.objects.get()
    assert made is not None and user.check_password(made.password) and user.must_change_password
    for guess in ("", "admin", "password", "123456", "luodi", "admin123"):
        assert not user.check_password(guess)
    assert first_administrator() is None


@pytest.mark.parametrize("chosen", ["short-1", "1234567890", "password123", "officer2026", "qwertyuiop"])
def test_a_poor_password_is_not_taken(here, client, chosen):
    client.force_login(here.officer)
    form = {"old_password": "pw-officer", "new_password1": chosen, "new_password2": chosen}
    assert client.post("/password/", form).status_code == 200
    assert User.objects.get(pk=here.officer.pk).check_password("pw-officer")


def test_a_short_password_is_refused_in_the_language_of_the_page(here, client):
    client.force_login(here.officer)
    form = {"old_password": "pw-officer", "new_password1": "short-1", "new_password2": "short-1"}
    page = client.post("/password/", form).content.decode()
    error = page.split('role="alert">')[1].split("<")[0]
    assert error == "你的密码必须包含至少 10 个字符。"
    page = client.post("/password/", form, headers={"accept-language": "en"}).content.decode()
    assert "Your password must contain at least 10 characters." in page.split('role="alert">')[1]


def test_the_old_password_is_asked_for(here, client):
    client.force_login(here.officer)
    form = {"old_password": "x", "new_password1": "wuyue-chunfeng-7", "new_password2": "wuyue-chunfeng-7"}
    assert client.post("/password/", form).status_code == 200


def test_changing_the_password_ends_the_other_sessions_and_not_this_one(here, client):
    other = Client()
    for each in (client, other):
        each.post("/login/", RIGHT)
    form = {
        "old_password": "pw-officer",
        "new_password1": "wuyue-chunfeng-7",
        "new_password2": "wuyue-chunfeng-7",
    }
    assert client.post("/password/", form).url == "/home/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
