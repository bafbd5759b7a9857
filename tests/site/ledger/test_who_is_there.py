"""Who has left is neither told nor named, and who acts for a colleague is told with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import city
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import grants
from luodi.site.base.models import Delegation, Grant, Notice, Role, User
from luodi.site.base.refusals import Unfit
from luodi.site.ledger.actions import conferences, duties, papers, pressing, reminders
from luodi.site.ledger.forms.placing import Assign, HandOver
from luodi.site.ledger.succession import inherit


def left(here, person):
    """Somebody whose role in their unit ended yesterday, and who now works in another one."""
    grants.end(Actor(here.administrator), person.grants.get())
    Grant.objects.create(user=person, role=Role.UNIT_STAFF, organisation=here.economy)


def lend(absent, deputy):
    today = timezone.localdate()
    Delegation.objects.create(absent=absent, deputy=deputy, since=today, until=today)


def told(key):
    return {each.user for each in Notice.objects.filter(key__startswith=key)}


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_who_left_hears_nothing_of_the_units_matters_any_more(here):
    left(here, here.science_staff)
    duties.hand_down(Actor(here.officer), city.duty(here, state="registered"))
    assert told("handed-down") == {here.science_lead}
    (order,) = papers.draft_orders(Actor(here.officer), [city.duty(here)])
    papers.issue(Actor(here.officer), order)
    conferences.call(Actor(here.officer), None, title="会", held_on=in_days(1), attendees=[here.science])
    assert told("paper") == told("conference") == {here.science_lead}


def test_an_officer_whose_time_is_over_hears_nothing_and_who_acts_for_one_does(here):
    second = city.person("second", Role.OFFICE, here.office)
    grants.end(Actor(here.administrator), second.grants.get())
    lend(here.officer, here.evaluator)
    duty = city.duty(here, state="handed_down")
    duties.decline(Actor(here.science_lead), duty, reason="应由市经信局承办")
    assert told("declined") == {here.officer, here.evaluator}


def test_who_acts_for_a_colleague_of_the_unit_is_told_with_the_unit(here):
    lend(here.science_lead, here.economy_lead)
    duties.hand_down(Actor(here.officer), city.duty(here, state="registered"))
    assert told("handed-down") == {here.science_lead, here.science_staff, here.economy_lead}


def test_a_duty_is_not_given_to_who_left(here):
    duty = city.duty(here)
    left(here, here.science_staff)
    with pytest.raises(Unfit, match="任职"):
        pressing.hand_over(Actor(here.science_lead), duty, person=here.science_staff)
    with pytest.raises(Unfit, match="任职"):
        duties.assign(
            Actor(here.officer), duty, lead=here.science, due_on=duty.due_on, person=here.science_staff
        )
    offered = HandOver(duty, here.officer).fields["person"].queryset
    assert list(offered) == [here.science_lead]
    User.objects.filter(pk=here.economy_staff.pk).update(is_active=False)
    assert here.economy_staff not in Assign(duty, here.officer).fields["person"].queryset


def test_reminders_follow_the_unit_when_the_named_person_has_gone_to_another(here):
    due = date(2026, 11, 20)
    duty = city.duty(here, due_on=due, person=here.science_staff)
    here.science_staff.grants.update(until=date(2026, 11, 19))
    Grant.objects.create(user=here.science_staff, role=Role.UNIT_STAFF, organisation=here.economy)
    assert reminders.press(datetime.fromisoformat("2026-11-20T10:00:00+08:00")) == 1
    assert told(f"clock:{duty.pk}") == {here.science_lead}


def test_who_signs_for_a_colleague_does_not_become_responsible(here):
    lend(here.science_lead, here.economy_lead)
    duty = duties.sign(Actor(User.objects.get(pk=here.economy_lead.pk)), city.duty(here, state="handed_down"))
    assert duty.person == here.science_lead


def test_a_successor_keeps_only_those_who_work_there_today(here):
    stays, goes = city.duty(here, person=here.science_staff), city.duty(here, person=here.science_lead)
    for person, until in ((here.science_staff, None), (here.science_lead, in_days(-1))):
        Grant.objects.create(user=person, role=Role.UNIT_STAFF, organisation=here.economy, until=until)
    inherit(Actor(here.administrator), here.economy, predecessor=here.science)
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.person, goes.person) == (here.science_staff, None)
