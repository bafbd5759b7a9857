from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import city
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.ledger import burden
from luodi.site.ledger.actions import progress
from luodi.site.ledger.models import CoUnit, Duty, Figure, Report

MINE = "/ledger/mine/"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def sent(client, person, **values):
    client.force_login(person)
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(MINE).content.decode())
    return client.post(MINE, {"form_token": token[1] if token else "", "minutes": "2.0", **values})


def test_rows_that_say_something_are_reported_and_the_others_left_out(here, client):
    one, two, silent = (city.duty(here) for _ in range(3))
    rows = {
        f"{one.pk}-percent": "60", f"{one.pk}-text": "一期建成", f"{one.pk}-period": "2026", f"{one.pk}-value": "120",
        f"{two.pk}-percent": "70", f"{two.pk}-text": "已招标", f"{two.pk}-files": SimpleUploadedFile("a.pdf", b"%PDF-1"),
        f"{silent.pk}-period": "2026", f"{silent.pk}-value": "",
    }  # fmt: skip
    answer = sent(client, here.science_staff, **rows)
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    made = Report.objects.order_by("id").values_list("duty", "percent", "text", "minutes")
    assert list(made) == [(one.pk, 60, "一期建成", Decimal(1)), (two.pk, 70, "已招标", Decimal(1))]
    assert Figure.objects.values_list("indicator", "period", "value").get() == ("高新技术企业", "2026", 120)
    assert Report.objects.get(duty=two).evidence.count() == 1


def test_one_bad_row_stops_all_and_what_was_typed_stays(here, client):
    one, two, three = (city.duty(here) for _ in range(3))
    rows = {
        f"{one.pk}-percent": "60", f"{one.pk}-text": "这一行是好的", f"{two.pk}-percent": "700", f"{two.pk}-text": "x",
        f"{three.pk}-percent": "60", f"{three.pk}-text": "",
    }  # fmt: skip
    answer = sent(client, here.science_staff, **rows)
    text = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "这一行是好的" in text and 'value="700"' in text
    rows |= {f"{two.pk}-percent": "70"}
    answer = sent(client, here.science_staff, **rows)
    assert [row.thing.pk for row in answer.context["table"].problems] == [three.pk]
    assert Report.objects.count() == 0


def test_what_a_unit_told_before_is_offered_again(here, client):
    duty = city.duty(here)
    Report.objects.create(
        duty=duty, organisation=here.science, by=here.science_staff, at=datetime(2026, 5, 1, tzinfo=UTC), percent=40,
        text="上次说的话", state="returned", review_note="缺附件",
    )  # fmt: skip
    for value in (110, 120):
        Figure.objects.create(
            organisation=here.science, indicator="高新技术企业", period="2026", value=value, unit="家"
        )
    Figure.objects.create(
        organisation=here.economy, indicator="高新技术企业", period="2026", value=9, unit="家"
    )
    client.force_login(here.science_staff)
    text = client.get(MINE).content.decode()
    assert "上次说的话" in text and "缺附件" in text
    assert f'name="{duty.pk}-value" value="120"' in text
    assert f'name="{duty.pk}-text"' in text and ">上次说的话</textarea>" not in text


def test_a_duty_that_moved_on_meanwhile_is_told_and_what_was_typed_stays(here, client):
    duty = city.duty(here, state="checking")
    rows = {f"{duty.pk}-percent": "60", f"{duty.pk}-text": "辛苦写下的话"}
    answer = sent(client, here.science_staff, **rows)
    text = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "目前是“待核查”" in text and "辛苦写下的话" in text


def test_percent_is_asked_only_where_it_counts(here, client):
    whole = city.duty(here)
    city.duty(here, lead=here.economy, parent=whole)
    helped = city.duty(here, lead=here.economy)
    CoUnit.objects.create(duty=helped, organisation=here.science)
    plain = city.duty(here)
    client.force_login(here.science_staff)
    text = client.get(MINE).content.decode()
    asked = {int(pk) for pk in re.findall(r'name="(\d+)-percent"', text)}
    shown = {int(pk) for pk in re.findall(r'name="(\d+)-text"', text)}
    assert (asked, shown) == ({plain.pk}, {whole.pk, helped.pk, plain.pk})


