"""The page's script counts the minutes of a unit's form, also over a refusal, in a real browser."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import city
import pytest

from luodi.site.ledger.models import FormTime

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def test_minutes_run_from_the_opening_of_a_form_and_on_after_a_refusal(
    here, client, browser: Browser, live_server
):
    duty = city.duty(here)
    client.force_login(here.science_lead)
    with browser.new_context(locale="zh-CN") as context:
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        context.clock.install()
        page = context.new_page()
        page.goto(f"{live_server.url}/ledger/duties/{duty.pk}/do/ask_extension/")
        page.fill("#id_new_due_on", "2029-12-31")
        page.select_option("#id_cause", "land")
        page.fill("#id_reason", "用地未批")
        page.clock.fast_forward("03:00")
        with page.expect_navigation():
            page.click("main form button.btn-primary")
        assert page.locator("[aria-invalid=true]").count() == 1 and FormTime.objects.count() == 0
        page.fill("#id_new_due_on", "2031-12-31")
        page.clock.fast_forward("02:00")
        with page.expect_navigation():
            page.click("main form button.btn-primary")
    assert Decimal("5.0") <= FormTime.objects.get().minutes <= Decimal("6.0")
