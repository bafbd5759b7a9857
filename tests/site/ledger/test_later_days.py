"""A later day set by the office is an extension like one that was asked for: who may, a cause, a reason, counted."""

from __future__ import annotations

from datetime import date, timedelta

import city
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Notice, Role
from luodi.site.base.refusals import Unfit
from luodi.site.ledger.actions import duties, extensions
from luodi.site.ledger.actions.recusals import recuse
from luodi.site.ledger.models import Duty, Extension, Node
from luodi.site.ledger.queries import timeline

WHY = {"cause": "policy", "reason": "市委常委会决定顺延"}


def later(duty, days=30):
    return duty.due_on + timedelta(days=days)


def assign(here, duty, due_on, by=None, **values):
    values = {"lead": here.science} | values
    return duties.assign(Actor(by or here.officer), duty, due_on=due_on, **values)


@pytest.mark.parametrize("state", ["handed_down", "in_progress"])
def test_a_later_day_is_kept_decided_counted_and_moves_the_nodes(here, state):
    duty = city.duty(here, state=state)
    node = Node.objects.create(duty=duty, title="中期", due_on=date(2030, 6, 1), percent=50)
    done = assign(here, duty, later(duty), **WHY)
    given = Extension.objects.get()
    assert (given.old_due_on, given.new_due_on, given.state) == (duty.due_on, later(duty), "granted")
    assert (given.asked_by, given.decided_by, given.cause, given.reason) == (
        None, here.officer, "policy", "市委常委会决定顺延",
    )  # fmt: skip
    assert (done.due_on, done.first_due_on, done.extensions_granted) == (later(duty), duty.due_on, 1)
    node.refresh_from_db()
    assert node.due_on == date(2030, 7, 1)
    assert any(
        "市委常委会决定顺延" in text
        for text in Notice.objects.filter(user=here.science_lead).values_list("text", flat=True)
    )
    assert "督查办公室调整时限" in [moment.title for moment in timeline.of([done], here.officer)]


def test_a_later_day_for_another_lead_counts_too_and_so_does_one_after_the_duty_was_declined(here):
    duty = city.duty(here, state="handed_down")
    assert assign(here, duty, later(duty), lead=here.economy, **WHY).extensions_granted == 1
    declined = city.duty(here, state="registered", handed_down_at=timezone.now())
    with pytest.raises(Unfit):
        assign(here, declined, later(declined), lead=here.economy)
    assert assign(here, declined, later(declined), lead=here.economy, **WHY).extensions_granted == 1


def test_what_is_no_extension_is_none(here):
    before, running = city.duty(here, state="registered"), city.duty(here)
    open_end = city.duty(here)
    Duty.objects.filter(pk=open_end.pk).update(due_on=None)
    assert assign(here, before, later(before)).extensions_granted == 0
    assert assign(here, running, running.due_on, **WHY).extensions_granted == 0
    assert assign(here, running, later(running, -5)).extensions_granted == 0
    assert assign(here, Duty.objects.get(pk=open_end.pk), date(2031, 1, 1)).extensions_granted == 0
    assert Extension.objects.count() == 0


def test_it_is_refused_without_reason_while_a_request_waits_and_to_who_may_not_decide(here):
    duty = city.duty(here)
    with pytest.raises(Unfit) as refusal:
        assign(here, duty, later(duty))
    assert set(refusal.value.fields) == {"cause", "reason"}
    asked = extensions.ask_extension(
        Actor(here.science_lead), duty, new_due_on=later(duty), cause="land", reason="用地"
    )
    with pytest.raises(Unfit) as refusal:
        assign(here, duty, later(duty), **WHY)
    assert "待批" in refusal.value.fields["due_on"]
    extensions.decide_extension(Actor(here.officer), asked, granted=False, note="理由不足")
    recuse(Actor(here.officer), duty, person=here.officer, ground="亲属")
    with pytest.raises(Unfit) as refusal:
        assign(here, duty, later(duty), **WHY)
    assert "不能审批" in refusal.value.fields["due_on"]
    assert assign(here, duty, duty.due_on, lead=here.economy).lead == here.economy  # the rest is still theirs
    second = city.person("second", Role.OFFICE, here.office)
    assert assign(here, duty, later(duty), by=second, **WHY).extensions_granted == 1
    left = Duty.objects.get(pk=duty.pk)
    assert (left.due_on, left.extensions_granted) == (later(duty), 1)


def test_the_form_asks_for_cause_and_reason_once_the_duty_was_handed_down(here, client):
    early, duty = city.duty(here, state="registered"), city.duty(here)
    client.force_login(here.officer)
    forms = [
        client.get(reverse("ledger:do", args=[each.pk, "assign"])).context["form"] for each in (early, duty)
    ]
    assert ["reason" in form.fields for form in forms] == [False, True]
    address = reverse("ledger:do", args=[duty.pk, "assign"])
    sent = {"lead": here.science.pk, "due_on": later(duty), "version": duty.version}
    refused = client.post(address, sent)
    assert refused.status_code == 422 and "请说明延期理由" in refused.content.decode()
    assert client.post(address, sent | WHY).status_code == 302
    said = client.get(reverse("ledger:duty", args=[duty.pk])).content.decode()
    assert "督查办公室调整 · 2030-12-31 → 2031-01-30" in said and "市委常委会决定顺延" in said
