from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import city
import docx
import pytest
from at_once import run_at_once
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import store
from luodi.site.base.action import Actor
from luodi.site.base.models import Notice, Setting
from luodi.site.base.refusals import NotAllowed, NotNow, Stale, Unfit
from luodi.site.ledger import briefs, lights
from luodi.site.ledger.actions import papers
from luodi.site.ledger.models import Duty, SupervisionPaper

ON = date(2026, 11, 27)


@pytest.fixture
def late(here):
    here.actor = Actor(here.officer)
    values = {
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "light": "red",
        "percent": Decimal(20),
    }
    here.duties = [
        city.duty(here, unit, light_reason="滞后70个百分点", **values)
        for unit in (here.science, here.economy, here.science)
    ]
    return here


def issued(late, **values) -> SupervisionPaper:
    return papers.issue(late.actor, papers.draft_orders(late.actor, late.duties[:1])[0], **values)


def test_one_order_for_each_unit(late):
    made = papers.draft_orders(late.actor, late.duties, on=ON)
    assert [
        (each.addressee, list(each.duties.order_by("id")), each.number, each.answer_by) for each in made
    ] == [
        (late.science, [late.duties[0], late.duties[2]], None, date(2026, 12, 4)),
        (late.economy, [late.duties[1]], None, date(2026, 12, 4)),
    ]
    assert made[0].title == "关于“任务1”等2项任务的督办单"
    assert "“任务3”：滞后70个百分点。" in made[0].body.splitlines()


def test_an_issued_order_is_numbered_kept_and_sent(late):
    paper = issued(late, on=ON)
    assert (papers.number_in_words(paper), paper.state, paper.issued_on) == ("督〔2026〕1号", "issued", ON)
    with store.place().open(paper.file.sha256) as file:
        word = docx.Document(io.BytesIO(file.read()))
    lines = [each.text for each in word.paragraphs if each.text]
    assert (lines[0], lines[1], lines[2], lines[-2], lines[-1]) == (
        "督〔2026〕1号", "关于“任务1”的督办单", "示例市科学技术局：", "示例市委督查室", "2026年11月27日",
    )  # fmt: skip
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [
        "1", "D0001 任务1", "市科技局", "2026-12-31", "90.7%", "20%", "红灯", "未填报",
    ]  # fmt: skip
    assert word.tables[1].rows[1].cells[0].text == "回复时限"
    assert {each.user for each in Notice.objects.filter(key=f"paper:{paper.pk}")} == {
        late.science_lead, late.science_staff,
    }  # fmt: skip


def test_numbers_run_without_gaps_by_kind_and_year(late):
    drafts = [papers.draft_orders(late.actor, late.duties[:1])[0] for _ in range(3)]
    papers.discard(late.actor, drafts[0])
    with pytest.raises(Unfit):  # breaks inside the transaction: no number is lost
        papers.issue(late.actor, papers.draft_circular(late.actor, late.duties))
    numbers = [papers.number_in_words(papers.issue(late.actor, each, on=ON)) for each in drafts[1:]]
    numbers.append(papers.number_in_words(issued(late, on=date(2027, 1, 4))))
    circular = papers.draft_circular(late.actor, late.duties)
    papers.edit(late.actor, circular, title="通报", body="正文", approved_by="李书记")
    numbers.append(papers.number_in_words(papers.issue(late.actor, circular, on=ON)))
    assert numbers == ["督〔2026〕1号", "督〔2026〕2号", "督〔2027〕1号", "督通〔2026〕1号"]


def test_the_offices_own_code_is_a_setting(late):
    Setting.objects.create(name="paper_codes", value={"order": "示督字"})
    assert papers.number_in_words(issued(late, on=ON)) == "示督字〔2026〕1号"


def test_a_circular_needs_a_leaders_approval(late):
    circular = papers.draft_circular(late.actor, late.duties)
    with pytest.raises(Unfit, match="第二十一条"):
        papers.issue(late.actor, circular)
    circular.refresh_from_db()
    assert (circular.state, circular.number) == ("draft", None)


def test_what_went_out_is_not_changed(late):
    paper = issued(late)
    for change in (
        lambda: papers.edit(late.actor, paper, title="x", body="x"),
        lambda: papers.issue(late.actor, paper),
        lambda: papers.discard(late.actor, paper),
    ):
        with pytest.raises(NotNow):
            change()


