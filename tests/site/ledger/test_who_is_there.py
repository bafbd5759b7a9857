"""Who has left is neither told nor named, and who acts for a colleague is told with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import city
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import grants
from luodi.site.base.models import Delegation, Grant, Notice, Role, User
from luodi.site.base.refusals import Unfit
from luodi.site.ledger.actions import (
    conferences,
    duties,
    paper_reminders,
    papers,
    pressing,
    reminders,
    vacancies,
)
from luodi.site.ledger.forms.placing import Assign, HandOver
from luodi.site.ledger.models import Duty, SupervisionPaper
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


def test_all_that_somebody_leaves_behind_is_handed_over_at_once(here, client):
    one, two, three = (city.duty(here, person=here.science_staff) for _ in range(3))
    over = city.duty(here, person=here.science_staff, state="closed")
    elsewhere = city.duty(here, here.economy, person=here.science_staff)
    client.force_login(here.science_lead)
    form = reverse("ledger:do", args=[one.pk, "hand_over"])
    assert "一并交接science_staff负责的其余2项" in client.get(form).content.decode()
    given = {"person": here.science_lead.pk, "everything": "on", "note": "调离", "version": one.version}
    assert client.post(form, given).status_code == 302
    found = {duty.pk: duty.person for duty in Duty.objects.all()}
    assert found == {
        one.pk: here.science_lead, two.pk: here.science_lead, three.pk: here.science_lead,
        over.pk: here.science_staff, elsewhere.pk: here.science_staff,
    }  # fmt: skip
    told = Notice.objects.get(key__startswith="handed-over")
    assert (told.user, told.text) == (here.science_lead, f"“{one.title}”等3项由science_staff交接给您。调离")


def test_the_units_lead_is_asked_once_to_hand_over_what_somebody_left(here):
    duties_left = [city.duty(here, person=here.science_staff) for _ in range(2)]
    city.duty(here, person=here.science_lead)
    morning, night = (datetime.fromisoformat(f"2026-11-27T{clock}:00+08:00") for clock in ("10:00", "22:00"))
    assert vacancies.press(morning) == 0
    left(here, here.science_staff)
    assert vacancies.press(night) == 0
    assert [vacancies.press(morning) for _ in range(2)] == [1, 0]
    notice = Notice.objects.get(key__startswith="vacant")
    assert (notice.user, notice.text, notice.url) == (
        here.science_lead, "“science_staff”已不在“市科技局”任职,其负责的2项未办结事项请交接给他人。",
        reverse("ledger:do", args=[duties_left[0].pk, "hand_over"]),
    )  # fmt: skip


def test_a_clock_set_back_asks_for_no_answer_earlier_than_the_last_time(here):
    (order,) = papers.draft_orders(Actor(here.officer), [city.duty(here)])
    papers.issue(Actor(here.officer), order)
    SupervisionPaper.objects.filter(pk=order.pk).update(answer_by=date(2026, 11, 20))
    days = ("2026-11-20", "2026-11-17", "2026-11-20", "2026-11-23")
    sent = [paper_reminders.press(datetime.fromisoformat(f"{day}T10:00:00+08:00")) for day in days]
    assert sent == [1, 0, 0, 1]
