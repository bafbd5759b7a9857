from __future__ import annotations

import re
from datetime import date, timedelta

import busy
import city
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.action import Actor
from luodi.site.ledger import calendar, ics
from luodi.site.ledger.actions import feeds
from luodi.site.ledger.models import CalendarToken, CoUnit, Node
from luodi.site.ledger.queries import days, duties_seen_by


def read(text: str) -> list[dict[str, str]]:
    """A small reader of iCalendar: unfold, split, unescape; strict where RFC 5545 is."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    events: list[dict[str, str]] = []
    inside = False
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            inside = True
            events.append({})
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            assert name not in events[-1]
            events[-1][name] = re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)
    return events


def fetched(client, user) -> str:
    secret = feeds.open_feed(Actor(user))
    answer = client.get(f"/ledger/calendar/{secret}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content.decode()


@given(text=st.text(max_size=200))
def test_any_text_comes_back_and_no_line_is_too_long(text):
    event = ics.Event("u@h", date(2026, 1, 1), text, text, "", timezone.now())
    (back,) = read(ics.calendar(text, [event]))
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert back["SUMMARY"] == back["DESCRIPTION"] == plain


def test_a_feed_holds_due_days_and_nodes_of_one_s_own_unit(here, client):
    due = timezone.localdate() + timedelta(days=20)
    own = city.duty(here, due_on=due)
    Node.objects.create(duty=own, title="开工;一期,土建", due_on=due - timedelta(days=5), percent=40)
    Node.objects.create(duty=own, title="已过", due_on=due - timedelta(days=6), percent=30, reached_on=due)
    city.duty(here, here.economy, due_on=due)
    helped = city.duty(here, here.economy, due_on=due)
    CoUnit.objects.create(duty=helped, organisation=here.science)
    city.duty(here, due_on=due, state="closed")
    events = read(fetched(client, here.science_staff))
    assert [(event["UID"].split("@")[0], event["DTSTART;VALUE=DATE"]) for event in events] == [
        (f"node-{own.nodes.get(percent=40).pk}", f"{due - timedelta(days=5):%Y%m%d}"),
        (f"duty-{own.pk}", f"{due:%Y%m%d}"),
        (f"duty-{helped.pk}", f"{due:%Y%m%d}"),
    ]
    assert events[0]["SUMMARY"] == "节点:开工;一期,土建"
    assert events[1]["URL"] == f"http://testserver/ledger/duties/{own.pk}/"


def test_the_same_feed_twice_is_the_same_and_a_moved_day_keeps_its_uid(here, client):
    own = city.duty(here, due_on=timezone.localdate() + timedelta(days=9))
    secret = feeds.open_feed(Actor(here.science_lead))
    first, second = (client.get(f"/ledger/calendar/{secret}.ics").content for _ in range(2))
    assert first == second
    type(own).objects.update(due_on=own.due_on + timedelta(days=1))
    (event,) = read(client.get(f"/ledger/calendar/{secret}.ics").content.decode())
    assert event["UID"] == read(first.decode())[0]["UID"]


def test_a_feed_ends_when_it_is_made_anew_or_closed_or_its_person_is_gone(here, client):
    old = feeds.open_feed(Actor(here.science_lead))
    new = feeds.open_feed(Actor(here.science_lead))
    assert client.get(f"/ledger/calendar/{old}.ics").status_code == 404
    assert client.get(f"/ledger/calendar/{new}.ics").status_code == 200
    here.science_lead.is_active = False
    here.science_lead.save()
    assert client.get(f"/ledger/calendar/{new}.ics").status_code == 404
    here.science_lead.is_active = True
    here.science_lead.save()
    here.science_lead.grants.all().delete()
    assert client.get(f"/ledger/calendar/{new}.ics").status_code == 404
    feeds.close_feed(Actor(here.science_lead))
    assert CalendarToken.objects.count() == 0


def test_the_secret_is_shown_once_and_kept_nowhere(here, client):
    client.force_login(here.science_lead)
    page = client.post("/ledger/calendar/feed/open/", follow=True).content.decode()
    (secret,) = re.findall(r"/ledger/calendar/([\w-]{20,})\.ics", page)
    assert secret not in client.get("/ledger/calendar/").content.decode()
    assert CalendarToken.objects.get().digest == feeds.digest(secret) != secret
    client.post("/ledger/calendar/feed/close/")
    assert client.get(f"/ledger/calendar/{secret}.ics").status_code == 404


def test_a_generated_feed_says_so_in_every_event(here, client, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    city.duty(here, due_on=timezone.localdate())
    text = fetched(client, here.officer)
    assert "GENERATED" in text.split("BEGIN:VEVENT")[0]
    assert all("GENERATED" in event["SUMMARY"] for event in read(text))


def test_a_month_has_whole_weeks_with_their_working_days(here):
    due = city.duty(here, due_on=date(2026, 10, 9))
    Node.objects.create(duty=due, title="节点", due_on=date(2026, 10, 1), percent=50)
    weeks = days.month(duties_seen_by(here.officer), date(2026, 10, 1))
    every = [day for week in weeks for day in week]
    assert {len(week) for week in weeks} == {7} and every[0].day.weekday() == 0
    for day in every:
        assert day.working == calendar.is_working_day(day.day, {})
        assert day.inside == (day.day.month == 10)
    found = {day.day.day: [(one.title, one.node is not None) for one in day.due] for day in every if day.due}
    assert found == {1: [("节点", True)], 9: [(due.title, False)]}


@pytest.mark.parametrize("text", ["2026-13", "x", "0001-01", "9999-12", "2099-12", ""])
def test_a_month_that_is_none_shows_the_present_one(here, client, text):
    client.force_login(here.officer)
    assert (
        f"{timezone.localdate():%Y-%m}" in client.get("/ledger/calendar/", {"month": text}).content.decode()
    )


def test_a_full_day_says_how_many_more_and_leads_to_them(here, client):
    day = timezone.localdate().replace(day=15)
    for _ in range(7):
        city.duty(here, due_on=day)
    client.force_login(here.officer)
    assert "另有3项" in client.get("/ledger/calendar/").content.decode()
    assert "共7项" in client.get("/ledger/duties/", {"day": day.isoformat()}).content.decode()
    assert busy.moment("2026-01-01").tzinfo is not None
