"""From every state somebody can go on: each verb stands on a page, and the page says who is missing where nobody can."""

from __future__ import annotations

import city
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.models import Grant, Organisation, Role
from luodi.site.ledger.machine import VERBS
from luodi.site.ledger.models import Duty
from luodi.site.ledger.offered import ON_SOMETHING_ELSE, offered
from luodi.site.ledger.views.acts import ON_DUTY, ON_REPORT

PEOPLE = ("officer", "science_lead", "science_staff", "evaluator", "leader", "administrator", "economy_lead")


def page(client, person, duty):
    client.force_login(person)
    return client.get(reverse("ledger:duty", args=[duty.pk]))


def test_every_verb_has_a_page_that_does_it():
    assert set(VERBS) == set(ON_DUTY) | set(ON_SOMETHING_ELSE)
    assert set(ON_REPORT) == set(ON_SOMETHING_ELSE) - {"judge_evidence", "decide_extension"}


@pytest.mark.parametrize(
    "state", [each for each in Duty.State.values if each not in ("archived", "withdrawn")]
)
def test_somebody_is_offered_a_verb_that_leads_on_from_every_state(here, state):
    duty = city.duty(here, state=state)
    leading_on = {
        verb
        for name in PEOPLE
        for verb in offered(getattr(here, name), duty)
        if VERBS[verb].target is not None
    }
    assert leading_on


@pytest.mark.parametrize("state", Duty.State.values)
@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_offered_has_a_button_and_no_button_is_refused_for_want_of_a_right(here, client, who, state):
    duty = city.duty(here, state=state)
    person = getattr(here, who)
    answer = page(client, person, duty)
    if answer.status_code == 403:
        return
    buttons = {verb for verb, *_rest in answer.context["buttons"]}
    assert buttons == set(offered(person, duty))
    for verb in sorted(buttons):
        form = client.get(reverse("ledger:do", args=[duty.pk, verb]))
        assert form.status_code == 200, verb


def test_the_page_says_where_the_lead_unit_has_nobody_to_go_on(here, client):
    empty = Organisation.objects.create(name="新设机构", short_name="新设机构", area=here.city)
    duty = city.duty(here, empty, "handed_down")
    assert "没有人可以签收和反馈" in page(client, here.officer, duty).content.decode()
    city.person("only_staff", Role.UNIT_STAFF, empty)
    said = page(client, here.officer, duty).content.decode()
    assert "没有人可以签收和反馈" not in said and "没有人可以申请延期和销号" in said
    city.person("its_lead", Role.UNIT_LEAD, empty)
    assert "牵头单位“新设机构”没有" not in page(client, here.officer, duty).content.decode()
    Grant.objects.filter(organisation=empty).update(until=timezone.localdate().replace(year=2020))
    assert "没有人可以签收和反馈" in page(client, here.officer, duty).content.decode()
    closed = city.duty(here, empty, "closed")
    assert "没有人可以" not in page(client, here.officer, closed).content.decode()
