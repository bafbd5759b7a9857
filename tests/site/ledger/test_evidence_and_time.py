from __future__ import annotations

from datetime import timedelta

import city
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Grant, Notice, Role
from luodi.site.base.refusals import NotAllowed, NotNow, Stale, Unfit
from luodi.site.base.uploads import WrongFile
from luodi.site.ledger.actions import duties, evidence, extensions, pressing
from luodi.site.ledger.models import CoUnit, Evidence, Extension, Node, Pressing


def pdf(more=b"", name="验收.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4" + more)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def offered(here, duty, **more):
    return evidence.offer_evidence(Actor(here.science_staff), duty, upload=pdf(**more), title="验收报告")


def test_evidence_is_judged_by_another_unit_than_the_one_that_offered_it(here):
    duty = city.duty(here)
    file = offered(here, duty)
    for person in (here.science_lead, here.science_staff, here.economy_lead, here.leader, here.administrator):
        with pytest.raises(NotAllowed):
            evidence.judge_evidence(Actor(person), file, accepted=True)
    evidence.judge_evidence(Actor(here.evaluator), file, accepted=True, note="属实")
    file.refresh_from_db()
    assert (file.state, file.judged_by, file.judged_for, file.note) == (
        "accepted", here.evaluator, here.evaluators, "属实",
    )  # fmt: skip


def test_an_office_that_leads_or_helps_judges_nothing_of_it(here):
    own = city.duty(here, lead=here.office)
    helped = city.duty(here)
    CoUnit.objects.create(duty=helped, organisation=here.office)
    for duty in (own, helped):
        file = Evidence.objects.create(
            duty=duty, organisation=duty.lead, file=offered(here, city.duty(here), more=b"x").file
        )
        with pytest.raises(NotAllowed):
            evidence.judge_evidence(Actor(here.officer), file, accepted=True)


def test_evidence_of_a_unit_that_has_since_handed_the_duty_on_is_not_judged_by_it(here):
    Grant.objects.create(user=here.evaluator, role=Role.UNIT_STAFF, organisation=here.science)
    duty = city.duty(here, lead=here.economy)
    file = Evidence.objects.create(
        duty=duty, organisation=here.science, file=offered(here, city.duty(here)).file
    )
    with pytest.raises(NotAllowed):
        evidence.judge_evidence(Actor(here.evaluator), file, accepted=True)


def test_a_judgement_that_was_not_seen_is_not_overwritten_and_a_refusal_says_why(here):
    file = offered(here, city.duty(here))
    with pytest.raises(Unfit):
        evidence.judge_evidence(Actor(here.officer), file, accepted=False)
    evidence.judge_evidence(Actor(here.officer), file, accepted=False, note="缺公章")
    with pytest.raises(NotNow, match="已由officer核验为“不认可”"):
        evidence.judge_evidence(Actor(here.evaluator), file, accepted=True)
    evidence.judge_evidence(Actor(here.officer), file, accepted=True, seen="refused")
    file.refresh_from_db()
    assert file.state == "accepted"
    told = Notice.objects.filter(key__startswith="evidence:").values_list("user__username", flat=True)
    assert set(told) == {"science_lead", "science_staff"}


def test_the_same_file_is_not_offered_twice_and_a_program_not_at_all(here):
    duty = city.duty(here)
    offered(here, duty)
    with pytest.raises(Unfit):
        offered(here, duty, name="另名.pdf")
    with pytest.raises(WrongFile):
        evidence.offer_evidence(
            Actor(here.science_staff), duty, upload=SimpleUploadedFile("a.pdf", b"MZ\x90")
        )
    assert Evidence.objects.count() == 1


def test_a_duty_closes_only_on_evidence_that_another_unit_accepted(here):
    duty = city.duty(here)
    file = offered(here, duty)
    duties.ask_close(Actor(here.science_lead), duty)
    with pytest.raises(NotNow):
        duties.close(Actor(here.officer), duty)
    evidence.judge_evidence(Actor(here.officer), file, accepted=True)
    duties.close(Actor(here.officer), duty, note="现场核查")
    duty.refresh_from_db()
    assert (duty.state, duty.percent, duty.light) == ("closed", 100, "green")


def test_more_time_is_asked_decided_counted_and_moves_the_nodes_to_come(here):
    duty = city.duty(here, due_on=in_days(30))
    days = (-10, 10, 20, 30)
    nodes = [Node.objects.create(duty=duty, title=str(d), due_on=in_days(d), percent=50) for d in days]
    asked = extensions.ask_extension(
        Actor(here.science_lead), duty, new_due_on=in_days(40), cause="land", reason="用地手续"
    )
    extensions.decide_extension(Actor(here.officer), asked, granted=True, note="同意")
    for thing in (duty, asked, *nodes):
        thing.refresh_from_db()
    assert (duty.due_on, duty.first_due_on, duty.extensions_granted) == (in_days(40), in_days(30), 1)
    assert [node.due_on for node in nodes] == [in_days(d) for d in (-10, 20, 30, 40)]
    assert (asked.state, asked.old_due_on, asked.decided_by) == ("granted", in_days(30), here.officer)
    with pytest.raises(NotNow, match="审批为“同意”"):
        extensions.decide_extension(Actor(here.officer), asked, granted=False, note="不")