def test_two_editors_meet(late):
    paper = papers.draft_circular(late.actor, late.duties)
    papers.edit(late.actor, paper, title="甲", body="正文", version=paper.version)
    with pytest.raises(Stale, match="officer"):
        papers.edit(late.actor, paper, title="乙", body="正文", version=paper.version)


def test_only_the_unit_answers_and_once(late):
    paper = issued(late)
    with pytest.raises(NotAllowed):
        papers.answer(Actor(late.economy_lead), paper, text="不是我")
    with pytest.raises(Unfit):
        papers.answer(Actor(late.science_staff), paper, text=" ")
    papers.answer(Actor(late.science_staff), paper, text="已制定赶工计划。")
    with pytest.raises(NotNow):
        papers.answer(Actor(late.science_lead), paper, text="再答")
    paper.refresh_from_db()
    assert (paper.answer, paper.answered_at is not None) == ("已制定赶工计划。", True)
    assert [each.user for each in Notice.objects.filter(key=f"paper-answered:{paper.pk}")] == [late.officer]


def test_a_draft_is_not_answered(late):
    with pytest.raises(NotAllowed):
        papers.answer(Actor(late.science_lead), papers.draft_orders(late.actor, late.duties[:1])[0], text="x")


def test_the_brief_counts_the_week(late):
    """Three red now; a week ago one was yellow and one, closed since, was green."""
    Duty.objects.update(due_on=timezone.localdate() + timedelta(days=40))
    closed = city.duty(late, state="in_progress", light="green")
    Duty.objects.filter(pk=late.duties[0].pk).update(light="yellow")
    with connection.cursor() as cursor:  # the journal so far is a week and more old
        _age_journal(cursor)
    Duty.objects.filter(pk=late.duties[0].pk).update(light="red")
    Duty.objects.filter(pk=closed.pk).update(state="closed", closed_at=timezone.now())
    overdue = city.duty(late, light="red", due_on=timezone.localdate() - timedelta(days=20))
    facts = briefs.brief(timezone.localdate())
    assert facts.lights == {"green": 0, "yellow": 0, "red": 4}
    assert facts.before == {"green": 1, "yellow": 1, "red": 2}
    assert facts.worse == [(late.duties[0], "yellow")]
    assert (facts.closed, facts.overdue, facts.overdue_count) == ([closed], [overdue], 1)
    paper = papers.draft_brief(late.actor, timezone.localdate())
    lines = paper.body.splitlines()
    assert lines[1] == (
        "在办任务4项：绿灯0项（比上周减少1项），黄灯0项（比上周减少1项），红灯4项（比上周增加2项）。"
    )
    assert lines[3] == "市科技局“任务1”由黄灯转为红灯：滞后70个百分点。"
    assert lines[5:7] == ["共1项：", "市科技局“任务4”。"]
    assert lines[-2] == "超过时限未办结1项，见下表。"


def test_the_first_brief_compares_nothing_and_reasons_have_chinese_commas(late):
    Duty.objects.update(light_reason="计划进度80.0%,实际10.0%")
    body = papers.draft_brief(late.actor, timezone.localdate()).body
    assert "红灯3项" in body and "比上周" not in body and "一周前没有在办任务，未作比较" in body
    for duty in late.duties:
        duty.refresh_from_db()
    order = papers.draft_orders(late.actor, late.duties[:1], on=ON)[0]
    assert "计划进度90.7%，实际20.0%，滞后70.7个百分点" in order.body  # as of the paper's day, like its table


def test_a_paper_writes_days_as_papers_do_and_names_the_one_that_was_promised(late):
    past = city.duty(late, late.economy, due_on=date(2026, 10, 31), percent=Decimal(71))
    lights.shine(past, ON)
    past.save()
    order = papers.draft_orders(late.actor, [past], on=ON)[0]
    assert "“任务4”：已超过时限2026年10月31日（非工作日，顺延至2026年11月2日）。" in order.body.splitlines()


def _age_journal(cursor) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("DROP TRIGGER luodi_guard_base_journalentry_update")
        cursor.execute("UPDATE base_journalentry SET at = datetime(at, '-9 days')")
    else:
        cursor.execute("ALTER TABLE base_journalentry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE base_journalentry SET at = at - interval '9 days'")


@pytest.mark.django_db(transaction=True)
def test_many_issue_at_once_and_no_number_comes_twice(late):
    drafts = [papers.draft_orders(late.actor, late.duties[:1])[0] for _ in range(12)]
    issued = run_at_once(*(partial(papers.issue, Actor(late.officer), paper, on=ON) for paper in drafts))
    assert sorted(paper.number for paper in issued) == list(range(1, 13))


