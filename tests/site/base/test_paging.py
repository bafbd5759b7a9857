"""Pages by key: what an address carries is a key, or nothing; a page is never empty where the list is not."""

from __future__ import annotations

import re
from datetime import timedelta

import city
import pytest
import registered
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.site.base.models import Organisation
from luodi.site.base.paging import Turned, beside, turned
from luodi.site.ledger.models import Report

NUMBERS = ("0", "00", "-1", "9" * 18, "9" * 19, "9" * 400, str(2**63), "1e3", "²", "٣", "x", "")
VALUES = (
    "", "0001-01-01", "9999-12-31", "2026-02-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
    "2026-06-01T08:00:00", "NaN", "Infinity", "-1E+400", "1E+400", "1E-400", "sNaN", "x", "~",
)  # fmt: skip
PLACES = (
    "9999-12-31_0_0",
    "0001-01-01_0_1",
    "0002-01-03_0_1",
    "9999-12-31_%s_1",
    "9999-12-31_-1_-1",
    "_",
    "x_y_z",
)


def shown(client, address: str, pattern: str, **asked: str) -> list[str]:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return re.findall(pattern, answer.content.decode())


@pytest.mark.parametrize("name", ["before", "after"])
def test_the_journal_shows_its_first_page_for_what_is_no_key(here, client, name):
    client.force_login(here.officer)
    city.duty(here)
    address, lines = reverse("journal"), r"/journal/(\d+)/"
    first = shown(client, address, lines)
    assert first
    whole = {number: shown(client, address, lines, **{name: number}) for number in NUMBERS}
    nothing_there = {"before": {"0", "00"}, "after": {"9" * 18}}[name]
    assert {number for number in NUMBERS if whole[number] != first} == set()
    assert nothing_there <= set(whole)


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_register_shows_its_first_page_for_what_is_no_key(here, client, name):
    client.force_login(here.officer)
    row = registered.recognition(1)
    address, lines = reverse("records:list", args=["recognition"]), r"/records/recognition/(\d+)/"
    for number in NUMBERS:
        assert shown(client, address, lines, **{name: number}) == [str(row.pk)], number


@pytest.mark.parametrize("name", ["before", "after"])
def test_what_comes_due_begins_anew_for_what_is_no_key(here, client, name):
    client.force_login(here.officer)
    row = registered.recognition(1, valid_to=timezone.localdate() + timedelta(3))
    address, lines = reverse("records:alarms"), r"/records/recognition/(\d+)/"
    for key in (*NUMBERS, *PLACES, PLACES[3] % ("9" * 300)):
        assert shown(client, address, lines, **{name: key}) == [str(row.pk)], key


@pytest.mark.parametrize("sort", ["due", "new", "reported", "lag", "x"])
def test_the_list_of_duties_begins_anew_for_what_is_no_key(here, client, sort):
    client.force_login(here.officer)
    duty = city.duty(here, reported_at=timezone.now(), lag=3)
    address, lines = reverse("ledger:duties"), rf"{reverse('ledger:duty', args=[duty.pk])}"
    for key in [*NUMBERS, *(f"{value}~{number}" for value in VALUES for number in ("0", "9" * 18, "9" * 30))]:
        assert lines in shown(client, address, lines, sort=sort, after=key), key


@pytest.mark.parametrize("name", ["before", "older"])
def test_a_duty_shows_its_newest_reports_and_changes_for_what_is_no_key(here, client, name):
    client.force_login(here.officer)
    duty = city.duty(here)
    Report.objects.create(
        duty=duty,
        organisation=here.science,
        by=here.science_lead,
        percent=5,
        text="第一份反馈",
        at=timezone.now(),
    )
    address, lines = reverse("ledger:duty", args=[duty.pk]), r"第一份反馈|<summary>|<li"
    first = shown(client, address, lines)
    assert "第一份反馈" in first
    for number in NUMBERS:
        assert shown(client, address, lines, **{name: number}) == first, number


@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_by_key_go_back_and_forth_over_every_row_once(here, size):
    rows = Organisation.objects.all()
    every = list(rows.order_by("-pk").values_list("pk", flat=True))
    seen, page = [], turned(rows, None, None, size)
    assert page.newer is None
    while True:
        seen += [row.pk for row in page.rows]
        if page.older is None:
            break
        before, page = page, turned(rows, page.older, None, size)
        assert turned(rows, None, page.newer, size).rows == before.rows
    assert seen == every
    assert turned(rows.none(), 5, None) == turned(rows.none(), None, 5) == Turned([], None, None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.none() | st.integers(0, 10**18 - 1), after=st.none() | st.integers(0, 10**18 - 1))
def test_no_key_makes_a_page_empty(here, before, after):
    page = turned(Organisation.objects.all(), before, after, 3)
    assert 0 < len(page.rows) <= 3
    assert page.rows == sorted(page.rows, key=lambda row: -row.pk)


def test_what_stands_beside_a_key_is_asked_once_where_something_stands_there():
    asked = []

    def ask(key):
        asked.append(key)
        return {None: [1, 2, 3], 2: [3]}.get(key, [])

    assert beside(ask, 2) == ([3], False)
    assert asked == [2]
    assert beside(ask, None) == ([1, 2, 3], True)
    assert beside(ask, 3) == ([1, 2, 3], True)
    assert asked == [2, None, 3, None]