@pytest.mark.parametrize(
    ("due", "asked", "fields"),
    [
        (30, {"new_due_on": 30}, {"new_due_on"}),
        (30, {"new_due_on": 20}, {"new_due_on"}),
        (-30, {"new_due_on": -1}, {"new_due_on"}),
        (30, {"new_due_on": 61}, {"new_due_on"}),
        (30, {"cause": "weather"}, {"cause"}),
        (30, {"reason": " ", "cause": ""}, {"cause", "reason"}),
    ],
)
def test_a_request_that_does_not_fit_is_told_at_its_field(here, due, asked, fields):
    whole = city.duty(here, due_on=in_days(60))
    duty = city.duty(here, due_on=in_days(due), parent=whole)
    values = {"new_due_on": 40, "cause": "land", "reason": "用地"} | asked
    values["new_due_on"] = in_days(values["new_due_on"])
    with pytest.raises(Unfit) as refused:
        extensions.ask_extension(Actor(here.science_lead), duty, **values)
    assert set(refused.value.fields) == fields
    assert Extension.objects.count() == 0


def test_one_request_waits_at_a_time_and_a_day_changed_meanwhile_is_told(here):
    duty = city.duty(here, due_on=in_days(30))
    values = {"new_due_on": in_days(40), "cause": "land", "reason": "用地"}
    asked = extensions.ask_extension(Actor(here.science_lead), duty, **values)
    with pytest.raises(NotNow):
        extensions.ask_extension(Actor(here.science_lead), duty, **values)
    duties.assign(Actor(here.officer), duty, lead=here.science, due_on=in_days(25))
    with pytest.raises(NotNow, match="时限已由"):
        extensions.decide_extension(Actor(here.officer), asked, granted=True)
    extensions.decide_extension(Actor(here.officer), asked, granted=False, note="按新时限")
    duty.refresh_from_db()
    assert (duty.due_on, duty.extensions_granted) == (in_days(25), 0)


def test_a_unit_is_reminded_and_chased_at_most_once_a_day(here):
    duty = city.duty(here, due_on=in_days(-3), state="in_progress")
    made = pressing.remind(Actor(here.officer), duty, note="请抓紧")
    assert (made.kind, made.due_on, made.by) == ("remind", in_days(-3), here.officer)
    assert made.text == "提醒:“任务1”已超过时限3天。请抓紧"
    with pytest.raises(NotNow, match="今天已经提醒过"):
        pressing.remind(Actor(here.officer), duty)
    pressing.chase(Actor(here.officer), duty, cause="funds")
    assert list(Pressing.objects.values_list("kind", flat=True)) == ["chase", "remind"]
    told = Notice.objects.filter(key__startswith="hand:remind").values_list("user__username", flat=True)
    assert set(told) == {"science_lead", "science_staff"}
    with pytest.raises(NotAllowed):
        pressing.chase(Actor(here.science_lead), duty)


def test_a_duty_passes_from_hand_to_hand_and_keeps_its_progress(here):
    duty = city.duty(here, percent=40, person=here.science_staff)
    with pytest.raises(Unfit):
        pressing.hand_over(Actor(here.science_lead), duty, person=here.economy_staff)
    pressing.hand_over(Actor(here.science_lead), duty, person=here.science_lead, version=1)
    with pytest.raises(Stale, match="science_staff → science_lead"):
        pressing.hand_over(Actor(here.officer), duty, person=here.science_staff, version=1)
    duty.refresh_from_db()
    assert (duty.person, duty.percent, duty.version) == (here.science_lead, 40, 2)
    assert Notice.objects.get(key__startswith="handed-over").user == here.science_lead


def test_ticked_duties_are_handed_down_all_or_none(here):
    good = city.duty(here, state="registered")
    bad = city.duty(here, state="closed")
    with pytest.raises(Unfit) as refused:
        pressing.hand_down_many(Actor(here.officer), [good, bad])
    good.refresh_from_db()
    assert (set(refused.value.fields), good.state) == ({str(bad.pk)}, "registered")
    pressing.hand_down_many(Actor(here.officer), [good])
    pressing.remind_many(Actor(here.officer), [good])
    good.refresh_from_db()
    assert (good.state, good.pressings.count()) == ("handed_down", 1)
    with pytest.raises(Unfit):
        pressing.remind_many(Actor(here.officer), [good])