def test_a_duty_of_another_unit_that_is_slipped_into_the_form_is_left_alone(here, client):
    other = city.duty(here, lead=here.economy)
    sent(client, here.science_staff, **{f"{other.pk}-percent": "90", f"{other.pk}-text": "x"})
    assert Report.objects.count() == 0


def test_the_page_costs_the_same_whatever_its_length(here, client, django_assert_max_num_queries):
    client.force_login(here.science_staff)
    found = {}
    for rows in (1, 3, 50):
        while Duty.objects.count() < rows:
            city.duty(here)
        with django_assert_max_num_queries(25) as asked:
            client.get(MINE)
        found[rows] = len(asked)
    assert found[3] == found[50]


def test_burden_adds_minutes_and_counts_a_form_for_several_duties_once(here, client):
    one, two = city.duty(here), city.duty(here)
    may, june = datetime(2026, 5, 31, 15, tzinfo=UTC), datetime(2026, 5, 31, 17, tzinfo=UTC)
    for duty, at, minutes in ((one, may, "1.5"), (two, may, "1.5"), (one, june, None)):
        Report.objects.create(
            duty=duty,
            organisation=here.science,
            by=here.science_staff,
            at=at,
            percent=1,
            text="x",
            minutes=minutes,
        )
    Report.objects.create(
        duty=one, organisation=here.economy, by=here.economy_staff, at=may, percent=1, text="x", minutes="9"
    )
    (economy, science), kinds, whole = burden.burden(2026)
    assert (economy.unit, economy.whole) == (here.economy, (9, 1, 1))
    assert (science.unit, science.months[4], science.months[5]) == (here.science, (3, 1, 2), (0, 1, 1))
    assert (whole.unit, whole.whole) == (None, (12, 3, 4))
    assert [(each.kind, each.whole) for each in kinds] == [("report", (12, 3, 4))]
    client.force_login(here.officer)
    text = client.get(reverse("ledger:burden") + "?year=2026").content.decode()
    assert "全年合计12.0分钟,3份表单,涉及4件" in text
    this = timezone.localdate().year
    years = client.get(reverse("ledger:burden") + f"?year={this}").context["years"]
    assert years == [this - 1]  # not one that is yet to come
    chart = client.get(reverse("ledger:burden_chart") + "?year=2026").json()
    assert (chart["minutes"][4:6], chart["forms"][4:6]) == ([12.0, 0.0], [2, 1])
    client.force_login(here.science_lead)
    assert client.get(reverse("ledger:burden")).status_code == 403


@pytest.mark.parametrize("units", [1, 3, 50])
def test_burden_costs_the_same_whatever_its_length(here, client, django_assert_max_num_queries, units):
    from luodi.site.base.models import Organisation

    duty = city.duty(here)
    for n in range(units):
        unit = Organisation.objects.create(name=f"单位{n}")
        Report.objects.create(
            duty=duty, organisation=unit, at=datetime(2026, 5, 1, tzinfo=UTC), percent=1, text="x"
        )
    client.force_login(here.officer)
    with django_assert_max_num_queries(25):
        client.get(reverse("ledger:burden") + "?year=2026")


def test_every_number_of_the_burden_opens_the_reports_it_counts(here, client):
    one, two = city.duty(here), city.duty(here)
    for duty, unit, day, minutes in (
        (one, here.science, 3, "1.5"), (two, here.science, 3, "2.5"), (one, here.economy, 4, None),
    ):  # fmt: skip
        Report.objects.create(
            duty=duty,
            organisation=unit,
            at=datetime(2026, 5, day, tzinfo=UTC),
            percent=1,
            text="x",
            minutes=minutes,
        )
    Report.objects.create(
        duty=two,
        organisation=here.science,
        at=datetime(2026, 7, 1, tzinfo=UTC),
        percent=1,
        text="x",
        minutes=4,
    )
    client.force_login(here.leader)
    table = client.get(reverse("ledger:burden") + "?year=2026").content.decode()
    rows = reverse("ledger:burden_reports")
    chart = client.get(reverse("ledger:burden_chart") + "?year=2026").json()
    assert chart["urls"][4] == f"{rows}?period=2026-05"
    science = f"unit={here.science.pk}"
    for query, whole, words in (
        ("period=2026-05", (4, 2, 3), "合计4.0分钟,2份表单,涉及3件"),
        (f"period=2026-05&{science}", (4, 1, 2), "合计4.0分钟,1份表单,涉及2件"),
        (f"period=2026&{science}", (8, 2, 3), "合计8.0分钟,2份表单,涉及3件"),
        ("period=2026", (8, 3, 4), "合计8.0分钟,3份表单,涉及4件"),
    ):
        assert f'href="{rows}?{query.replace("&", "&amp;")}"' in table
        answer = client.get(f"{rows}?{query}")
        assert answer.context["whole"] == whole
        assert len(answer.context["page"].object_list) == whole[2]
        assert words in answer.content.decode()
    assert "这段时间没有填报" in client.get(f"{rows}?period=2026-06").content.decode()
    assert client.get(f"{rows}?period=2026-13&page=x").status_code == 200
    assert [client.get(f"{rows}?unit={unit}").status_code for unit in ("999", "x", "²")] == [404] * 3


