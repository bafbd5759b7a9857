"""Nothing is left hanging when a duty ends, and no part outlives its whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import city
import pytest
from at_once import run_at_once
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import organisations
from luodi.site.base.models import Notice, Organisation, Role, User
from luodi.site.base.refusals import NotNow, Refusal, Unfit
from luodi.site.ledger.actions import bulk, conferences, duties, evidence, extensions, papers, parts, progress
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.models import (
    Conference,
    Duty,
    Extension,
    Inspection,
    InspectionItem,
    Node,
    Report,
    Resolution,
)
from luodi.site.ledger.queries.narrow import waiting


def office(here):
    return Actor(here.officer)


def reported(here, duty):
    return progress.report(Actor(here.science_staff), duty, Told("进展", Decimal(50)))


def more_time(here, duty):
    later = duty.due_on + timedelta(days=30)
    return extensions.ask_extension(
        Actor(here.science_lead), duty, new_due_on=later, cause="land", reason="用地"
    )


def proved(here, duty):
    upload = SimpleUploadedFile("验收.pdf", b"%PDF-1.4" + str(duty.pk).encode())
    file = evidence.offer_evidence(Actor(here.science_staff), duty, upload=upload)
    evidence.judge_evidence(office(here), file, accepted=True)


def test_a_duty_is_not_closed_over_a_report_nobody_read(here):
    duty = city.duty(here)
    proved(here, duty)
    waits = reported(here, duty)
    duties.ask_close(Actor(here.science_lead), duty)
    with pytest.raises(NotNow, match="还有1份反馈待审"):
        duties.close(office(here), duty)
    progress.accept_report(office(here), waits)
    duties.close(office(here), duty)
    assert not Duty.objects.filter(waiting("report")).exists()


def test_a_request_for_more_time_lapses_when_the_unit_asks_to_close(here):
    duty = city.duty(here)
    proved(here, duty)
    asked = more_time(here, duty)
    duties.ask_close(Actor(here.science_lead), duty)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.note) == ("refused", None, "单位已申请销号,延期申请失效。")
    assert not Duty.objects.filter(waiting("extension")).exists()
    duties.send_back(office(here), duty, note="缺结论")
    assert more_time(here, duty).state == "asked"


def test_what_waits_for_a_word_on_a_withdrawn_duty_gets_it_and_the_unit_is_told(here):
    duty = city.duty(here)
    waits, asked = reported(here, duty), more_time(here, duty)
    duties.withdraw(office(here), duty, reason="并入他项")
    assert (Report.objects.get(pk=waits.pk).state, Extension.objects.get(pk=asked.pk).state) == (
        "returned",
        "refused",
    )
    told = Notice.objects.filter(key__startswith="withdrawn")
    assert {each.user for each in told} == {here.science_lead, here.science_staff}
    assert told[0].text == f"已撤销,不再办理:“{duty.title}”,并入他项"


def test_a_duty_with_open_parts_is_not_withdrawn(here):
    whole = city.duty(here)
    part = city.duty(here, parent=whole)
    with pytest.raises(NotNow, match=part.number):
        duties.withdraw(office(here), whole, reason="x")
    duties.withdraw(office(here), part, reason="x")
    assert duties.withdraw(office(here), whole, reason="x").state == "withdrawn"


def test_a_tree_of_duties_is_withdrawn_at_once_from_below(here):
    here.commitment.dropped_in = here.version
    here.commitment.save()
    lowest = city.duty(here)
    whole = city.duty(here)
    middle = city.duty(here, parent=whole)
    Duty.objects.filter(pk=lowest.pk).update(parent=middle)
    chosen = [whole.pk, middle.pk, lowest.pk]
    done = bulk.withdraw_many(office(here), here.decision, chosen=chosen, reason="新文本删去")
    assert [each.pk for each in done] == [lowest.pk, middle.pk, whole.pk]


@pytest.mark.parametrize(
    ("state", "words"),
    [("checking", "须先将其核查为不通过"), ("closed", "须先恢复办理上级任务"), ("archived", "不再恢复")],
)
def test_a_part_is_not_taken_up_again_below_a_whole_that_is_over(here, state, words):
    part = city.duty(here, parent=city.duty(here, state=state), state="closed")
    with pytest.raises(NotNow, match=words):
        duties.reopen(office(here), part, reason="成效未保持")
    Duty.objects.filter(pk=part.parent_id).update(state="in_progress")
    assert duties.reopen(office(here), part, reason="成效未保持").state == "in_progress"


@pytest.mark.parametrize("state", ["fault", "rectified"])
def test_a_duty_with_a_finding_that_is_not_put_right_is_not_closed(here, state):
    duty, today = city.duty(here), timezone.localdate()
    proved(here, duty)
    inspection = Inspection.objects.create(
        title="台账抽查", starts_on=today, ends_on=today, state="rectifying"
    )
    item = InspectionItem.objects.create(inspection=inspection, duty=duty, state=state)
    duties.ask_close(Actor(here.science_lead), duty)
    with pytest.raises(NotNow, match="专项督查“台账抽查”"):
        duties.close(office(here), duty)
    InspectionItem.objects.filter(pk=item.pk).update(state="verified")
    assert duties.close(office(here), duty).state == "closed"


def test_days_of_whole_part_and_node_fit_together(here):
    whole = city.duty(here, due_on=date(2030, 6, 30))
    part = city.duty(here, parent=whole, due_on=date(2030, 3, 31))
    Node.objects.create(duty=part, title="中期", due_on=date(2030, 1, 31), percent=50)
    for duty, day, words in (
        (part, date(2030, 7, 1), "晚于上级任务"), (whole, date(2030, 3, 30), f"分解任务{part.number}"),
        (part, date(2030, 1, 30), "节点“中期”"),
    ):  # fmt: skip
        with pytest.raises(Unfit, match=words) as refused:
            duties.assign(office(here), duty, lead=here.science, due_on=day)
        assert set(refused.value.fields) == {"due_on"}
    why = {"cause": "land", "reason": "用地"}
    given = duties.assign(office(here), part, lead=here.science, due_on=date(2030, 6, 30), **why)
    assert given.due_on == whole.due_on
    late = city.duty(here, due_on=date(2031, 1, 1))
    with pytest.raises(Unfit, match="晚于上级任务"):
        parts.move_under(office(here), late, parent=whole)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_register_one_duty_and_number_two_tasks(here):
    found = run_at_once(*(lambda: duties.register(office(here), here.commitment) for _ in range(2)))
    assert sorted(type(each).__name__ for each in found) == ["Duty", "NotNow"]
    today = timezone.localdate()
    texts = [
        Resolution.objects.create(
            conference=Conference.objects.create(title="会", held_on=today), text="议定"
        )
        for _ in range(2)
    ]
    given = {"commitment": here.commitment, "lead": here.economy, "due_on": today}
    made = run_at_once(*(lambda each=each: conferences.task(office(here), each, **given) for each in texts))
    assert sorted(each.number for each in made) == ["0001-H1", "0001-H2"]


@pytest.mark.django_db(transaction=True)
def test_a_part_is_made_while_its_whole_is_moved_and_neither_breaks_off(here):
    other = city.duty(here)
    for number in range(4):
        duty, made = (
            city.duty(here),
            [parts.Part(f"分解{number}", here.science, Decimal(1), date(2029, 1, 1))],
        )
        found = run_at_once(
            lambda duty=duty, made=made: parts.break_down(office(here), duty, parts=made),
            lambda duty=duty: parts.move_under(office(here), duty, parent=other),
        )
        assert [type(each) for each in found] == [list, Duty]


@pytest.mark.django_db(transaction=True)
def test_a_unit_is_dissolved_while_it_reports_and_neither_breaks_off(here):
    for number in range(2):
        unit = Organisation.objects.create(name=f"第{number}局")
        lead = city.person(f"lead{number}", Role.UNIT_LEAD, unit)
        told = [(city.duty(here, unit), Told("进展", Decimal(5), cause="land")) for _ in range(3)]
        found = run_at_once(
            lambda lead=lead, told=told: progress.report_many(Actor(lead), told),
            lambda unit=unit: organisations.dissolve(
                Actor(User.objects.get(pk=here.administrator.pk)),
                unit,
                on=timezone.localdate(),
                successor=here.economy,
            ),
        )
        # either comes first: a report that comes too late is refused
        assert isinstance(found[0], list | Refusal) and isinstance(found[1], Organisation), found


def test_a_day_beyond_the_calendar_is_most_likely_a_mistyped_year(here):
    duty, far = city.duty(here), date(2226, 12, 31)
    with pytest.raises(Unfit, match="请核对年份"):
        duties.assign(office(here), duty, lead=here.science, due_on=far)
    with pytest.raises(Unfit, match="请核对年份"):
        extensions.ask_extension(Actor(here.science_lead), duty, new_due_on=far, cause="land", reason="x")


def test_a_duty_that_is_given_back_or_archived_shines_no_more(here):
    late = timezone.localdate() - timedelta(days=30)
    back = city.duty(here, state="handed_down", due_on=late, light="red")
    over = city.duty(here, state="closed", light="green")
    duties.decline(Actor(here.science_lead), back, reason="应由市经信局承办")
    duties.archive(office(here), over)
    found = Duty.objects.filter(pk__in=(back.pk, over.pk)).order_by("id").values_list("light", "light_reason")
    assert list(found) == [("none", "已立项"), ("none", "已归档")]


def test_a_duty_is_broken_down_only_so_deep_as_its_number_can_say(here):
    duty = city.duty(here, number="0001" + ".10" * 8)
    part = parts.Part("再分", here.science, Decimal(1), date(2029, 1, 1))
    with pytest.raises(Unfit, match="层级太深"):
        parts.break_down(office(here), duty, parts=[part] * 10)
    assert parts.break_down(office(here), duty, parts=[part])[0].number == f"{duty.number}.1"


def test_an_order_to_a_unit_that_is_gone_is_its_successors_to_answer(here):
    (order,) = papers.draft_orders(office(here), [city.duty(here, state="closed")])
    papers.issue(office(here), order)
    administrator = Actor(here.administrator)
    with pytest.raises(Unfit, match="1份未回复的督办单"):
        organisations.dissolve(administrator, here.science, on=timezone.localdate())
    organisations.dissolve(administrator, here.science, on=timezone.localdate(), successor=here.economy)
    answered = papers.answer(Actor(here.economy_lead), order, text="已办结")
    assert (answered.addressee, answered.answer) == (here.economy, "已办结")
