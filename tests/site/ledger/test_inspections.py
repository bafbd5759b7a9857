from __future__ import annotations

from datetime import date, timedelta

import city
import pytest
from at_once import run_at_once
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Notice
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger import sampling
from luodi.site.ledger.actions import inspections as actions
from luodi.site.ledger.models import Inspection, InspectionItem


@pytest.fixture
def planned(here):
    here.actor = Actor(here.officer)
    here.duties = [
        city.duty(here, unit, light=light)
        for unit in (here.science, here.economy, here.countyhall)
        for light in ("red", "yellow", "green", "green")
    ]
    here.inspection = plan(here)
    return here


def plan(here, starts_on: date | None = None) -> Inspection:
    day = starts_on or timezone.localdate()
    return actions.plan(
        Actor(here.officer), None, title="创新平台专项督查", starts_on=day, ends_on=day + timedelta(days=9)
    )


def concluded(planned) -> InspectionItem:
    """An inspection with one item of the science bureau at fault, concluded today."""
    actions.list_frame(planned.actor, planned.inspection, by="light", size=1, units=[planned.science])
    (item,) = actions.draw(planned.actor, planned.inspection, seed=1)
    actions.find(
        planned.actor, item, finding="台账不实", rectify_by=timezone.localdate() + timedelta(days=20)
    )
    planned.inspection = actions.conclude(planned.actor, planned.inspection, conclusion="总体较好。")
    item.refresh_from_db()
    return item


def test_the_sample_is_listed_drawn_and_can_be_drawn_again(planned):
    frame = actions.list_frame(planned.actor, planned.inspection, by="unit", size=6)
    assert frame.rows == [[each.pk, each.number, each.lead.name] for each in planned.duties]
    assert frame.sha256 == sampling.fingerprint(frame.rows)
    drawn = [each.duty_id for each in actions.draw(planned.actor, planned.inspection, seed=20261127)]
    inspection = Inspection.objects.get()
    assert (inspection.state, inspection.seed, inspection.sample_by) == ("under_way", 20261127, "unit")
    assert drawn == sampling.draw(frame.rows, 6, 20261127)
    by_unit = [sum(planned.duties[n].pk in drawn for n in range(start, start + 4)) for start in (0, 4, 8)]
    assert by_unit == [2, 2, 2]


def test_a_drawn_sample_stays(planned):
    with pytest.raises(NotNow, match="先列出"):
        actions.draw(planned.actor, planned.inspection)
    actions.list_frame(planned.actor, planned.inspection, by="light", size=2)
    actions.draw(planned.actor, planned.inspection)
    for change in (
        lambda: actions.draw(planned.actor, planned.inspection),
        lambda: actions.list_frame(planned.actor, planned.inspection, by="light", size=3),
        lambda: plan_again(planned),
    ):
        with pytest.raises(NotNow):
            change()


def plan_again(planned):
    day = timezone.localdate()
    actions.plan(planned.actor, planned.inspection, title="x", starts_on=day, ends_on=day)


def test_only_what_was_asked_for_is_listed(planned):
    frame = actions.list_frame(
        planned.actor, planned.inspection, by="area", size=9, lights=["red"], areas=[planned.city]
    )
    assert [row[0] for row in frame.rows] == [planned.duties[0].pk, planned.duties[4].pk]
    assert frame.size == 2
    with pytest.raises(Unfit, match="没有符合条件"):
        actions.list_frame(planned.actor, planned.inspection, by="area", size=9, lights=["none"])


def test_no_duty_is_inspected_twice_in_a_year_unless_wished(planned):
    first = concluded(planned)
    again = plan(planned)
    assert list(actions.recently_inspected(again.starts_on, but=again.pk)) == [first.duty_id]
    frame = actions.list_frame(planned.actor, again, by="light", size=5)
    assert first.duty_id not in [row[0] for row in frame.rows]
    wished = actions.list_frame(planned.actor, again, by="light", size=5, leave_out_recent=False)
    assert first.duty_id in [row[0] for row in wished.rows]
    year_on = plan(planned, timezone.localdate() + timedelta(days=400))
    assert list(actions.recently_inspected(year_on.starts_on, but=year_on.pk)) == []