def test_the_reports_behind_cost_the_same_whatever_their_number(here, client, django_assert_max_num_queries):
    duty, found = city.duty(here), {}
    client.force_login(here.officer)
    for rows in (1, 3, 50):
        while Report.objects.count() < rows:
            Report.objects.create(
                duty=duty, organisation=here.science, by=here.science_staff, at=datetime(2026, 5, 1, tzinfo=UTC), percent=1,
                text="x",
            )  # fmt: skip
        with django_assert_max_num_queries(25) as asked:
            client.get(reverse("ledger:burden_reports") + "?period=2026-05")
        found[rows] = len(asked)
    assert found[3] == found[50]


def hidden(client, duty):
    """What the page's row of a duty sends although nothing is typed."""
    page = client.get(MINE).content.decode()
    names = [f"{duty.pk}-period", f"{duty.pk}-value", f"initial-{duty.pk}-period", f"initial-{duty.pk}-value"]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}


def test_a_figure_that_was_changed_is_not_passed_over_in_silence(here, client):
    duty = city.duty(here)
    Figure.objects.create(
        organisation=here.science, indicator="高新技术企业", period="2026", value=120, unit="家"
    )
    client.force_login(here.science_staff)
    untouched = hidden(client, duty)
    assert untouched[f"{duty.pk}-value"] == untouched[f"initial-{duty.pk}-value"] == "120"
    Figure.objects.create(  # a colleague's, given since: the row is untouched all the same
        organisation=here.science, indicator="高新技术企业", period="2026", value=125, unit="家"
    )
    assert sent(client, here.science_staff, **untouched).status_code == 302
    for changed in ({f"{duty.pk}-value": "131"}, {f"{duty.pk}-period": "2027"}):
        answer = sent(client, here.science_staff, **(untouched | changed))
        (problem,) = answer.context["table"].problems
        assert (answer.status_code, set(problem.errors)) == (422, {"text", "percent"})
    assert Report.objects.count() == 0


def test_a_figure_that_was_sent_back_is_not_offered_again(here, client):
    duty, office, staff = city.duty(here), Actor(here.officer), Actor(here.science_staff)

    def tell(value):
        given = progress.Given("高新技术企业", "2026", Decimal(value), "家")
        return progress.report(staff, duty, progress.Told("进展", Decimal(50), figures=[given]))

    progress.accept_report(office, tell(120))
    wrong = tell(1300)
    client.force_login(here.science_staff)
    assert hidden(client, duty)[f"{duty.pk}-value"] == "1300"
    progress.return_report(office, wrong, note="多写了一个零")
    assert hidden(client, duty)[f"{duty.pk}-value"] == "120"
    again = tell(1300)
    assert again.figures.get().value == 1300


def test_what_was_handed_down_is_signed_for_one_after_the_other_without_leaving_the_page(here, client):
    first, second = (city.duty(here, state="handed_down") for _ in range(2))
    client.force_login(here.science_staff)
    page = client.get(MINE).content.decode()
    url = reverse("ledger:do", args=[first.pk, "sign"])
    assert f'action="{url}"' in page and f"签收 {second.number}" in page
    token = re.findall(r'name="form_token" value="([^"]+)"', page)[0]
    done = client.post(url, {"form_token": token, "back": "mine"})
    assert (done.status_code, done["Location"]) == (302, MINE)
    left = client.get(MINE).content.decode()
    assert url not in left and reverse("ledger:do", args=[second.pk, "sign"]) in left
