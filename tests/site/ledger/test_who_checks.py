"""A supervision office below the unit that does a duty: somebody independent closes it, and the page says who."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import city
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Grant, Notice, Organisation, Role, User
from luodi.site.base.refusals import NotAllowed
from luodi.site.ledger.actions import duties, evidence, extensions, inspections, progress
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.actions.recusals import recuse
from luodi.site.ledger.models import Duty, Inspection, InspectionItem
from luodi.site.ledger.offered import offered, offered_on_report


@pytest.fixture
def hall(here):
    """The general office, above the supervision office, leads a duty."""
    here.hall = Organisation.objects.create(
        name="示例市人民政府办公室", short_name="市政府办", area=here.city
    )
    here.office.parent = here.hall
    here.office.save()
    here.hall_lead = city.person("hall_lead", Role.UNIT_LEAD, here.hall)
    here.duty = city.duty(here, here.hall)
    return here


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def asked(here, judge):
    upload = SimpleUploadedFile("验收.pdf", b"%PDF-1.4")
    file = evidence.offer_evidence(Actor(here.hall_lead), here.duty, upload=upload)
    evidence.judge_evidence(Actor(fresh(judge)), file, accepted=True)
    return duties.ask_close(Actor(here.hall_lead), here.duty)


def page(client, person, duty):
    client.force_login(person)
    return client.get(reverse("ledger:duty", args=[duty.pk])).content.decode()


def told(person):
    return list(Notice.objects.filter(user=person).values_list("text", flat=True))


def test_an_evaluator_closes_what_nobody_of_the_office_may_and_every_page_says_so(hall, client):
    asked(hall, hall.evaluator)
    for person in (hall.officer, hall.hall_lead, hall.leader):
        assert "由第三方评估核查、销号:evaluator(示例评估院)" in page(client, person, hall.duty)
        with pytest.raises(NotAllowed):
            duties.close(Actor(person), hall.duty)
    assert "您任职的单位办理本事项,或是办理单位的下级单位" in page(client, hall.officer, hall.duty)
    assert "您不能核查" not in page(client, hall.hall_lead, hall.duty)
    assert any("请第三方评估核查" in text for text in told(hall.evaluator))
    assert not any("没有人可以核查" in text for text in told(hall.administrator))
    assert {"close", "send_back"} <= set(offered(fresh(hall.evaluator), fresh(hall.duty)))
    assert "由第三方评估核查、销号" not in page(client, hall.evaluator, hall.duty)
    form = reverse("ledger:do", args=[hall.duty.pk, "close"])
    assert client.post(form, {"note": "属实"}).status_code == 302
    done = fresh(hall.duty)
    assert (done.state, done.checks.get().organisation) == ("closed", hall.evaluators)


def test_somebody_of_another_unit_with_the_offices_role_comes_before_the_evaluator(hall, client):
    other = city.person("designated", Role.OFFICE, hall.economy)
    asked(hall, other)
    assert "可以核查、销号的人员:designated(市经信局)" in page(client, hall.officer, hall.duty)
    assert "close" not in offered(fresh(hall.evaluator), fresh(hall.duty))
    with pytest.raises(NotAllowed):
        duties.close(Actor(hall.evaluator), hall.duty)
    assert duties.close(Actor(other), hall.duty).state == "closed"


def test_where_nobody_may_check_the_page_says_what_to_do_and_the_administrators_are_told(hall, client):
    other = city.person("designated", Role.OFFICE, hall.economy)
    asked_for = asked(hall, other)
    recuse(Actor(hall.officer), asked_for, person=other, ground="亲属")
    recuse(Actor(hall.officer), asked_for, person=hall.evaluator, ground="合作")
    assert "请系统管理员为其他单位的人员授予“督查办公室”角色" in page(client, hall.officer, hall.duty)
    assert "您不能核查本事项:已回避" in page(client, other, hall.duty)
    sent_on = city.person("second", Role.OFFICE, hall.science)
    assert "可以核查、销号的人员:second(市科技局)" in page(client, hall.officer, hall.duty)
    duties.send_back(Actor(sent_on), fresh(hall.duty), note="补充")
    Grant.objects.filter(user=sent_on).delete()
    duties.ask_close(Actor(hall.hall_lead), fresh(hall.duty))
    assert any("没有人可以核查" in text for text in told(hall.administrator))


def test_a_duty_of_others_is_the_offices_alone_and_the_page_names_who(here, client):
    duty = city.duty(here, state="checking")
    for number in range(6):
        city.person(f"officer{number}", Role.OFFICE, here.office)
    said = page(client, here.science_lead, duty)
    assert "可以核查、销号的人员:officer(督查室)、officer0(督查室)" in said and "等7人" in said
    assert "可以核查、销号的人员" not in page(client, here.officer, duty)
    assert "close" not in offered(here.evaluator, duty)


def test_the_page_names_who_gives_more_time_or_what_to_do_where_nobody_may(hall, client):
    later = hall.duty.due_on + timedelta(days=30)
    extensions.ask_extension(Actor(hall.hall_lead), hall.duty, new_due_on=later, cause="land", reason="用地")
    assert any("没有人可以审批" in text for text in told(hall.administrator))
    said = page(client, hall.officer, hall.duty)
    assert "目前没有人可以审批延期" in said and "您不能审批本事项的延期" in said
    other = city.person("designated", Role.OFFICE, hall.economy)
    assert "可以审批延期的人员:designated(市经信局)" in page(client, hall.hall_lead, hall.duty)
    waits = hall.duty.extensions.get()
    assert "可以审批延期的人员" not in page(client, other, hall.duty)
    assert extensions.decide_extension(Actor(other), waits, granted=True).state == "granted"


def test_an_evaluator_reads_the_reports_only_where_all_of_the_office_are_recused(here, client):
    duty = city.duty(here)
    told_of_it = progress.report(Actor(here.science_staff), duty, Told("进展", Decimal(50)))
    assert offered_on_report(here.evaluator, told_of_it) == []
    recuse(Actor(here.officer), duty, person=here.officer, ground="亲属")
    assert offered_on_report(fresh(here.officer), told_of_it) == []
    assert "采纳反馈" in page(client, here.evaluator, duty)
    second = city.person("second", Role.OFFICE, here.office)
    assert "采纳反馈" not in page(client, here.evaluator, duty)
    with pytest.raises(NotAllowed):
        progress.accept_report(Actor(here.evaluator), told_of_it)
    recuse(Actor(second), duty, person=second, ground="亲属")
    assert progress.accept_report(Actor(here.evaluator), told_of_it).state == "accepted"


def test_an_evaluator_writes_and_checks_the_finding_that_nobody_of_the_office_may(hall):
    today = timezone.localdate()
    for duty, may in ((hall.duty, True), (city.duty(hall), False)):
        looked = Inspection.objects.create(title="x", starts_on=today, ends_on=today, state="under_way")
        item = InspectionItem.objects.create(inspection=looked, duty=duty)
        if may:
            assert inspections.find(Actor(hall.evaluator), item).state == "clean"
        else:
            with pytest.raises(NotAllowed):
                inspections.find(Actor(hall.evaluator), item)


@pytest.mark.parametrize("who", ["evaluator", "hall_lead", "officer"])
def test_naming_who_checks_keeps_within_the_pages_budget(hall, client, who):
    asked(hall, hall.evaluator)
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            number = User.objects.count()
            city.person(f"p{number}", Role.OFFICE if number % 2 else Role.EVALUATOR, hall.office)
            city.person(f"q{number}", Role.EVALUATOR, hall.evaluators)
        client.force_login(getattr(hall, who))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("ledger:duty", args=[hall.duty.pk])).status_code == 200
        counts.append(len(queries))
    assert max(counts) <= 25, counts
    assert counts[2] <= counts[1], counts
    assert Duty.objects.count() == 1