def test_nothing_is_concluded_before_all_was_looked_at(planned):
    actions.list_frame(planned.actor, planned.inspection, by="light", size=2)
    first, _second = actions.draw(planned.actor, planned.inspection)
    actions.find(planned.actor, first)
    with pytest.raises(NotNow, match="还有1项"):
        actions.conclude(planned.actor, planned.inspection, conclusion="好")


def test_without_a_fault_the_conclusion_ends_it(planned):
    actions.list_frame(planned.actor, planned.inspection, by="light", size=1)
    (item,) = actions.draw(planned.actor, planned.inspection)
    actions.find(planned.actor, item)
    assert actions.conclude(planned.actor, planned.inspection, conclusion="好").state == "ended"


def test_a_fault_needs_a_day(planned):
    actions.list_frame(planned.actor, planned.inspection, by="light", size=1)
    (item,) = actions.draw(planned.actor, planned.inspection)
    for day in (None, timezone.localdate() - timedelta(days=1)):
        with pytest.raises(Unfit, match="整改时限"):
            actions.find(planned.actor, item, finding="有问题", rectify_by=day)


def test_put_right_checked_and_ended(planned):
    item = concluded(planned)
    lead = Actor(planned.science_lead)
    with pytest.raises(NotAllowed):
        actions.rectify(Actor(planned.economy_lead), item, text="不是我")
    actions.rectify(lead, item, text="已更正台账")
    with pytest.raises(Unfit, match="不到位"):
        actions.verify(planned.actor, item, passed=False)
    assert actions.verify(planned.actor, item, passed=False, note="仍缺附件").state == "fault"
    actions.rectify(lead, item, text="已补附件")
    assert actions.verify(planned.actor, item, passed=True).state == "verified"
    assert Inspection.objects.get(pk=planned.inspection.pk).state == "ended"
    assert Notice.objects.filter(user=planned.science_lead, key__startswith="rectification").count() == 2


def test_an_objection_has_thirty_days_and_an_answer(planned):
    item = concluded(planned)
    lead = Actor(planned.science_lead)
    with pytest.raises(NotNow, match="没有待答复"):
        actions.answer_objection(planned.actor, item, text="x", upheld=True)
    actions.object_to(lead, item, text="数据来自统计局")
    with pytest.raises(NotNow, match="已于"):
        actions.object_to(lead, item, text="再次")
    answered = actions.answer_objection(planned.actor, item, text="经复核,成立。", upheld=True)
    assert (answered.state, answered.objection_upheld, answered.objection_answered_on) == (
        "clean", True, timezone.localdate(),
    )  # fmt: skip
    assert Inspection.objects.get(pk=planned.inspection.pk).state == "ended"


def test_after_thirty_days_it_is_too_late(planned, client):
    item = concluded(planned)
    Inspection.objects.update(concluded_on=date(2026, 3, 2))
    with pytest.raises(NotNow, match="至2026-04-01"):
        actions.object_to(Actor(planned.science_lead), item, text="晚了")
    client.force_login(planned.science_lead)
    page = client.get(reverse("ledger:inspection_item", args=[item.pk])).content.decode()
    assert "提出申诉" not in page and '<button class="btn btn-primary">报告整改</button>' in page


def test_a_day_on_a_holiday_moves_for_objections_too(planned):
    planned.inspection.concluded_on = date(2026, 9, 1)  # 30 days on is 1 October
    assert actions.objection_until(planned.inspection) == date(2026, 10, 8)


def test_who_did_it_does_not_check_it(planned):
    duty = city.duty(planned, planned.office)
    item = InspectionItem.objects.create(inspection=planned.inspection, duty=duty)
    with pytest.raises(NotAllowed):
        actions.find(planned.actor, item, finding="自查")


