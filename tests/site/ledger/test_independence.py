"""Whoever did a thing does not check it: not for another unit later, not for a colleague, not for a unit below."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import city
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Delegation, Grant, Organisation, Role, User
from luodi.site.base.refusals import NotAllowed, NotNow
from luodi.site.ledger.actions import duties, evidence, extensions, inspections, progress
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.actions.recusals import recuse
from luodi.site.ledger.models import Check, CoUnit, Inspection, InspectionItem
from luodi.site.ledger.offered import may_decide


def fresh(user):
    """The same person in a later request."""
    return User.objects.get(pk=user.pk)


def proof(more=b""):
    return SimpleUploadedFile("验收.pdf", b"%PDF-1.4" + more)


def moved(user, role, unit):
    """Somebody who left their unit for a role in another one."""
    user.grants.all().delete()
    Grant.objects.create(user=user, role=role, organisation=unit)
    return Actor(fresh(user))


def told(person, duty, percent=50, **more):
    return progress.report(Actor(person), duty, Told("进展", Decimal(percent), **more))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.EVALUATOR])
def test_who_changed_units_judges_nothing_of_what_they_did_before(here, role):
    duty, other = city.duty(here), city.duty(here)
    told(here.science_staff, duty)
    file = evidence.offer_evidence(Actor(here.science_lead), duty, upload=proof())
    theirs = evidence.offer_evidence(Actor(here.science_lead), other, upload=proof())
    unit = here.office if role == Role.OFFICE else here.evaluators
    checker = moved(here.science_staff, role, unit)
    with pytest.raises(NotAllowed):
        evidence.judge_evidence(checker, file, accepted=True)
    assert evidence.judge_evidence(checker, theirs, accepted=True).judged_for == unit


def test_who_changed_units_neither_closes_nor_sends_back_what_they_asked_to_close(here):
    duty = city.duty(here)
    file = evidence.offer_evidence(Actor(here.science_staff), duty, upload=proof())
    duties.ask_close(Actor(here.science_lead), duty)
    evidence.judge_evidence(Actor(here.evaluator), file, accepted=True)
    checker = moved(here.science_lead, Role.OFFICE, here.office)
    for verb in (lambda: duties.close(checker, duty), lambda: duties.send_back(checker, duty, note="x")):
        with pytest.raises(NotAllowed):
            verb()
    assert Check.objects.count() == 0
    assert duties.close(Actor(here.officer), duty).state == "closed"


def test_who_reported_for_a_colleague_on_leave_does_not_check_it_afterwards(here):
    duty, today = city.duty(here), timezone.localdate()
    lent = Delegation.objects.create(
        absent=here.science_staff, deputy=here.evaluator, since=today, until=today
    )
    file = evidence.offer_evidence(Actor(fresh(here.evaluator)), duty, upload=proof())
    with pytest.raises(NotAllowed):  # while it is lent
        evidence.judge_evidence(Actor(fresh(here.evaluator)), file, accepted=True)
    lent.delete()
    with pytest.raises(NotAllowed):  # and after it
        evidence.judge_evidence(Actor(fresh(here.evaluator)), file, accepted=True)


def test_a_units_lead_who_acts_for_the_office_decides_nothing_they_asked_for(here):
    duty, today = city.duty(here), timezone.localdate()
    report = told(here.science_lead, duty)
    asked = extensions.ask_extension(
        Actor(here.science_lead),
        duty,
        new_due_on=duty.due_on + timedelta(days=9),
        cause="land",
        reason="用地",
    )
    Delegation.objects.create(absent=here.officer, deputy=here.science_lead, since=today, until=today)
    deputy = Actor(fresh(here.science_lead))
    for verb in (
        lambda: progress.accept_report(deputy, report),
        lambda: progress.return_report(deputy, report, note="x"),
        lambda: extensions.decide_extension(deputy, asked, granted=True),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert extensions.decide_extension(Actor(here.officer), asked, granted=True).state == "granted"


def test_a_unit_below_the_doers_does_not_check_them_and_the_unit_above_does(here):
    below = Organisation.objects.create(name="市科技局评估中心", parent=here.science)
    below_that = Organisation.objects.create(name="市科技局评估中心一科", parent=below)
    here.science.parent = here.office
    here.science.save()
    duty = city.duty(here)
    file = evidence.offer_evidence(Actor(here.science_staff), duty, upload=proof())
    for unit in (below, below_that):
        checker = city.person(f"checker {unit.pk}", Role.EVALUATOR, unit)
        with pytest.raises(NotAllowed):
            evidence.judge_evidence(Actor(checker), file, accepted=True)
    evidence.judge_evidence(Actor(here.officer), file, accepted=True)
    duties.ask_close(Actor(here.science_lead), duty)
    assert duties.close(Actor(here.officer), duty).state == "closed"
    assert Check.objects.get().organisation == here.office


def test_evidence_that_the_present_doer_accepted_closes_nothing(here):
    """The unit that judged it was another one then, and has taken the duty over since."""
    duty = city.duty(here)
    checker = city.person("economy checker", Role.EVALUATOR, here.economy)
    file = evidence.offer_evidence(Actor(here.science_staff), duty, upload=proof())
    evidence.judge_evidence(Actor(checker), file, accepted=True)
    duties.assign(Actor(here.officer), duty, lead=here.economy, due_on=duty.due_on)
    duties.ask_close(Actor(here.economy_lead), duty)
    with pytest.raises(NotNow, match="办理单位以外的单位认可"):
        duties.close(Actor(here.officer), duty)
    evidence.judge_evidence(Actor(here.officer), file, accepted=True, seen="accepted")
    assert duties.close(Actor(here.officer), duty).state == "closed"


def test_the_unit_that_did_most_of_it_does_not_close_it_once_it_is_anothers(here):
    duty = city.duty(here)
    told(here.science_staff, duty)
    duties.assign(Actor(here.officer), duty, lead=here.economy, due_on=duty.due_on)
    file = evidence.offer_evidence(Actor(here.economy_staff), duty, upload=proof())
    evidence.judge_evidence(Actor(here.officer), file, accepted=True)
    duties.ask_close(Actor(here.economy_lead), duty)
    formerly = city.person("science office", Role.OFFICE, here.science)
    with pytest.raises(NotAllowed):
        duties.close(Actor(formerly), duty)


def test_a_finding_is_not_written_by_whoever_did_the_duty(here):
    duty, today = city.duty(here), timezone.localdate()
    told(here.science_staff, duty)
    inspection = Inspection.objects.create(title="x", starts_on=today, ends_on=today, state="under_way")
    item = InspectionItem.objects.create(inspection=inspection, duty=duty)
    with pytest.raises(NotAllowed):
        inspections.find(moved(here.science_staff, Role.OFFICE, here.office), item)
    assert inspections.find(Actor(here.officer), item).state == "clean"


def wants_more_time(here, duty, person=None):
    later = duty.due_on + timedelta(days=9)
    return extensions.ask_extension(
        Actor(person or here.science_lead), duty, new_due_on=later, cause="land", reason="用地"
    )


def test_nobody_gives_more_time_to_what_they_do_or_a_unit_above_them_does(here):
    below = Organisation.objects.create(name="市科技局督查科", parent=here.science)
    duty = city.duty(here, person=here.science_staff)
    CoUnit.objects.create(duty=duty, organisation=here.economy)
    asked = wants_more_time(here, duty)
    deciders = {
        "the lead unit's": city.person("of the lead", Role.OFFICE, here.science),
        "a unit's below it": city.person("below the lead", Role.OFFICE, below),
        "a co-unit's": city.person("of a co-unit", Role.OFFICE, here.economy),
        "the one named": moved(here.science_staff, Role.OFFICE, here.office).user,
    }
    for who, person in deciders.items():
        assert not may_decide(person, asked), who
        with pytest.raises(NotAllowed):
            extensions.decide_extension(Actor(person), asked, granted=True)
        with pytest.raises(NotAllowed):
            extensions.decide_extension(Actor(person), asked, granted=False, note="x")
    assert may_decide(here.officer, asked)
    assert extensions.decide_extension(Actor(here.officer), asked, granted=True).state == "granted"


def test_the_page_offers_no_decision_on_more_time_to_who_is_recused(here, client):
    duty = city.duty(here)
    asked = wants_more_time(here, duty)
    page, form = reverse("ledger:duty", args=[duty.pk]), reverse("ledger:decide", args=[asked.pk])
    client.force_login(here.officer)
    assert form in client.get(page).content.decode()
    recuse(Actor(here.officer), duty, person=here.officer, ground="曾任项目负责人")
    assert form not in client.get(page).content.decode()
    assert client.get(form).status_code == client.post(form, {"granted": "1"}).status_code == 403
    second = city.person("second", Role.OFFICE, here.office)
    assert extensions.decide_extension(Actor(second), asked, granted=False, note="x").state == "refused"
