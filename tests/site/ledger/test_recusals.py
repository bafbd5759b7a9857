"""Whoever is recused from a duty can neither check, return nor close it."""

from __future__ import annotations

from datetime import timedelta

import busy
import city
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Delegation, Role
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.actions import duties, evidence, progress
from luodi.site.ledger.actions.recusals import recuse
from luodi.site.ledger.models import Evidence, Recusal, Report
from luodi.site.ledger.offered import offered
from luodi.site.ledger.rules import is_not_recused


def _checks(here, duty, person):
    """Everything by which somebody checks, returns or closes a duty."""
    told = Report.objects.create(duty=duty, organisation=here.science, at=timezone.now(), percent=1, text="x")
    file = Evidence.objects.create(duty=duty, file=busy.stored(here), organisation=here.science)
    actor = Actor(person)
    return {
        "accept_report": lambda: progress.accept_report(actor, told),
        "return_report": lambda: progress.return_report(actor, told, note="x"),
        "judge_evidence": lambda: evidence.judge_evidence(actor, file, accepted=True),
        "send_back": lambda: duties.send_back(actor, duty, note="x"),
        "close": lambda: duties.close(actor, duty),
    }


def test_a_recused_person_neither_checks_nor_returns_nor_closes(here):
    duty, other = city.duty(here, state="checking"), city.duty(here, state="checking")
    recuse(Actor(here.officer), duty, person=here.officer, ground=" 曾任项目负责人 ")
    assert Recusal.objects.values_list("person", "by", "ground").get() == (
        here.officer.pk, here.officer.pk, "曾任项目负责人",
    )  # fmt: skip
    for verb, check in _checks(here, duty, here.officer).items():
        with pytest.raises(NotAllowed):
            check()
        assert verb not in offered(here.officer, duty)
    assert duty.checks.count() == 0
    assert {"close", "send_back"} <= set(offered(here.officer, other))
    second = city.person("second", Role.OFFICE, here.office)
    assert duties.send_back(Actor(second), duty, note="由他人核查").state == "in_progress"


def test_the_office_names_others_and_an_evaluator_only_themselves(here):
    duty = city.duty(here, state="checking")
    recuse(Actor(here.officer), duty, person=here.evaluator, ground="近亲属在该单位任职")
    assert not is_not_recused.test(here.evaluator, duty) and is_not_recused.test(here.officer, duty)
    with pytest.raises(NotAllowed):
        _checks(here, duty, here.evaluator)["judge_evidence"]()
    with pytest.raises(NotNow, match="已对本事项回避"):
        recuse(Actor(here.officer), duty, person=here.evaluator, ground="再次")
    with pytest.raises(Unfit, match="只能申请本人回避"):
        recuse(Actor(here.evaluator), duty, person=here.officer, ground="x")
    for person, ground, field in (
        (here.officer, " ", "ground"), (here.officer, "因" * 301, "ground"), (here.science_lead, "x", "person"),
    ):  # fmt: skip
        with pytest.raises(Unfit) as refusal:
            recuse(Actor(here.officer), duty, person=person, ground=ground)
        assert list(refusal.value.fields) == [field]
    with pytest.raises(NotAllowed):
        recuse(Actor(here.science_lead), duty, person=here.science_lead, ground="x")
    assert Recusal.objects.count() == 1


def test_acting_for_a_colleague_does_not_undo_a_recusal(here):
    duty, day = city.duty(here, state="checking"), timezone.localdate()
    Delegation.objects.create(
        absent=here.officer, deputy=here.economy_staff, since=day, until=day + timedelta(days=1)
    )
    assert "send_back" in offered(here.economy_staff, duty)
    recuse(Actor(here.officer), duty, person=here.economy_staff, ground="曾任项目负责人")
    assert "send_back" not in offered(here.economy_staff, duty)
    with pytest.raises(NotAllowed):
        duties.send_back(Actor(here.economy_staff), duty, note="x")


def test_the_page_takes_a_recusal_and_shows_its_ground_to_those_who_see_all(here, client):
    duty = city.duty(here, state="checking")
    form, page = reverse("ledger:do", args=[duty.pk, "recuse"]), reverse("ledger:duty", args=[duty.pk])
    client.force_login(here.evaluator)
    assert client.post(form, {"person": here.officer.pk, "ground": "x"}).status_code == 422
    assert client.post(form, {"person": here.evaluator.pk, "ground": "合作发表论文"}).status_code == 302
    assert "合作发表论文" in client.get(page).content.decode()
    client.force_login(here.science_lead)
    assert "合作发表论文" not in client.get(page).content.decode()
