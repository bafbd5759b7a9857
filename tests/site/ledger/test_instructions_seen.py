"""Where instructions are seen, and by whom: desks, a duty's page and time line, calendar and feed, search, brief, reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import busy
import city
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luodi.matching import parse
from luodi.site.base.action import Actor
from luodi.site.base.models import Notice
from luodi.site.ledger import briefs
from luodi.site.ledger.actions import feeds, instructions, paper_reminders, papers
from luodi.site.ledger.models import CoUnit, Instruction
from luodi.site.ledger.queries import timeline
from luodi.site.ledger.search.find import find
from luodi.site.ledger.succession import inherit

TEXT = "请科技局抓紧建设人才公寓,月底前报结果。"


@pytest.fixture
def given(here):
    """A duty of the science bureau, which the economy bureau helps with, and an instruction on it handed down."""
    here.duty = city.duty(here)
    CoUnit.objects.create(duty=here.duty, organisation=here.economy)
    here.instruction = made(here)
    Notice.objects.all().delete()
    return here


def made(here, duty=None, **values) -> Instruction:
    written = instructions.write(Actor(here.leader), duty or here.duty, text=TEXT, **values)
    return instructions.hand_down(Actor(here.officer), written)


def shown(client, user, url: str) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_duty_s_page_shows_it_to_those_who_may_see_it(given, client):
    url = reverse("ledger:duty", args=[given.duty.pk])
    seen = {
        name: TEXT in shown(client, getattr(given, name), url)
        for name in ("leader", "officer", "evaluator", "science_staff", "economy_lead")
    }
    assert seen == {
        "leader": True, "officer": True, "evaluator": True, "science_staff": True, "economy_lead": False,
    }  # fmt: skip
    assert "作批示" in shown(client, given.leader, url) and "登记批示" in shown(client, given.officer, url)
    assert "作批示" not in shown(client, given.science_lead, url)


def test_the_time_line_tells_it_only_to_them_too(given):
    instructions.sign(Actor(given.science_lead), given.instruction)
    told = instructions.answer(Actor(given.science_lead), given.instruction, text="已开工。")
    instructions.report_up(Actor(given.officer), told, note="属实。")

    def titles(user) -> set[str]:
        return {each.title for each in timeline.of([given.duty], user)}

    own = {"批示", "转办批示", "回复批示", "审核批示回复:已呈报"}
    assert own <= titles(given.science_lead) and own <= titles(given.evaluator)
    assert not own & titles(given.economy_lead)


def test_each_desk_says_what_waits(given, client):
    instructions.write(Actor(given.leader), None, text="请研究。")
    late = made(given)
    Instruction.objects.filter(pk=late.pk).update(answer_by=date(2020, 1, 2))

    def numbers(user) -> dict[str, int]:
        client.force_login(user)
        return {each.title: each.amount for each in client.get("/ledger/").context["instructions"].numbers}

    assert numbers(given.leader) == {"未办结": 3, "已逾期": 1, "已回复,待审核": 0, "已办结": 0}
    assert numbers(given.officer) == {"批示待转办": 1, "批示回复待审核": 0, "批示已逾期": 1}
    assert numbers(given.science_staff) == {"批示待签收": 2, "批示待回复": 0, "批示已逾期": 1}
    assert numbers(given.economy_lead) == {"批示待签收": 0, "批示待回复": 0, "批示已逾期": 0}
    assert "已逾期" in shown(client, given.leader, "/ledger/") and TEXT in shown(
        client, given.leader, "/ledger/"
    )


def test_every_number_of_a_desk_opens_the_rows_it_counts(given, client):
    for user in (given.leader, given.officer, given.science_lead):
        client.force_login(user)
        for each in client.get("/ledger/").context["instructions"].numbers:
            assert len(client.get(each.url).context["lines"]) == each.amount, each


def test_calendar_and_feed_name_its_day(given, client):
    day = given.instruction.answer_by
    page = f"/ledger/calendar/?month={day:%Y-%m}"
    link = reverse("ledger:instruction", args=[given.instruction.pk])
    assert link in shown(client, given.science_staff, page) and link not in shown(
        client, given.economy_lead, page
    )

    def fed(user) -> bool:
        text = client.get(f"/ledger/calendar/{feeds.open_feed(Actor(user))}.ics").content.decode()
        assert "人才公寓" not in text  # whoever knows the address reads it
        return f"UID:instruction-{given.instruction.pk}@" in text

    assert [fed(user) for user in (given.leader, given.science_lead, given.economy_lead)] == [
        True,
        True,
        False,
    ]
    Instruction.objects.update(state="closed")
    assert not fed(given.leader)


@pytest.mark.parametrize(("who", "count"), [("leader", 1), ("science_staff", 1), ("economy_lead", 0)])
def test_search_finds_words_of_two_characters_for_those_who_may_see_it(given, who, count):
    for word in ("公寓", "人才"):
        found = {each.source.name: len(each.hits) for each in find(getattr(given, who), parse(word))}
        assert found["instruction"] == count


def test_search_leads_to_the_instruction(given, client):
    assert reverse("ledger:instruction", args=[given.instruction.pk]) in shown(
        client, given.leader, "/ledger/search/?q=公寓"
    )


def test_the_brief_counts_them(given):
    today = timezone.localdate()
    facts = briefs.brief(today)
    assert facts.instructions == {"written": 1, "closed": 0, "open": 1, "late": 0}
    body = papers.draft_brief(Actor(given.officer), today).body
    assert "五、领导批示\n本周批示1件，办结0件；现有未办结1件，其中逾期0件。" in body
    Instruction.objects.update(state="withdrawn")
    assert "领导批示" not in papers.draft_brief(Actor(given.officer), today).body


def test_it_is_pressed_for_by_working_days_once_and_never_at_night_or_on_a_holiday(given):
    Instruction.objects.update(answer_by=date(2026, 11, 20))
    for day in range(13, 28):
        for clock in ("10:00", "15:00", "20:00"):
            paper_reminders.press(datetime.fromisoformat(f"2026-11-{day}T{clock}:00+08:00"))
    texts = list(
        Notice.objects.filter(user=given.science_staff).order_by("id").values_list("text", flat=True)
    )
    assert texts == [
        f"请回复leader批示:还有5个工作日到期(时限2026-11-20)。{given.duty}",
        f"请回复leader批示:还有3个工作日到期(时限2026-11-20)。{given.duty}",
        f"请回复leader批示:今天到期。{given.duty}",
        f"leader批示(市科技局)已逾期1个工作日(时限2026-11-20),尚未回复。{given.duty}",
        f"leader批示(市科技局)已逾期5个工作日(时限2026-11-20),尚未回复。{given.duty}",
    ]
    assert (
        list(Notice.objects.filter(user=given.officer).values_list("text", flat=True).order_by("id"))
        == texts[3:]
    )
    Instruction.objects.update(state="answered")
    assert paper_reminders.press(datetime.fromisoformat("2026-12-10T10:00:00+08:00")) == 0


def test_the_office_is_pressed_to_hand_down(given):
    Instruction.objects.update(state="withdrawn")
    waiting = instructions.write(Actor(given.leader), None, text="请研究。")
    Instruction.objects.filter(pk=waiting.pk).update(answer_by=date(2026, 11, 20))
    Notice.objects.all().delete()
    paper_reminders.press(datetime.fromisoformat("2026-11-20T10:00:00+08:00"))
    assert list(Notice.objects.values_list("user", "text")) == [
        (given.officer.pk, f"leader批示尚未转办:今天到期。{waiting.written_on}")
    ]


def test_a_dissolved_unit_leaves_its_open_instructions_to_its_successor(given):
    inherit(Actor(given.administrator), given.economy, predecessor=given.science)
    given.instruction.refresh_from_db()
    assert given.instruction.unit == given.economy


def test_pages_ask_no_more_with_many_instructions(given, client):
    busy.fill(given, 8)
    urls = (
        ("/ledger/", "leader"), ("/ledger/", "officer"), ("/ledger/", "science_staff"), ("/ledger/calendar/", "officer"),
        ("/ledger/search/?q=公寓", "leader"), (reverse("ledger:duty", args=[given.duty.pk]), "leader"),
        (reverse("ledger:duty_timeline", args=[given.duty.pk]), "leader"),
    )  # fmt: skip
    counts: dict[str, list[int]] = {}
    for more in (0, 2, 47):
        for number in range(more):
            made(given, answer_by=timezone.localdate() + timedelta(days=number % 9))
        for url, who in urls:
            client.force_login(getattr(given, who))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counts.setdefault(f"{url} {who}", []).append(len(asked))
    assert not {page: found for page, found in counts.items() if max(found) > 25 or found[2] > found[1]}, (
        counts
    )