def test_pages_from_plan_to_the_end(planned, client, settings):
    client.force_login(planned.officer)
    page = reverse("ledger:inspection", args=[planned.inspection.pk])

    def post(verb, **data):
        return client.post(reverse("ledger:inspection_step", args=[planned.inspection.pk, verb]), data)

    bad = post("list", by="light", size="0")
    assert bad.status_code == 422
    assert post("list", by="light", size="2", units=[planned.science.pk]).status_code == 302
    assert "列出4项" in client.get(page).content.decode()
    assert post("draw", seed="7").status_code == 302
    frame = reverse("ledger:inspection_frame", args=[planned.inspection.pk])
    given = client.get(frame).json()
    assert (given["seed"], "generated" in given, frame in client.get(page).content.decode()) == (
        7,
        False,
        True,
    )
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    assert client.get(frame).json() == {"generated": True} | given
    for item in InspectionItem.objects.all():
        data = {"finding": "台账不实", "rectify_by": str(timezone.localdate()), "version": item.version}
        step = reverse("ledger:inspection_item_step", args=[item.pk, "find"])
        assert client.post(step, data).status_code == 302
        stale = client.post(step, data | {"finding": "另一人写的"})
        assert (stale.status_code, "另一人写的" in stale.content.decode()) == (409, True)
    client.force_login(planned.science_lead)
    assert client.get(page).status_code == 403  # before there is a conclusion
    client.force_login(planned.officer)
    assert post("conclude", conclusion="有两处不实").status_code == 302
    client.force_login(planned.science_lead)
    assert client.get(page).status_code == 200
    assert (frame in client.get(page).content.decode(), client.get(frame).status_code) == (False, 403)
    item = InspectionItem.objects.first()
    text = client.get(reverse("ledger:inspection_item", args=[item.pk])).content.decode()
    assert ("报告整改" in text, "提出申诉" in text, "核查整改" in text) == (True, True, False)
    answer = client.post(reverse("ledger:inspection_item_step", args=[item.pk, "rectify"]), {"text": "改了"})
    assert answer.status_code == 302
    client.force_login(planned.economy_lead)
    assert client.get(reverse("ledger:inspection_item", args=[item.pk])).status_code == 403


def test_lists_take_few_queries_however_long(planned, client, django_assert_max_num_queries):
    client.force_login(planned.officer)
    counts = []
    for wanted in (1, 3, 50):
        while Inspection.objects.count() < wanted:
            plan(planned)
        while InspectionItem.objects.count() < wanted:
            InspectionItem.objects.create(inspection=planned.inspection, duty=city.duty(planned))
        taken = []
        for address in (
            reverse("ledger:inspections"),
            reverse("ledger:inspection", args=[planned.inspection.pk]),
        ):
            with django_assert_max_num_queries(25) as captured:
                assert client.get(address).status_code == 200
            taken.append(len(captured))
        counts.append(taken)
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_the_last_two_rectifications_checked_at_once_end_the_inspection(here):
    today = timezone.localdate()
    inspection = Inspection.objects.create(title="x", starts_on=today, ends_on=today, state="rectifying")
    items = [
        InspectionItem.objects.create(inspection=inspection, duty=city.duty(here), state="rectified")
        for _ in range(2)
    ]
    run_at_once(*(lambda each=each: actions.verify(Actor(here.officer), each, passed=True) for each in items))
    inspection.refresh_from_db()
    assert inspection.state == "ended"


def test_the_office_is_told_that_a_rectification_waits_for_its_check(planned):
    item = concluded(planned)
    actions.rectify(Actor(planned.science_lead), item, text="已补台账")
    told = Notice.objects.get(key__startswith="rectified")
    assert (told.user, told.text) == (planned.officer, f"“{item.duty.title}”已报告整改,请核查。")
