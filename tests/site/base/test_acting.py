"""Acting for a colleague on leave: what is done so carries both names, and only so long as it is lent."""

from __future__ import annotations

from datetime import timedelta

import city
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import people
from luodi.site.base.models import Delegation, Grant, JournalEntry, Role, User
from luodi.site.base.refusals import NotAllowed
from luodi.site.ledger.actions import duties


def _lend(absent, deputy, since=0, until=0):
    today = timezone.localdate()
    return Delegation.objects.create(
        absent=absent, deputy=deputy, since=today + timedelta(days=since), until=today + timedelta(days=until)
    )


def fresh(user):
    return User.objects.get(pk=user.pk)


def _last(table="ledger_duty"):
    return JournalEntry.objects.filter(table=table).latest("id")


def test_a_deputy_from_another_unit_signs_and_both_names_are_kept(here):
    duty = city.duty(here, state="handed_down")
    with pytest.raises(NotAllowed):
        duties.sign(Actor(fresh(here.economy_lead)), duty)
    _lend(here.science_lead, here.economy_lead)
    duties.sign(Actor(fresh(here.economy_lead)), duty)
    entry = _last()
    assert (entry.user, entry.acting_for, entry.action) == (
        here.economy_lead.pk,
        here.science_lead.pk,
        "duty.sign",
    )


def test_what_ones_own_role_allows_is_done_in_ones_own_name(here):
    _lend(here.science_lead, here.science_staff)
    duties.sign(Actor(fresh(here.science_staff)), city.duty(here, state="handed_down"))
    assert (_last().user, _last().acting_for) == (here.science_staff.pk, None)


def test_what_only_the_colleagues_role_allows_names_the_colleague_even_in_the_same_unit(here):
    duty = city.duty(here, state="handed_down")
    _lend(here.science_lead, here.science_staff)
    duties.decline(Actor(fresh(here.science_staff)), duty, reason="应由市经信局承办")
    assert (_last().user, _last().acting_for) == (here.science_staff.pk, here.science_lead.pk)


def test_the_journal_page_says_both_names(here, client):
    _lend(here.science_lead, here.economy_lead)
    duties.sign(Actor(fresh(here.economy_lead)), city.duty(here, state="handed_down"))
    client.force_login(here.officer)
    assert "(代science_lead)" in client.get("/journal/?table=ledger_duty").content.decode()


@pytest.mark.parametrize(("since", "until"), [(-5, -1), (1, 5)])
def test_before_and_after_the_time_nothing_is_lent(here, since, until):
    _lend(here.science_lead, here.economy_lead, since, until)
    with pytest.raises(NotAllowed):
        duties.sign(Actor(fresh(here.economy_lead)), city.duty(here, state="handed_down"))


def test_a_closed_colleague_lends_nothing_and_an_administrator_never_does(here):
    _lend(here.administrator, here.officer)
    with pytest.raises(NotAllowed):
        people.make(Actor(fresh(here.officer)), username="x", name="x")
    _lend(here.science_lead, here.economy_lead)
    people.close(Actor(here.administrator), here.science_lead)
    with pytest.raises(NotAllowed):
        duties.sign(Actor(fresh(here.economy_lead)), city.duty(here, state="handed_down"))


def test_with_two_colleagues_the_one_whose_role_counts_is_named(here):
    other = User.objects.create_user("other", name="其他")
    Grant.objects.create(user=other, role=Role.UNIT_STAFF, organisation=here.countyhall)
    _lend(other, here.economy_lead)
    _lend(here.science_lead, here.economy_lead)
    duties.sign(Actor(fresh(here.economy_lead)), city.duty(here, state="handed_down"))
    assert _last().acting_for == here.science_lead.pk