# pages


def test_the_story_on_pages(late, client):
    client.force_login(late.officer)
    page = client.get(reverse("ledger:paper_choose"))
    assert page.status_code == 200
    data = {"kind": "order", "duties": [late.duties[0].pk], "form_token": "t-1"}
    answers = [client.post(reverse("ledger:paper_draft"), data) for _ in range(2)]
    paper = SupervisionPaper.objects.get()
    assert [each.url for each in answers] == [reverse("ledger:paper", args=[paper.pk])] * 2
    given = {"title": "督办单", "body": "正文", "answer_by": "2020-01-01", "version": paper.version}
    refused = client.post(reverse("ledger:paper_edit", args=[paper.pk]), given)
    assert (refused.status_code, "回复时限已过" in refused.content.decode()) == (422, True)
    given["answer_by"] = str(timezone.localdate() + timedelta(days=7))
    assert client.post(reverse("ledger:paper_edit", args=[paper.pk]), given).status_code == 302
    stale = client.post(reverse("ledger:paper_edit", args=[paper.pk]), given | {"body": "我写的一大段"})
    assert (stale.status_code, "我写的一大段" in stale.content.decode()) == (409, True)
    assert (
        client.post(reverse("ledger:paper_issue", args=[paper.pk]), {"form_token": "t-2"}).status_code == 302
    )
    client.force_login(late.science_staff)
    assert "等待贵单位回复" in client.get(reverse("ledger:papers")).content.decode()
    response = client.get(reverse("ledger:paper_file", args=[paper.pk]))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert b"".join(response.streaming_content)[:2] == b"PK"
    empty = client.post(reverse("ledger:paper_answer", args=[paper.pk]), {"answer": ""})
    assert empty.status_code == 422
    assert client.post(reverse("ledger:paper_answer", args=[paper.pk]), {"answer": "已办"}).status_code == 302
    assert "已办" in client.get(reverse("ledger:paper", args=[paper.pk])).content.decode()


def test_a_unit_sees_its_own_papers_and_circulars_that_name_it(late, client):
    own, other = papers.draft_orders(late.actor, late.duties)
    draft = papers.draft_orders(late.actor, late.duties[:1])[0]
    circular = papers.draft_circular(late.actor, late.duties[:1])
    papers.edit(late.actor, circular, title="通报", body="正文", approved_by="李书记")
    for each in (own, other, circular):
        papers.issue(late.actor, each)
    client.force_login(late.science_lead)
    codes = {
        each: client.get(reverse("ledger:paper", args=[each.pk])).status_code
        for each in (own, other, draft, circular)
    }
    assert codes == {own: 200, other: 403, draft: 403, circular: 200}
    listed = client.get(reverse("ledger:papers")).context["page"].object_list
    assert set(listed) == {own, circular}


@pytest.mark.parametrize("route", ["papers", "paper_choose", "pressings"])
def test_lists_take_few_queries_however_long(late, client, django_assert_max_num_queries, route):
    from luodi.site.ledger.actions import reminders

    client.force_login(late.officer)
    counts = []
    for wanted in (1, 3, 50):
        while SupervisionPaper.objects.count() < wanted:
            issued(late)
        while Duty.objects.count() < wanted:
            city.duty(late, light="red")
        reminders.press(timezone.now().replace(year=2026, month=12, day=31, hour=2))
        with django_assert_max_num_queries(25) as captured:
            assert client.get(reverse(f"ledger:{route}")).status_code == 200
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_an_answer_that_is_overdue_is_said_in_the_list_and_on_the_paper(late, client):
    order = issued(late)
    client.force_login(late.officer)
    assert "逾期未回复" not in client.get(reverse("ledger:papers")).content.decode()
    SupervisionPaper.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    for url in (reverse("ledger:papers"), reverse("ledger:paper", args=[order.pk])):
        assert "逾期未回复" in client.get(url).content.decode()


def test_issuing_and_deleting_ask_twice_and_say_what_was_done(late, client):
    paper = papers.draft_orders(late.actor, late.duties[:1])[0]
    client.force_login(late.officer)
    page = client.get(reverse("ledger:paper", args=[paper.pk])).content.decode()
    assert "不能再修改或撤回" in page and "确认印发" in page and "确认删除草稿" in page
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    values = {"form_token": token, "version": paper.version}
    sent = client.post(reverse("ledger:paper_issue", args=[paper.pk]), values, follow=True)
    assert "已印发:督〔" in sent.content.decode()
