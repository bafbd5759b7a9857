from __future__ import annotations

import io
import re
from datetime import date, timedelta

import city
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Delegation, JournalEntry, Notice, Setting
from luodi.site.base.refusals import NotAllowed, NotNow, Stale, Unfit
from luodi.site.ledger import instructing, lights
from luodi.site.ledger.actions import instructions as actions
from luodi.site.ledger.actions import papers
from luodi.site.ledger.models import Duty, FormTime, Instruction, InstructionAnswer

FRIDAY = date(2026, 11, 27)


def scan(name: str = "批示.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 x", "application/pdf")


@pytest.fixture
def given(here):
    """A duty of the science bureau, and everybody who has to do with an instruction on it as an actor."""
    here.duty = city.duty(here)
    here.boss, here.clerk = Actor(here.leader), Actor(here.officer)
    here.doer, here.other = Actor(here.science_staff), Actor(here.economy_lead)
    return here


def written(given, **values) -> Instruction:
    values = {"text": "请科技局抓紧推进,月底前报结果。"} | values
    return actions.write(given.boss, given.duty, **values)


def handed_down(given) -> Instruction:
    return actions.hand_down(given.clerk, written(given))


def answered(given) -> InstructionAnswer:
    return actions.answer(given.doer, actions.sign(given.doer, handed_down(given)), text="已召开专题会。")


def told(key: str) -> set:
    return {each.user for each in Notice.objects.filter(key=key)}


def test_from_the_leaders_pen_to_the_leaders_desk(given):
    made = written(given)
    assert (made.state, made.leader, made.by, made.unit) == ("written", given.leader, given.leader, None)
    assert told(f"instruction:{made.pk}:written") == {given.officer}
    assert "抓紧" not in Notice.objects.get(user=given.officer).text  # notices are mailed, too
    made = actions.hand_down(given.clerk, made)
    assert (made.state, made.unit_id) == ("handed_down", given.science.pk)
    assert told(f"instruction:{made.pk}:handed-down") == {given.science_lead, given.science_staff}
    assert actions.sign(given.doer, made).state == "signed"
    first = actions.answer(given.doer, made, text="正在办理。", files=[scan()])
    made.refresh_from_db()
    assert (made.state, [each.name for each in first.files.all()]) == ("answered", ["批示.pdf"])
    actions.send_back(given.clerk, first, note="没有说明时间。")
    made.refresh_from_db()
    assert (made.state, made.closed_at) == ("signed", None)
    second = actions.answer(given.doer, made, text="已于11月26日办结。")
    actions.report_up(given.clerk, second, note="属实。")
    made.refresh_from_db()
    assert (made.state, made.closed_at is not None) == ("closed", True)
    assert list(made.answers.values_list("state", "note")) == [
        ("reported", "属实。"),
        ("returned", "没有说明时间。"),
    ]
    assert told(f"instruction:{made.pk}:reported") == {given.leader}
    assert FormTime.objects.filter(kind="instruct", instruction=made, organisation=given.science).count() == 2


def test_the_usual_day_is_a_setting_in_working_days(given):
    assert actions.usual_day(FRIDAY) == date(2026, 12, 4)
    Setting.objects.create(name="instruction_days", value=1)
    assert actions.usual_day(FRIDAY) == date(2026, 11, 30)


def test_a_deputy_writes_in_the_leaders_name_and_the_journal_says_so(given):
    today = timezone.localdate()
    Delegation.objects.create(absent=given.leader, deputy=given.evaluator, since=today, until=today)
    made = actions.write(Actor(given.evaluator), given.duty, text="请抓紧。")
    assert (made.leader, made.by) == (given.leader, given.evaluator)
    entry = JournalEntry.objects.get(table="ledger_instruction", row=made.pk)
    assert (entry.user, entry.acting_for) == (given.evaluator.pk, given.leader.pk)


def test_the_office_records_one_that_came_on_paper(given):
    yesterday = timezone.localdate() - timedelta(days=1)
    made = actions.record(
        given.clerk, given.duty, leader=given.leader, text="请抓紧。", written_on=yesterday, upload=scan()
    )
    assert (made.leader, made.by, made.written_on, made.file.name) == (
        given.leader,
        given.officer,
        yesterday,
        "批示.pdf",
    )
    with pytest.raises(Unfit, match="不是市领导"):
        actions.record(given.clerk, given.duty, leader=given.evaluator, text="x", written_on=yesterday)
    with pytest.raises(Unfit, match="晚于今天"):
        actions.record(
            given.clerk, given.duty, leader=given.leader, text="x", written_on=yesterday + timedelta(2)
        )


