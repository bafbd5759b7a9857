"""The verbs that break a duty down and lead it to its end, each called as its action."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import busy
import city
import pytest

from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.actions import duties, parts
from luodi.site.ledger.machine import VERBS
from luodi.site.ledger.models import Check, Evidence
from luodi.site.ledger.views.acts import ON_DUTY


def _proved(here, duty, state="accepted"):
    return Evidence.objects.create(
        duty=duty,
        file=busy.stored(here),
        organisation=duty.lead,
        title="验收文件",
        state=state,
        judged_for=here.office if state == "accepted" else None,
    )


def test_nodes_take_the_place_of_those_before(here):
    office, duty = Actor(here.officer), city.duty(here)
    points = [
        parts.Point("中期", date(2028, 6, 30), Decimal(40)),
        parts.Point("初期", date(2027, 6, 30), Decimal(10)),
    ]
    parts.plan(office, duty, points=points)
    parts.plan(office, duty, points=points[:1])
    assert [(node.title, node.percent) for node in duty.nodes.all()] == [("中期", Decimal(40))]
    falling = [points[0], parts.Point("后期", date(2029, 6, 30), Decimal(20))]
    for wrong in (falling, points[:1] * 2, [parts.Point("晚", date(2031, 1, 1), Decimal(50))]):
        with pytest.raises(Unfit):
            parts.plan(office, duty, points=wrong)


def test_parts_have_weights_and_never_stand_under_themselves(here):
    office, duty = Actor(here.officer), city.duty(here)
    part = parts.Part("基地建设", here.economy, Decimal(2), date(2029, 12, 31))
    first, second = parts.break_down(office, duty, parts=[part, part._replace(title="设备采购")])
    assert [(each.number, each.lead, each.state) for each in (first, second)] == [
        (f"{duty.number}.1", here.economy, "registered"), (f"{duty.number}.2", here.economy, "registered"),
    ]  # fmt: skip
    parts.move_under(office, second, parent=first)
    second.refresh_from_db()
    for parent in (second, first):
        with pytest.raises(Unfit, match="下级"):
            parts.move_under(office, first, parent=parent)
    for wrong in ([], [part._replace(weight=Decimal(0))], [part._replace(due_on=date(2031, 1, 1))]):
        with pytest.raises(Unfit):
            parts.break_down(office, duty, parts=wrong)


def test_a_duty_is_closed_on_evidence_by_another_unit_and_can_be_taken_up_again(here):
    office, lead, duty = Actor(here.officer), Actor(here.science_lead), city.duty(here)
    with pytest.raises(NotNow, match="佐证"):
        duties.ask_close(lead, duty)
    evidence = _proved(here, duty, "offered")
    duties.ask_close(lead, duty)
    with pytest.raises(NotNow, match="认可"):
        duties.close(office, duty)
    with pytest.raises(Unfit):
        duties.send_back(office, duty, note=" ")
    duties.send_back(office, duty, note="缺验收结论")
    duties.ask_close(lead, duty)
    Evidence.objects.filter(pk=evidence.pk).update(state="accepted", judged_for=here.office)
    with pytest.raises(NotAllowed):
        duties.close(lead, duty)
    assert duties.close(office, duty, note="现场核查").state == "closed"
    assert list(Check.objects.order_by("id").values_list("result", flat=True)) == ["failed", "passed"]
    assert duties.reopen(office, duty, reason="成效未保持").state == "in_progress"
    duties.ask_close(lead, duty)
    duties.close(office, duty)
    assert duties.archive(office, duty).state == "archived"
    with pytest.raises(NotNow):
        duties.reopen(office, duty, reason="x")


@pytest.mark.parametrize("verb", ON_DUTY)
def test_the_page_of_a_verb_and_its_button_bear_the_verb_s_name(here, client, verb):
    named = VERBS[verb]
    duty = city.duty(here, state=named.sources[0])
    for person in (here.officer, here.science_lead):
        client.force_login(person)
        answer = client.get(f"/ledger/duties/{duty.pk}/do/{verb}/")
        if answer.status_code == 200:
            break
    page = answer.content.decode()
    assert f"<h1>{named.title}</h1>" in page and f'">{named.title}</button>' in page
