"""What forms cost: every form of a unit is counted, by kind, once, with the minutes its page says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import city
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import store
from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry, Organisation
from luodi.site.ledger import burden
from luodi.site.ledger.actions import duties, extensions
from luodi.site.ledger.models import (
    Evidence,
    FormTime,
    Inspection,
    InspectionItem,
    Instruction,
    Report,
    SupervisionPaper,
)
from luodi.site.ledger.timing import sane


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def order(here, unit=None, number=1):
    return SupervisionPaper.objects.create(
        kind="order", year=2026, number=number, title="关于创新任务的督办单", addressee=unit or here.science, state="issued",
        answer_by=date(2030, 1, 1),
    )  # fmt: skip


def fault(here, duty=None):
    inspection = Inspection.objects.create(
        title="创新专项督查", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), state="rectifying",
        concluded_on=timezone.localdate(),
    )  # fmt: skip
    return InspectionItem.objects.create(
        inspection=inspection, duty=duty or city.duty(here), state="fault", finding="台账不全", rectify_by=date(2030, 1, 1)
    )  # fmt: skip


def proved(here):
    duty = city.duty(here)
    file = store.keep_bytes(b"%PDF-1", "a.pdf", "application/pdf", None)
    Evidence.objects.create(duty=duty, organisation=here.science, file=file)
    return duty


def do(duty, verb):
    return f"/ledger/duties/{duty.pk}/do/{verb}/"


def forms(here):
    """Every form of a unit: its kind, its address, what is typed into it, what it is about."""
    asking, closing, declining, proving = (
        city.duty(here),
        proved(here),
        city.duty(here, state="handed_down"),
        city.duty(here),
    )
    paper, item, other = order(here), fault(here), fault(here)
    told = Instruction.objects.create(
        duty=city.duty(here), unit=here.science, leader=here.leader, state="signed", text="请抓紧。",
        written_on=timezone.localdate(), answer_by=date(2030, 1, 1),
    )  # fmt: skip
    later = {"new_due_on": "2031-12-31", "cause": "land", "reason": "用地未批"}
    file = SimpleUploadedFile("b.pdf", b"%PDF-2")
    return (
        ("extension", do(asking, "ask_extension"), later, "duty", asking),
        ("closing", do(closing, "ask_close"), {"text": "已建成"}, "duty", closing),
        ("evidence", do(proving, "offer_evidence"), {"files": file}, "duty", proving),
        ("declining", do(declining, "decline"), {"reason": "不属于本单位"}, "duty", declining),
        ("answer", f"/ledger/papers/{paper.pk}/answer/", {"answer": "已落实"}, "paper", paper),
        ("rectify", f"/ledger/inspected/{item.pk}/do/rectify/", {"text": "已补齐"}, "item", item),
        ("objection", f"/ledger/inspected/{other.pk}/do/object/", {"text": "情况不符"}, "item", other),
        ("instruct", f"/ledger/instructions/{told.pk}/do/answer/", {"text": "已办结"}, "instruction", told),
    )


def test_every_form_of_a_unit_counts_its_minutes(here, client):
    client.force_login(here.science_lead)
    every = forms(here)
    assert {kind for kind, *_ in every} == set(FormTime.Kind.values)
    for kind, url, typed, about, thing in every:
        assert client.post(url, typed | {"minutes": "2.5"}).status_code == 302, kind
        told = FormTime.objects.get(kind=kind)
        assert (told.organisation, told.by, told.minutes, told.counted) == (
            here.science, here.science_lead, Decimal("2.5"), True,
        )  # fmt: skip
        assert getattr(told, about) == thing
    assert JournalEntry.objects.filter(table="ledger_formtime", kind="I").count() == len(FormTime.Kind.values)


def test_every_form_of_a_unit_carries_the_field_that_counts(here, client):
    client.force_login(here.science_lead)
    for kind, url, *_ in forms(here):
        page = url if "/do/" in url and "/duties/" in url else url.replace("answer/", "").partition("do/")[0]
        assert 'type="hidden" name="minutes"' in client.get(page).content.decode(), kind


@pytest.mark.parametrize("minutes", [None, "", "soon", "NaN", "-3", "Infinity"])
def test_a_form_without_script_counts_as_a_form_without_minutes(here, client, minutes):
    duty = city.duty(here)
    client.force_login(here.science_lead)
    typed = {"new_due_on": "2031-12-31", "cause": "land", "reason": "x"}
    typed |= {} if minutes is None else {"minutes": minutes}
    client.post(do(duty, "ask_extension"), typed)
    assert FormTime.objects.values_list("minutes", "counted").get() == (None, True)
    this = timezone.localdate().year
    assert burden.burden(this).whole.whole == (0, 1, 1)


def test_minutes_are_a_day_at_most():
    assert [sane(Decimal(text)) for text in ("0.04", "3.25", "99999")] == [
        Decimal("0.0"), Decimal("3.2"), Decimal("1440.0"),
    ]  # fmt: skip


def test_what_is_refused_and_what_the_system_does_cost_nothing(here, client):
    duty = city.duty(here)
    client.force_login(here.science_lead)
    answer = client.post(
        do(duty, "ask_extension"), {"new_due_on": "2031-12-31", "cause": "", "reason": "x", "minutes": "7"}
    )
    assert answer.status_code == 422 and 'name="minutes" value="7"' in answer.content.decode()
    extensions.ask_extension(Actor(None), duty, new_due_on=date(2031, 12, 31), cause="land", reason="x")
    duties.sign(
        Actor(here.science_lead), city.duty(here, state="handed_down")
    )  # it asks nothing: a press of a button
    assert FormTime.objects.count() == 0


def test_a_form_is_sent_twice_and_counted_once(here, client):
    duty = city.duty(here)
    client.force_login(here.science_lead)
    page = client.get(do(duty, "ask_extension")).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    typed = {"new_due_on": "2031-12-31", "cause": "land", "reason": "x", "minutes": "1", "form_token": token}
    assert [client.post(do(duty, "ask_extension"), typed).status_code for _ in range(2)] == [302, 302]
    assert FormTime.objects.count() == 1


def told(here, kind, day, minutes, unit=None, counted=True):
    return FormTime.objects.create(
        at=datetime(2026, 5, day, tzinfo=UTC), organisation=unit or here.science, by=here.science_lead, kind=kind,
        minutes=minutes, counted=counted, duty=city.duty(here),
    )  # fmt: skip


def test_the_burden_adds_up_all_forms_by_unit_and_by_kind(here, client):
    duty = city.duty(here)
    Report.objects.create(
        duty=duty, organisation=here.science, by=here.science_staff, at=datetime(2026, 5, 3, tzinfo=UTC), percent=1,
        text="x", minutes="4",
    )  # fmt: skip
    told(here, "extension", 3, "1.5")
    told(here, "extension", 3, "0.5", counted=False)
    told(here, "closing", 4, None, here.economy)
    units, kinds, whole = burden.burden(2026)
    assert [(line.unit, line.whole) for line in units] == [
        (here.science, (6, 2, 3)), (here.economy, (0, 1, 1)),
    ]  # fmt: skip
    assert [(each.kind, each.title, each.whole) for each in kinds] == [
        ("report", "反馈", (4, 1, 1)), ("extension", "延期申请", (2, 1, 2)), ("closing", "销号申请", (0, 1, 1)),
    ]  # fmt: skip
    assert (whole.whole, whole.months[4]) == ((6, 3, 4), (6, 3, 4))
    client.force_login(here.leader)
    text = client.get(reverse("ledger:burden") + "?year=2026").content.decode()
    assert "全年合计6.0分钟,3份表单,涉及4件" in text and "销号申请" in text
    rows = reverse("ledger:burden_reports")
    assert f'href="{rows}?period=2026-05&amp;kind=extension">2.0 (1)' in text
    chart = client.get(reverse("ledger:burden_chart") + "?year=2026").json()
    assert chart["minutes"][4] == sum(each["minutes"][4] for each in chart["kinds"]) == 6
    assert [each["urls"][4] for each in chart["kinds"]] == [
        f"{rows}?period=2026-05&kind={kind}" for kind in ("report", "extension", "closing")
    ]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_burden_asks_no_more_for_all_forms_than_for_reports(here, client, count):
    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("ledger:burden") + "?year=2026")
        return len(queries)

    duty = city.duty(here)
    for number in range(count):
        unit = Organisation.objects.create(name=f"单位{number}")
        at = datetime(2026, 5, 1, tzinfo=UTC)
        Report.objects.create(duty=duty, organisation=unit, at=at, percent=1, text="x")
    client.force_login(here.officer)
    before = asked()
    for number, unit in enumerate(Organisation.objects.filter(name__startswith="单位")):
        told(here, FormTime.Kind.values[number % 4], 2, 1, unit)
    assert asked() == before <= 25


def test_a_row_is_of_one_thing(here):
    row = told(here, "extension", 3, 1)
    for wrong in ({"duty": None}, {"paper": order(here)}, {"item": fault(here)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormTime.objects.filter(pk=row.pk).update(**wrong)


def test_every_number_opens_the_forms_it_counts(here, client):
    duty, paper, item = city.duty(here), order(here), fault(here)
    at = datetime(2026, 5, 3, tzinfo=UTC)
    Report.objects.create(
        duty=duty, organisation=here.science, by=here.science_staff, at=at, percent=1, text="x", minutes="4"
    )
    mine = {"organisation": here.science, "by": here.science_lead, "at": at}
    FormTime.objects.create(**mine, kind="answer", minutes="1.5", paper=paper)
    FormTime.objects.create(**mine, kind="rectify", minutes=None, item=item)
    told(here, "extension", 5, "0.5", here.economy)
    client.force_login(here.leader)
    rows = reverse("ledger:burden_reports")

    def listed(query):
        answer = client.get(f"{rows}?{query}")
        page = answer.context["page"].object_list
        assert len(page) == answer.context["whole"].matters
        return [getattr(each, "kind", "report") for each in page]

    assert listed("period=2026-05") == ["extension", "report", "rectify", "answer"]
    assert listed(f"period=2026&unit={here.science.pk}") == ["report", "rectify", "answer"]
    assert listed("period=2026&kind=report") == ["report"]
    assert listed(f"period=2026-05&kind=answer&unit={here.science.pk}") == ["answer"]
    assert listed("period=2026-06") == []
    assert client.get(f"{rows}?period=2026&kind=nothing").status_code == 404
    text = client.get(f"{rows}?period=2026-05").content.decode()
    assert "合计6.0分钟,4份表单,涉及4件" in text
    for link, title in (
        (f"/ledger/duties/{duty.pk}/#reports", f"{duty.number} {duty.title}"), (f"/ledger/papers/{paper.pk}/", paper.title),
        (f"/ledger/inspected/{item.pk}/", f"{item.duty.number} {item.duty.title}"),
    ):  # fmt: skip
        assert f'<a href="{link}">{title}</a>' in text
    assert "督办单回复" in text and "整改" in text


def test_the_list_goes_on_from_page_to_page_without_a_gap(here, client):
    duty = city.duty(here)
    for number in range(60):
        at = datetime(2026, 3 + number % 3, 1, number % 7, tzinfo=UTC)
        Report.objects.create(duty=duty, organisation=here.science, at=at, percent=1, text="x")
        FormTime.objects.create(
            organisation=here.science, by=here.science_lead, at=at, kind="closing", duty=duty
        )
    client.force_login(here.officer)
    rows = reverse("ledger:burden_reports")
    pages = [client.get(f"{rows}?period=2026&page={page}").context["page"] for page in (1, 2, 3)]
    seen = [(type(each), each.pk, each.at) for page in pages for each in page]
    assert [len(page.object_list) for page in pages] == [50, 50, 20]
    assert len(set(seen)) == 120 and [at for *_key, at in seen] == sorted(
        (at for *_key, at in seen), reverse=True
    )


def test_the_list_costs_the_same_whatever_its_length(here, client, django_assert_max_num_queries):
    client.force_login(here.officer)
    found = {}
    paper, item, duty = order(here), fault(here), city.duty(here)
    for rows in (1, 3, 50):
        while FormTime.objects.count() < rows:
            about = ({"duty": duty}, {"paper": paper}, {"item": item})[FormTime.objects.count() % 3]
            at = datetime(2026, 5, 1, tzinfo=UTC)
            FormTime.objects.create(
                organisation=here.science, by=here.science_lead, at=at, kind="closing", **about
            )
            Report.objects.create(duty=duty, organisation=here.science, at=at, percent=1, text="x")
        with django_assert_max_num_queries(25) as asked:
            client.get(reverse("ledger:burden_reports") + "?period=2026-05")
        found[rows] = len(asked)
    assert found[3] == found[50]
