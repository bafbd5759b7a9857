from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import city
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.models import Receipt
from luodi.site.ledger import listing
from luodi.site.ledger.models import CoUnit, Duty, Extension, Pressing, SavedFilter


def in_days(days):
    return None if days is None else timezone.localdate() + timedelta(days=days)


def walk(sort, size=2, duties=None):
    """All pages of a list, one after the other."""
    found, key = [], ""
    while True:
        part = listing.sliced(duties if duties is not None else Duty.objects.all(), sort, key, size)
        found.append([duty.pk for duty in part.rows])
        if not part.next_key:
            return found
        key = part.next_key


@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_by_key_hold_every_row_once_in_order_with_those_without_a_value_last(here, sort):
    now = timezone.now()
    for n, day in enumerate((5, None, 3, 3, 3, None, 1, 5)):
        city.duty(
            here,
            due_on=in_days(day),
            lag=day,
            reported_at=now + timedelta(days=day) if day else None,
            number=f"N{n}",
        )
    pages = walk(sort)
    flat = [pk for page in pages for pk in page]
    column, falling = listing.SORTS[sort].column, listing.SORTS[sort].falling
    rows = {duty.pk: getattr(duty, column) for duty in Duty.objects.all()}
    known = sorted((v, pk) for pk, v in rows.items() if v is not None)
    expected = [pk for _v, pk in (known[::-1] if falling else known)] + [
        pk for pk, v in rows.items() if v is None
    ]
    assert flat == expected
    assert [len(page) for page in pages] == [2, 2, 2, 2]


@given(st.text(max_size=40))
def test_a_key_that_makes_no_sense_begins_anew(key):
    for order in listing.SORTS.values():
        found = listing._read(order, key)
        assert found is None or isinstance(found[1], int)


def test_filters_leave_what_they_say(here, client):
    late = city.duty(here, due_on=in_days(-20), light="red", cause="land")
    soon = city.duty(here, lead=here.economy, due_on=in_days(5), light="green", percent=3)
    helped = city.duty(here, lead=here.countyhall, state="closed", due_on=None, reported_at=timezone.now())
    CoUnit.objects.create(duty=helped, organisation=here.economy)
    gone = city.duty(here, state="withdrawn")
    Extension.objects.create(
        duty=soon,
        asked_at=timezone.now(),
        old_due_on=in_days(5),
        new_due_on=in_days(9),
        cause="land",
        reason="x",
    )
    client.force_login(here.officer)

    def left(query):
        answer = client.get(reverse("ledger:duties") + "?" + query)
        return {duty.pk for duty in answer.context["part"].rows}

    every = {late.pk, soon.pk, helped.pk}
    for query, expected in {
        "": every,
        "light=&article=&lead=": every,
        "light=red": {late.pk},
        "light=red&light=green": {late.pk, soon.pk},
        f"lead={here.economy.pk}": {soon.pk},
        "lead=0": set(),
        f"co_unit={here.economy.pk}": {helped.pk},
        f"area={here.county.pk}": {helped.pk},
        "state=closed": {helped.pk},
        "state=withdrawn": {gone.pk},
        "state=withdrawn&state=closed": {gone.pk, helped.pk},
        "cause=land": {late.pk},
        "due=late": {late.pk},
        "due=5": {soon.pk},
        "due=none": {helped.pk},
        f"due_from={in_days(0)}&due_until={in_days(6)}": {soon.pk},
        "waiting=extension": {soon.pk},
        "waiting=silent": {late.pk, soon.pk},
        "q=任务2": {soon.pk},
        "q=D0003": {helped.pk},
        "article=一": every,
        "article=九": set(),
        "article=—": set(),
        "due_from=soon": set(),
        f"decision={here.decision.pk}&light=none": {helped.pk},
    }.items():
        assert left(query) == expected, query


def test_everybody_sees_only_their_own_rows(here, client):
    mine, other = city.duty(here), city.duty(here, lead=here.economy)
    client.force_login(here.science_staff)
    answer = client.get(reverse("ledger:duties"))
    assert [duty.pk for duty in answer.context["part"].rows] == [mine.pk]
    assert other.title not in answer.content.decode()
    client.force_login(here.administrator)
    assert client.get(reverse("ledger:duties")).status_code == 403


def test_the_list_costs_the_same_whatever_its_length(here, client, django_assert_max_num_queries):
    client.force_login(here.officer)
    found = {}
    for rows in (1, 3, 50):
        while Duty.objects.count() < rows:
            city.duty(here)
        with django_assert_max_num_queries(25) as asked:
            client.get(reverse("ledger:duties"))
        found[rows] = len(asked)
    assert found[3] == found[50]


def test_counting_stops_at_a_thousand(here):
    one = city.duty(here)
    rows = [
        Duty(commitment=here.commitment, number=f"X{n}", title="x", lead=one.lead)
        for n in range(listing.COUNTED)
    ]
    Duty.objects.bulk_create(rows[:-1])
    every = Duty.objects.all()
    part = listing.sliced(every, "new")
    assert listing.counted(every, part) == (1000, False)
    Duty.objects.bulk_create(rows[-1:])
    assert listing.counted(every, part) == (1000, True)
    few = every.filter(pk=one.pk)
    assert listing.counted(few, listing.sliced(few, "new")) == (1, False)