def test_what_does_not_fit_is_refused(given):
    for values in (
        {"text": " "}, {"text": "长" * 2001}, {"answer_by": timezone.localdate() - timedelta(1)}, {"answer_by": date(9999, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(Unfit):
            written(given, **values)
    given.duty.state = "withdrawn"
    with pytest.raises(Unfit, match="已撤销"):
        written(given)
    assert Instruction.objects.count() == 0


def test_one_about_nothing_gets_a_duty_before_it_is_handed_down(given):
    made = actions.write(given.boss, None, text="请研究人才公寓问题。")
    with pytest.raises(NotNow, match="对应到责任事项"):
        actions.hand_down(given.clerk, made)
    day = timezone.localdate() + timedelta(days=30)
    made = actions.task(
        given.clerk, made, commitment=given.commitment, title="建设人才公寓", lead=given.economy, due_on=day
    )
    assert (made.duty.number, made.duty.title, made.duty.state) == ("0001-P1", "建设人才公寓", "handed_down")
    assert actions.hand_down(given.clerk, made).unit_id == given.economy.pk
    other = actions.write(given.boss, None, text="请抓紧。")
    assert actions.place(given.clerk, other, duty=given.duty).duty == given.duty
    with pytest.raises(NotNow, match="已有对应"):
        actions.task(
            given.clerk, other, commitment=given.commitment, title="x", lead=given.economy, due_on=day
        )


def test_without_a_lead_unit_nothing_is_handed_down(given):
    Duty.objects.update(lead=None)
    with pytest.raises(NotNow, match="没有牵头单位"):
        handed_down(given)


def test_each_step_is_only_for_those_who_may(given):
    made = written(given)
    for actor in (given.boss, given.doer, given.other):
        with pytest.raises(NotAllowed):
            actions.hand_down(actor, made)
    for actor in (given.clerk, given.doer, Actor(given.evaluator), Actor(given.administrator)):
        with pytest.raises(NotAllowed):
            actions.write(actor, given.duty, text="x")
    made = actions.hand_down(given.clerk, made)
    for actor in (given.boss, given.clerk, given.other):
        with pytest.raises(NotAllowed):
            actions.sign(actor, made)
    told = actions.answer(given.doer, actions.sign(given.doer, made), text="已办。")
    for actor in (given.boss, given.doer, given.other):
        with pytest.raises(NotAllowed):
            actions.report_up(actor, told)
    with pytest.raises(NotAllowed):
        actions.withdraw(given.doer, made, reason="x")


def test_nobody_reviews_their_own_answer(given):
    told = answered(given)
    InstructionAnswer.objects.update(by=given.officer)
    with pytest.raises(NotAllowed):
        actions.report_up(given.clerk, told)


def test_a_step_out_of_turn_says_which_state_allows_it(given):
    made = handed_down(given)
    with pytest.raises(NotNow, match=r"待签收.*不能回复批示.*办理中"):
        actions.answer(given.doer, made, text="已办。")
    actions.sign(given.doer, made)
    with pytest.raises(NotNow):
        actions.sign(given.doer, made)
    with pytest.raises(Stale):
        actions.answer(given.doer, made, text="已办。", version=1)
    told = actions.answer(given.doer, made, text="已办。")
    actions.report_up(given.clerk, told)
    for late in (
        lambda: actions.report_up(given.clerk, told),
        lambda: actions.withdraw(given.boss, made, reason="x"),
    ):
        with pytest.raises(NotNow):
            late()


def test_a_leader_takes_an_instruction_back(given):
    made = handed_down(given)
    with pytest.raises(Unfit):
        actions.withdraw(given.boss, made, reason=" ")
    assert actions.withdraw(given.boss, made, reason="情况已变化").state == "withdrawn"
    assert told(f"instruction:{made.pk}:withdrawn") == {given.leader, given.science_lead, given.science_staff}


@pytest.mark.parametrize(
    ("on", "state", "light", "words"),
    [
        (FRIDAY, "signed", "green", "还有5个工作日到期(时限2026-12-04)"),
        (date(2026, 12, 2), "written", "yellow", "还有2个工作日到期(时限2026-12-04)"),
        (date(2026, 12, 4), "handed_down", "yellow", "今天到期"),
        (date(2026, 12, 8), "signed", "red", "已逾期2个工作日(时限2026-12-04)"),
        (date(2026, 12, 8), "withdrawn", "none", "不再办理"),
    ],
)
def test_its_light_has_its_reason_in_words(given, on, state, light, words):
    made = Instruction(
        leader=given.leader, text="x", written_on=FRIDAY, answer_by=date(2026, 12, 4), state=state
    )
    assert tuple(instructing.judge(made, lights.Sky(on))) == (light, None, words)


def test_an_answer_that_came_late_says_so(given):
    made = Instruction(
        state="closed", answer_by=FRIDAY, answered_at=timezone.make_aware(timezone.datetime(2026, 12, 1, 9))
    )
    assert instructing.judge(made, lights.Sky(date(2026, 12, 8))).reason == "回复晚于时限2026-11-27"


# pages


def page(client, user, route, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"ledger:{route}", args=args), query)


def test_the_story_on_pages(given, client):
    assert page(client, given.leader, "instruction_new", of=given.duty.pk).status_code == 200
    new = reverse("ledger:instruction_new")
    sent = {"of": given.duty.pk, "text": "请抓紧。", "answer_by": "2099-12-31", "form_token": "t-1"}
    answers = [client.post(new, sent) for _ in range(2)]
    made = Instruction.objects.get()
    assert [each.url for each in answers] == [reverse("ledger:instruction", args=[made.pk])] * 2
    refused = client.post(new, sent | {"answer_by": "2020-01-01", "text": "我写的一句", "form_token": "t-2"})
    assert (refused.status_code, "我写的一句" in refused.content.decode()) == (422, True)

    def step(user, verb, status=302, **values):
        client.force_login(user)
        version = Instruction.objects.get().version
        answer = client.post(
            reverse("ledger:instruction_step", args=[made.pk, verb]), {"version": version} | values
        )
        assert answer.status_code == status, answer.content.decode()
        return answer

    assert page(client, given.science_staff, "instruction", made.pk).status_code == 403
    step(given.leader, "report_up", 409)
    step(given.officer, "hand_down")
    step(given.science_staff, "sign")
    step(given.science_staff, "answer", 422, text="")
    step(given.science_staff, "answer", text="已办。", files=[scan()], minutes="2.5")
    step(given.officer, "send_back", note="请补充。")
    step(given.science_staff, "answer", text="已办结。", minutes="1")
    step(given.officer, "report_up")
    shown = page(client, given.leader, "instruction", made.pk).content.decode()
    assert "已办结" in shown and "请补充。" in shown and "批示.pdf" in shown
    first = InstructionAnswer.objects.order_by("id").first()
    answer = page(client, given.science_lead, "instruction_answer_file", first.pk, first.files.get().pk)
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert sorted(map(str, FormTime.objects.values_list("minutes", flat=True))) == ["1.0", "2.5"]


def test_an_instruction_on_a_brief_may_name_one_of_its_duties(given, client):
    brief = papers.issue(given.clerk, papers.draft_brief(given.clerk, timezone.localdate()))
    brief.duties.set([given.duty])
    assert "不对应具体事项" in page(client, given.leader, "instruction_new", paper=brief.pk).content.decode()
    sent = {"paper": brief.pk, "text": "请抓紧。", "answer_by": "2099-12-31"}
    for token, duty in (("a", given.duty.pk), ("b", "")):
        assert (
            client.post(
                reverse("ledger:instruction_new"), sent | {"form_token": token, "duty": duty}
            ).status_code
            == 302
        )
    assert list(Instruction.objects.order_by("id").values_list("paper", "duty")) == [
        (brief.pk, given.duty.pk), (brief.pk, None),
    ]  # fmt: skip


def test_the_list_is_narrowed_and_handed_out_as_a_workbook(given, client):
    first, second = handed_down(given), actions.write(given.boss, None, text="=请研究")
    Instruction.objects.filter(pk=first.pk).update(answer_by=date(2020, 1, 2))

    def rows(user, **query):
        return [each.instruction for each in page(client, user, "instructions", **query).context["lines"]]

    assert rows(given.leader) == [second, first]
    assert rows(given.officer, state="late") == [first]
    assert rows(given.officer, unit=given.science.pk) == [first]
    assert rows(given.officer, leader=given.leader.pk, state="written") == [second]
    assert (rows(given.science_lead), rows(given.economy_lead)) == ([first], [])
    answer = page(client, given.officer, "instructions_xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    found = list(sheet.iter_rows(values_only=True))
    assert found[0][:3] == ("批示日期", "批示领导", "批示内容")
    assert [row[2] for row in found[1:]] == ["'=请研究", first.text]


def test_the_list_takes_few_queries_however_long(given, client, django_assert_max_num_queries):
    counts = []
    client.force_login(given.officer)
    for more in (1, 2, 47):
        for _ in range(more):
            handed_down(given)
        with django_assert_max_num_queries(25) as asked:
            assert client.get(reverse("ledger:instructions")).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2], counts


def test_the_page_says_whether_an_instruction_was_written_or_recorded(given, client):
    new = reverse("ledger:instruction_new")
    for person, more, said in (
        (given.leader, {}, "已办理:作批示。"),
        (given.officer, {"leader": given.leader.pk, "written_on": timezone.localdate()}, "已办理:登记批示。"),
    ):
        client.force_login(person)
        form = client.get(new, {"of": given.duty.pk}).content.decode()
        token = re.search(r'name="form_token" value="([^"]+)"', form)[1]
        sent = {
            "form_token": token,
            "of": given.duty.pk,
            "text": "请抓紧推进。",
            "answer_by": "2099-12-31",
        } | more
        assert said in client.post(new, sent, follow=True).content.decode()
