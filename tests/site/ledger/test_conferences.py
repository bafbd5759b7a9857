from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import store
from luodi.site.base.action import Actor
from luodi.site.base.models import Notice
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.actions import conferences as actions
from luodi.site.ledger.actions import duties
from luodi.site.ledger.models import Conference, Duty, Resolution


@pytest.fixture
def sitting(here):
    here.actor = Actor(here.officer)
    here.sitting = actions.call(
        here.actor, None, title="创新工作联席会议", held_on=date(2026, 11, 20), attendees=[here.science, here.economy],
        place="市政府一号会议室", chair="李市长", agenda="研究中心建设\n研究用地",
    )  # fmt: skip
    return here


def tasked(here, **values) -> Duty:
    resolution = actions.resolve(here.actor, here.sitting, text="市经信局两周内拿出用地方案")
    given = {
        "commitment": here.commitment,
        "lead": here.economy,
        "due_on": timezone.localdate() + timedelta(days=14),
    }
    return actions.task(here.actor, resolution, **(given | values))


def test_units_are_told_once(sitting):
    told = Notice.objects.filter(key__startswith="conference")
    assert {each.user for each in told} == {
        sitting.science_lead, sitting.science_staff, sitting.economy_lead, sitting.economy_staff,
    }  # fmt: skip
    with pytest.raises(Unfit):
        actions.call(sitting.actor, None, title="无人", held_on=date(2026, 12, 1), attendees=[])


def test_a_resolution_becomes_a_task_that_is_handed_down(sitting):
    duty = tasked(sitting)
    assert (duty.number, duty.title, duty.state, duty.lead, duty.commitment, duty.parent) == (
        "0001-H1", "市经信局两周内拿出用地方案", "handed_down", sitting.economy, sitting.commitment, None,
    )  # fmt: skip
    assert Resolution.objects.get().duty == duty
    with pytest.raises(NotNow, match="已转为任务"):
        actions.task(
            sitting.actor, Resolution.objects.get(), commitment=sitting.commitment, lead=sitting.economy, due_on=duty.due_on
        )  # fmt: skip


def test_a_task_does_not_stand_in_the_way_of_registering(sitting):
    tasked(sitting)
    assert duties.register(sitting.actor, sitting.commitment).number == "0001"
    assert tasked(sitting, hand_it_down=False).number == "0001-H2"
    with pytest.raises(NotNow, match="已经立项"):
        duties.register(sitting.actor, sitting.commitment)


def test_a_day_that_has_passed_or_a_unit_that_is_gone_is_refused(sitting):
    sitting.economy.dissolved_on = date(2026, 1, 1)
    sitting.economy.save()
    resolution = actions.resolve(sitting.actor, sitting.sitting, text="x")
    with pytest.raises(Unfit) as refused:
        actions.task(
            sitting.actor, resolution, commitment=sitting.commitment, lead=sitting.economy, due_on=date(2020, 1, 1)
        )  # fmt: skip
    assert set(refused.value.fields) == {"due_on", "lead"}


def test_the_minutes_as_a_document(sitting):
    duty = tasked(sitting)
    actions.resolve(sitting.actor, sitting.sitting, text="下次会议听取汇报")
    sent = actions.send_minutes(sitting.actor, sitting.sitting)
    with store.place().open(sent.file.sha256) as file:
        word = docx.Document(io.BytesIO(file.read()))
    assert [each.text for each in word.paragraphs if each.text] == [
        "创新工作联席会议纪要", "时间：2026年11月20日", "地点：市政府一号会议室", "主持：李市长",
        "出席：示例市科学技术局、示例市经济和信息化局", "一、议题", "研究中心建设", "研究用地", "二、议定事项", "示例市委督查室",
        "2026年11月20日",
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows][1:] == [
        ["1", "市经信局两周内拿出用地方案", "市经信局", str(duty.due_on), "0001-H1"],
        ["2", "下次会议听取汇报", "—", "—", "—"],
    ]
    with pytest.raises(NotNow, match="已印发"):
        actions.resolve(sitting.actor, sitting.sitting, text="补记")


def test_no_minutes_of_a_sitting_to_come_or_of_nothing(sitting):
    with pytest.raises(Unfit):
        actions.send_minutes(sitting.actor, sitting.sitting)
    Conference.objects.update(held_on=timezone.localdate() + timedelta(days=3))
    actions.resolve(sitting.actor, sitting.sitting, text="x")
    with pytest.raises(NotNow, match="还没有召开"):
        actions.send_minutes(sitting.actor, sitting.sitting)


def test_only_the_office_writes(sitting):
    with pytest.raises(NotAllowed):
        actions.resolve(Actor(sitting.science_lead), sitting.sitting, text="x")


def test_pages(sitting, client):
    client.force_login(sitting.officer)
    page = reverse("ledger:conference", args=[sitting.sitting.pk])
    answer = client.post(reverse("ledger:conference_resolve", args=[sitting.sitting.pk]), {"text": "甲乙丙"})
    assert (answer.status_code, answer.url) == (302, page)
    resolution = Resolution.objects.get()
    address = reverse("ledger:resolution_task", args=[resolution.pk])
    given = {"title": "甲乙丙", "commitment": "9999", "lead": sitting.science.pk, "due_on": "2099-01-04"}
    refused = client.post(address, given)
    assert (refused.status_code, "没有编号为“9999”" in refused.content.decode()) == (422, True)
    assert client.post(address, given | {"commitment": "0001", "hand_it_down": "on"}).status_code == 302
    assert "0001-H1" in client.get(page).content.decode()
    for user, code in ((sitting.economy_staff, 200), (sitting.county_contact, 403), (sitting.leader, 200)):
        client.force_login(user)
        assert client.get(page).status_code == code


def test_the_list_takes_few_queries_however_long(sitting, client, django_assert_max_num_queries):
    client.force_login(sitting.officer)
    counts = []
    for wanted in (1, 3, 50):
        while Conference.objects.count() < wanted:
            made = Conference.objects.create(title="会", held_on=date(2026, 1, 1))
            Resolution.objects.create(conference=made, text="x")
        while sitting.sitting.resolutions.count() < wanted:
            tasked(sitting)
        taken = []
        for address in (
            reverse("ledger:conferences"),
            reverse("ledger:conference", args=[sitting.sitting.pk]),
        ):
            with django_assert_max_num_queries(25) as captured:
                assert client.get(address).status_code == 200
            taken.append(len(captured))
        counts.append(taken)
    assert counts[1] == counts[2]


def test_a_resolution_that_became_a_task_meanwhile_is_not_struck(sitting):
    as_read = actions.resolve(sitting.actor, sitting.sitting, text="两周内拿出用地方案")
    due_on = timezone.localdate() + timedelta(days=14)
    actions.task(sitting.actor, as_read, commitment=sitting.commitment, lead=sitting.economy, due_on=due_on)
    with pytest.raises(NotNow, match="已转为任务"):
        actions.strike(sitting.actor, as_read)
    assert Resolution.objects.get().duty.lead == sitting.economy