def test_what_is_filtered_is_exported_with_formulas_made_harmless(here, client, settings):
    Duty.objects.filter(pk=city.duty(here, due_on=in_days(3), percent=Decimal("12.5")).pk).update(
        title="=1+1"
    )
    city.duty(here, lead=here.economy)
    client.force_login(here.officer)
    query = f"?lead={here.science.pk}"
    answer = client.get(reverse("ledger:duties_csv") + query)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:2] == ["编号", "任务"] and rows[1][1] == "'=1+1" and len(rows) == 2
    assert (
        answer["Content-Disposition"].endswith('.csv"') and "generated" not in answer["Content-Disposition"]
    )
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    answer = client.get(reverse("ledger:duties_xlsx") + query)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    values = list(sheet.values)
    assert "GENERATED" in values[0][0] and "generated" in answer["Content-Disposition"]
    assert (values[2][1], values[2][12], values[2][13].date()) == ("'=1+1", 12.5, in_days(3))
    first = b"".join(client.get(reverse("ledger:duties_csv")).streaming_content).decode("utf-8-sig")
    assert "GENERATED" in first.splitlines()[0]


def test_ticked_rows_are_reminded_all_or_none_and_the_reason_stands_at_the_row(here, client):
    good, bad = city.duty(here), city.duty(here, state="closed")
    client.force_login(here.officer)
    values = {"verb": "remind", "query": "state=in_progress&state=closed", "chosen": [good.pk, bad.pk]}
    answer = client.post(reverse("ledger:bulk"), values)
    assert (answer.status_code, set(answer.context["wrong"])) == (422, {str(bad.pk)})
    assert Pressing.objects.count() == 0
    answer = client.post(reverse("ledger:bulk"), values | {"chosen": [good.pk]})
    assert (answer.status_code, Pressing.objects.get().duty) == (302, good)
    client.force_login(here.science_lead)
    assert client.post(reverse("ledger:bulk"), values).status_code == 403


def test_the_list_is_worked_on_in_bulk_however_long_its_filter_is(here, client):
    duty = city.duty(here, state="registered")
    client.force_login(here.officer)
    query = urlencode({"q": "创新" * 30})
    form = {"verb": "hand_down", "chosen": [duty.pk], "query": query, "form_token": "t" * 32}
    assert client.post(reverse("ledger:bulk"), form).url == f"{reverse('ledger:duties')}?{query}"
    assert client.post(reverse("ledger:bulk"), form).url == reverse("ledger:duties")
    assert Receipt.objects.get().url == reverse("ledger:duties")


def test_a_filter_is_kept_replaced_and_taken_away_by_its_owner_only(here, client):
    client.force_login(here.officer)
    for query in ("light=red", "light=yellow"):
        client.post(reverse("ledger:filter_save"), {"title": "黄红", "query": query})
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.title, kept.query) == (here.officer, "黄红", "light=yellow")
    assert 'href="?light=yellow">黄红' in client.get(reverse("ledger:duties")).content.decode()
    client.force_login(here.leader)
    assert client.post(reverse("ledger:filter_drop", args=[kept.pk])).status_code == 403
    client.force_login(here.officer)
    assert client.post(reverse("ledger:filter_drop", args=[kept.pk])).status_code == 302
    assert SavedFilter.objects.count() == 0


def test_the_filter_is_drawn_where_it_is_opened_and_says_what_it_asks(here, client):
    city.duty(here, due_on=in_days(-20), light="red")
    client.force_login(here.officer)
    page = reverse("ledger:duties")
    field = 'name="light"'
    assert field not in client.get(page).content.decode()
    assert field in client.get(reverse("ledger:duties_filter")).content.decode()
    assert field in client.get(page + "?filtering=1").content.decode()
    asked = f"light=red&light=yellow&lead={here.economy.pk}&due_until=2030-01-01&q=任务&sort=due&after=x"
    answer = client.get(f"{page}?{asked}")
    assert answer.context["filtered"] == [
        ("q", "含“任务”"),
        ("light", "红灯、黄灯"),
        ("lead", f"牵头:{here.economy}"),
        ("due_until", "时限不晚于2030-01-01"),
    ]
    assert '<a href="?lead=' in answer.content.decode().replace(
        "&amp;", "&"
    )  # the chip of light takes both away
    kept = client.get(reverse("ledger:duties_filter") + "?month=2030-01&light=red").content.decode()
    assert '<input type="hidden" name="month" value="2030-01">' in kept
    assert "filtering" not in client.get(f"{page}?{asked}&filtering=1").context["query"]
    wrong = client.get(page + "?due_from=soon").content.decode()
    assert field in wrong  # opened, so that the value can be put right
    assert "不是可用的筛选值" in wrong


def test_what_is_closed_is_drawn_as_closed_and_one_click_shows_the_red(here, client):
    red, closed, archived = (city.duty(here, state=state) for state in ("in_progress", "closed", "archived"))
    Duty.objects.filter(pk=red.pk).update(light="red", light_reason="已超过时限2026-01-05")
    Duty.objects.filter(pk__in=(closed.pk, archived.pk)).update(light="green")
    client.force_login(here.officer)
    page = client.get("/ledger/duties/").content.decode()
    assert (page.count("light-closed"), page.count('light-green" title')) == (
        3,
        0,
    )  # one of them names the choice
    assert 'href="/ledger/duties/?lane=red"' in page
    shown = client.get("/ledger/duties/?lane=red").content.decode()
    assert red.title in shown and closed.title not in shown and archived.title not in shown
    assert '<a href="/ledger/duties/?lane=red" aria-current="true">' in shown


def test_a_closed_duty_says_so_once(here, client):
    client.force_login(here.officer)
    page = client.get(f"/ledger/duties/{city.duty(here, state='closed', light='green').pk}/").content.decode()
    state = page[page.index('<p class="state">') :]
    state = state[: state.index("</p>")]
    assert (state.count("已销号"), "绿灯" in state) == (1, False)
