"""Addresses and forms with what no person types: an answer that says so, never a broken page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import registered
from django.test import Client
from django.urls import get_resolver

from luodi.site.base.action import Actor
from luodi.site.base.models import Grant, Role
from luodi.site.records.actions.changes import ask_change
from luodi.site.records.models import Keeper

HUGE = "9" * 40


@pytest.fixture
def browser(here):
    client = Client(raise_request_exception=False)
    client.force_login(here.officer)
    registered.recognition(1)
    return client


@pytest.mark.parametrize(
    "url",
    [
        "/records/recognition/?before={}", "/records/recognition/?after={}", "/records/recognition/?q={}", "/records/recognition/?area={}",
        "/records/recognition/?kind={}", "/records/recognition/?valid_to={}", "/records/recognition/duplicates/?q={}",
        "/records/recognition/export/csv/?q={}", "/records/organisation/key/{}/", "/records/alarms/?area={}", "/records/alarms/?kind={}",
        "/records/alarms/?after={}", "/records/requests/?page={}", "/journal/?table={}", "/journal/?request={}", "/public/commitments/?page={}",
        "/public/commitments/?area={}", "/public/commitments/?decision={}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["%C2%B2", "%00", "a%00b", HUGE, "-1", "%FF", "%F0%9F%98%80"])
def test_no_address_breaks_a_page(browser, url, value):
    answer = browser.get(url.format(value))
    if answer.streaming:
        list(answer.streaming_content)
    assert answer.status_code < 500


@pytest.mark.parametrize("url", ["/records/recognition/?q=%00", "/?x=%00", "/records/organisation/key/%00/"])
def test_a_character_that_no_database_holds_is_refused_in_words(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 400
    assert "请求无法处理" in answer.content.decode()


@pytest.mark.parametrize("version", ["²", HUGE, "-1", "x", "", "9" * 5000])
def test_a_version_that_is_none_decides_nothing(here, browser, version):
    asked = ask_change(Actor(here.officer), "recognition", kind="remove", row=registered.recognition(2), reason="x")  # fmt: skip
    Keeper.objects.create(register="recognition", organisation=here.science)
    browser.force_login(here.science_lead)
    answer = browser.post(
        f"/records/requests/{asked.pk}/decide/", {"version": version, "do": "refuse", "note": "不行"}
    )
    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (409, "asked")


def test_a_form_with_such_a_character_is_refused_in_words(here, browser):
    asked = ask_change(Actor(here.officer), "recognition", kind="remove", row=registered.recognition(2), reason="x")  # fmt: skip
    Keeper.objects.create(register="recognition", organisation=here.science)
    browser.force_login(here.science_lead)
    given = {"version": asked.version, "do": "refuse", "note": "a\x00b"}
    answer = browser.post(f"/records/requests/{asked.pk}/decide/", given)
    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (400, "asked")
    assert "请求无法处理" in answer.content.decode()


def test_a_decision_on_what_changed_meanwhile_keeps_what_was_typed(here, browser):
    asked = ask_change(Actor(here.officer), "recognition", kind="remove", row=registered.recognition(2), reason="x")  # fmt: skip
    Keeper.objects.create(register="recognition", organisation=here.science)
    browser.force_login(here.science_lead)
    old = asked.version
    asked.version += 1
    asked.save()
    answer = browser.post(
        f"/records/requests/{asked.pk}/decide/", {"version": old, "do": "refuse", "note": "写了很久的意见"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "写了很久的意见" in text and f'name="version" value="{asked.version}"' in text


def _numbered(found, before: str = "") -> Iterator[str]:
    """Every address of the site that has a number in it, with a number that no column holds."""
    for each in found:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _numbered(each.url_patterns, route)
        elif "<int:" in route:
            told = re.sub(r"<int:\w+>", str(10**30), route)
            yield "/" + re.sub(r"<(?:\w+:)?\w+>", "organisation", told)


def test_a_number_that_no_column_holds_breaks_no_page(here, client):
    Grant.objects.create(user=here.officer, role=Role.ADMINISTRATOR)
    client.force_login(here.officer)
    client.raise_request_exception = False
    addresses = list(_numbered(get_resolver().url_patterns))
    assert len(addresses) > 40
    answered = {address: client.get(address).status_code for address in addresses}
    assert {address: code for address, code in answered.items() if code >= 500} == {}
