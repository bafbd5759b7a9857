"""A refused form in a real browser: the text is there, and the keyboard stands where something is to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_keyboard_stands_in_the_first_field_that_was_refused(here, browser: Browser, live_server, client):
    client.force_login(here.administrator)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context = browser.new_context(locale="zh-CN")
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{live_server.url}/people/new/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.fill("#id_name", "赵某")
    page.fill("#id_username", here.officer.username)
    with page.expect_navigation():
        page.press("#id_username", "Enter")
    assert page.evaluate("document.activeElement.id") == "id_username"
    assert page.input_value("#id_name") == "赵某"
    assert "已被使用" in page.inner_text("#id_username_error")
    context.close()
