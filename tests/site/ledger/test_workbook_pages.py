"""The sheets beside that of the reports: extensions, answers, rectifications, by one file, all or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import city
import pytest
import workbooks
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from workbooks import confirm, handed, upload

from luodi.site.base.action import REGISTRY, Actor
from luodi.site.base.models import Delegation, Grant, Role
from luodi.site.ledger.actions import duties, entering, extensions, inspections, papers
from luodi.site.ledger.models import (
    Duty,
    Extension,
    FormTime,
    Inspection,
    InspectionItem,
    Report,
    SupervisionPaper,
)
from luodi.site.ledger.sheets import cells
from luodi.site.ledger.sheets.columns import COLUMNS, HEAD, PLACE
from luodi.site.ledger.sheets.pages import PAGES

TITLES = {"extension": "延期申请", "answer": "督办单回复", "rectify": "整改"}


def order(here, unit=None):
    number = SupervisionPaper.objects.count() + 1
    return SupervisionPaper.objects.create(
        kind="order", year=2026, number=number, title=f"督办单{number}", addressee=unit or here.science, state="issued",
        answer_by=date(2030, 1, 1) + timedelta(days=number),
    )  # fmt: skip


def fault(here, duty=None, state="fault"):
    inspection = Inspection.objects.create(
        title="创新专项督查", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), state="rectifying",
        concluded_on=date(2026, 2, 2),
    )  # fmt: skip
    return InspectionItem.objects.create(
        inspection=inspection, duty=duty or city.duty(here), state=state, finding="台账不全", rectify_by=date(2030, 1, 1)
    )  # fmt: skip


def fill(book, code, row, **values):
    for field, value in values.items():
        book[TITLES[code]].cell(HEAD + row, PAGES[code].place[field]).value = value


def rows(book, code):
    sheet = book[TITLES[code]]
    return [
        [cell.value for cell in line[: len(PAGES[code].columns)]]
        for line in sheet.iter_rows(min_row=HEAD + 1)
    ]


def faults(answer):
    return [(each.sheet, each.row, each.column) for each in answer.context["faults"]]


LATER = {"new_due_on": date(2031, 6, 30), "cause": "用地", "reason": "用地指标未下达"}


def test_the_workbook_holds_what_is_open_for_the_unit_and_nothing_else(here, client):
    one, item, paper = city.duty(here), fault(here, city.duty(here, state="checking")), order(here)
    waiting = city.duty(here)
    Extension.objects.create(
        duty=waiting, asked_at=datetime(2026, 1, 1, tzinfo=UTC), old_due_on=waiting.due_on, new_due_on=date(2031, 1, 1),
        cause="land", reason="x",
    )  # fmt: skip
    order(here, here.economy), fault(here, city.duty(here, here.economy)), fault(here, one, state="verified")
    SupervisionPaper.objects.filter(pk=order(here).pk).update(answered_at=datetime(2026, 1, 1, tzinfo=UTC))
    SupervisionPaper.objects.create(kind="order", year=2026, title="草稿", addressee=here.science)
    SupervisionPaper.objects.create(
        kind="circular", year=2026, number=1, title="通报", addressee=here.science, state="issued"
    )
    book = handed(client, here.science_lead)
    assert book.sheetnames == ["填报", "延期申请", "督办单回复", "整改", "填写说明", "luodi"]
    assert [row[:2] for row in rows(book, "extension")] == [[one.number, one.title]]
    assert [row[:2] for row in rows(book, "answer")] == [["督〔2026〕1号", paper.title]]
    assert [row[:4] for row in rows(book, "rectify")] == [
        [item.duty.number, item.duty.title, "创新专项督查", "台账不全"]
    ]
    for code, page in PAGES.items():
        sheet = book[TITLES[code]]
        opened = {
            column.field
            for place, column in enumerate(page.columns, 1)
            if not sheet.cell(HEAD + 1, place).protection.locked
        }
        assert opened == {column.field for column in page.columns if column.open} and sheet.protection.sheet
    staff = handed(client, here.science_staff)
    assert staff.sheetnames == [
        "填报",
        "督办单回复",
        "填写说明",
        "luodi",
    ]  # asking and putting right are the lead's
    assert handed(client, here.economy_staff).sheetnames[1] == "督办单回复"


def test_whoever_acts_for_the_lead_is_offered_what_the_lead_may_do(here, client):
    city.duty(here)
    today = date.today()
    Delegation.objects.create(absent=here.science_lead, deputy=here.science_staff, since=today, until=today)
    assert "延期申请" in handed(client, here.science_staff).sheetnames


def filled(here, client):
    """One row on every sheet."""
    reported, asked = (city.duty(here) for _ in range(2))
    paper, item = order(here), fault(here)
    book = handed(client, here.science_lead)
    workbooks.fill(book, 1, percent=60, text="现在")
    fill(book, "extension", 2, **LATER)
    fill(book, "answer", 1, answer="已落实")
    fill(book, "rectify", 1, rectification="已补齐")
    return book, reported, asked, paper, item


def test_all_sheets_are_shown_then_done_with_one_receipt(here, client):
    book, reported, asked, paper, item = filled(here, client)
    book["填报"]["C2"] = 10
    answer = upload(client, book)
    assert (answer.status_code, answer.context["count"]) == (200, 4)
    shown = {
        title: [(each.row, each.thing, each.given) for each in some]
        for title, some in answer.context["pages"]
    }
    assert shown == {
        "延期申请": [
            (
                HEAD + 2,
                str(asked),
                [
                    ("申请时限", ("2030-12-31", "2031-06-30")),
                    ("原因", ("", "用地")),
                    ("理由", ("", "用地指标未下达")),
                ],
            )
        ],
        "督办单回复": [(HEAD + 1, paper.title, [("回复内容", ("", "已落实"))])],
        "整改": [(HEAD + 1, f"{item.duty} · 台账不全", [("整改情况", ("", "已补齐"))])],
    }
    assert (Report.objects.count(), Extension.objects.count()) == (0, 0)
    done = [confirm(client, answer) for _ in range(2)]
    assert [each.status_code for each in done] == [302, 302]
    assert "已提交:反馈 1、延期申请 1、督办单回复 1、整改 1。" in client.get("/ledger/mine/").content.decode()
    assert Report.objects.values_list("duty", "percent", "minutes").get() == (reported.pk, 60, Decimal("2.5"))
    assert Extension.objects.values_list("duty", "new_due_on", "cause", "reason").get() == (
        asked.pk, date(2031, 6, 30), "land", "用地指标未下达",
    )  # fmt: skip
    paper.refresh_from_db(), item.refresh_from_db()
    assert (paper.answer, item.rectification, item.state) == ("已落实", "已补齐", "rectified")
    assert list(FormTime.objects.order_by("id").values_list("kind", "minutes", "counted")) == [
        ("extension", Decimal("2.5"), False), ("answer", Decimal("2.5"), False), ("rectify", Decimal("2.5"), False),
    ]  # fmt: skip


def test_without_reports_the_first_row_of_each_unit_is_the_form(here, client):
    Grant.objects.create(user=here.science_lead, role=Role.UNIT_LEAD, organisation=here.economy)
    order(here), order(here), order(here, here.economy)
    book = handed(client, here.science_lead)
    for row in (1, 2, 3):
        fill(book, "answer", row, answer="已落实")
    confirm(client, upload(client, book))
    told = FormTime.objects.order_by("id").values_list("organisation", "counted")
    assert list(told) == [(here.science.pk, True), (here.science.pk, False), (here.economy.pk, True)]


def test_every_bad_cell_of_every_sheet_is_named_at_once_and_nothing_is_done(here, client):
    city.duty(here, starts_on=date(2020, 1, 1)), city.duty(here), order(here), fault(here)
    book = handed(client, here.science_lead)
    workbooks.fill(book, 1, percent=120, text="x")
    fill(book, "extension", 1, new_due_on="明年", cause="天气", reason="x")
    fill(book, "extension", 2, new_due_on=date(2027, 1, 1), reason="x")
    fill(book, "extension", 3, reason="只写了理由")
    fill(book, "answer", 1, answer="=1+1")
    fill(book, "rectify", 1, rectification="这一行是好的")
    answer = upload(client, book)
    assert answer.status_code == 422
    assert faults(answer) == [
        ("填报", HEAD + 1, "本次进度(%)"),
        ("延期申请", HEAD + 1, "原因"), ("延期申请", HEAD + 1, "申请时限"),
        ("延期申请", HEAD + 2, "原因"), ("延期申请", HEAD + 2, "申请时限"),
        ("延期申请", HEAD + 3, "申请时限"),
        ("督办单回复", HEAD + 1, "回复内容"),
    ]  # fmt: skip
    text = answer.content.decode()
    assert f"“延期申请”页第{HEAD + 2}行,申请时限:申请时限须晚于现时限2030-12-31" in text
    assert 'name="rows"' not in text
    assert not FormTime.objects.exists() and InspectionItem.objects.get().state == "fault"


def test_a_row_that_went_stale_says_who_did_what(here, client):
    book, _reported, asked, paper, item = filled(here, client)
    lead = Actor(here.science_lead)
    fill(book, "extension", 1, **LATER)
    duties.assign(
        Actor(here.officer), asked, lead=here.science, due_on=date(2031, 1, 1), cause="land", reason="用地"
    )
    extensions.ask_extension(
        lead, _reported, new_due_on=date(2031, 12, 31), cause="land", reason="网页上先申请了"
    )
    papers.answer(lead, paper, text="网页上先回复了")
    inspections.rectify(lead, item, text="网页上先报告了")
    answer = upload(client, book)
    text = answer.content.decode()
    assert faults(answer) == [
        ("延期申请", HEAD + 1, "编号"), ("延期申请", HEAD + 2, "编号"), ("督办单回复", HEAD + 1, "文号"), ("整改", HEAD + 1, "编号"),
    ]  # fmt: skip
    assert "已有一份延期申请待批" in text and "完成时限:2030-12-31 → 2031-01-01" in text
    assert text.count("science_lead于") == 2 and Report.objects.count() == 0


def test_what_goes_stale_between_preview_and_confirmation_stops_all(here, client):
    book, _reported, _asked, paper, _item = filled(here, client)
    answer = upload(client, book)
    papers.answer(Actor(here.science_lead), paper, text="网页上先回复了")
    late = confirm(client, answer)
    assert (late.status_code, faults(late)) == (422, [("督办单回复", HEAD + 1, "文号")])
    assert (Report.objects.count(), Extension.objects.count()) == (0, 0)


@pytest.mark.parametrize("code", list(PAGES))
def test_a_thing_of_another_unit_slipped_into_a_sheet_is_refused_unseen(here, client, code):
    book, *_mine = filled(here, client)
    other = city.duty(here, here.economy)
    Duty.objects.filter(pk=other.pk).update(title="别人的任务")
    foreign = {"extension": other, "answer": order(here, here.economy), "rectify": fault(here, other)}[code]
    row = 2 if code == "extension" else 1
    fill(book, code, row, thing=foreign.pk)
    answer = upload(client, book)
    assert faults(answer) == [(TITLES[code], HEAD + row, str(PAGES[code].column("").title))]
    assert "没有这一事项" in answer.content.decode() and "别人的任务" not in answer.content.decode()


def test_staff_cannot_ask_by_workbook_what_only_the_lead_may_ask(here, client):
    book, *_things = filled(here, client)
    client.force_login(here.science_staff)
    answer = upload(client, book)
    assert faults(answer) == [("延期申请", HEAD + 2, "编号"), ("整改", HEAD + 1, "编号")]


def test_a_row_twice_or_made_up_is_named(here, client):
    book, *_things = filled(here, client)
    for field in ("thing", "version"):
        fill(
            book,
            "answer",
            2,
            **{field: book["督办单回复"].cell(HEAD + 1, PAGES["answer"].place[field]).value},
        )
    fill(book, "answer", 2, answer="又一行")
    fill(book, "rectify", 2, rectification="粘贴在下面")
    answer = upload(client, book)
    assert faults(answer) == [("督办单回复", HEAD + 2, "文号"), ("整改", HEAD + 2, "编号")]


def test_a_sheet_that_was_handed_out_and_is_gone_renamed_or_doubled_is_not_passed_over(here, client):
    book, *_things = filled(here, client)
    del book["整改"]
    assert "没有找到“整改”页" in upload(client, book).context["refused"]
    book, *_things = filled(here, client)
    book["整改"].cell(HEAD, 2).value = "题目"
    assert "没有找到“整改”页" in upload(client, book).context["refused"]
    book, *_things = filled(here, client)
    book["整改"].title = "整改(王)"
    assert upload(client, book).status_code == 200
    book.copy_worksheet(book["整改(王)"])
    assert "有2页" in upload(client, book).context["refused"]


@pytest.mark.parametrize("kind", ["luodi-report-1", "luodi-report-2"])
def test_a_workbook_of_an_earlier_kind_is_told_so(here, client, kind):
    book, *_things = filled(here, client)
    book["luodi"]["A1"] = kind
    answer = upload(client, book)
    assert answer.status_code == 422 and "网站更新以前下载的填报表" in answer.context["refused"]


def test_a_preview_left_open_while_the_site_was_brought_up_to_date_is_told_so(here, client):
    from django.core import signing

    from luodi.site.ledger.sheets.columns import SALT

    client.force_login(here.science_lead)
    for rows in ([], [[["5", "1", "1", "0", "60", "文字", "", "", None]], []]):
        old = signing.dumps([here.science_lead.pk, "", *rows], salt=SALT, compress=True)
        answer = client.post(workbooks.URL, {"rows": old})
        assert answer.status_code == 422 and "预览已过期" in answer.context["refused"]


def test_untouched_sheets_do_nothing(here, client):
    city.duty(here), order(here), fault(here)
    answer = upload(client, handed(client, here.science_lead))
    assert (answer.status_code, answer.context["count"], answer.context["pages"]) == (200, 0, [])


def test_the_workbook_costs_the_same_whatever_its_length(here, client, django_assert_max_num_queries):
    found, previews = {}, {}
    for count in (1, 3, 50):
        while SupervisionPaper.objects.count() < count:
            order(here), fault(here)
        book = handed(client, here.science_lead)
        with django_assert_max_num_queries(25) as asked:
            client.get(reverse("ledger:workbook_xlsx"))
        found[count] = len(asked)
        fill(book, "answer", 1, answer="已落实")
        with django_assert_max_num_queries(60) as asked:
            upload(client, book)
        previews[count] = len(asked)
    assert found[3] == found[50] and previews[3] == previews[50]


def test_every_sheet_has_a_way_to_be_done():
    assert set(entering.WAYS) == set(PAGES)
    assert len({tuple(str(column.title) for column in page.columns) for page in PAGES.values()}) == len(PAGES)
    assert set(PLACE) == {column.field for column in COLUMNS}


@given(st.dates(date(1000, 1, 1)))
def test_a_day_survives_however_it_is_written(value):
    written = (
        value, datetime(value.year, value.month, value.day), value.isoformat(), f"{value:%Y/%m/%d}",
        f"{value.year}年{value.month}月{value.day}日", f"{value.year}.{value.month}.{value.day}",
    )  # fmt: skip
    assert {cells.day(each) for each in written} == {value.isoformat()}


@given(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers(), st.booleans()))
def test_a_cell_is_a_day_or_is_refused_in_words(value):
    try:
        found = cells.day(value)
    except cells.Bad as bad:
        assert "2026-12-31" in str(bad)
    else:
        assert found == "" or date.fromisoformat(found)


def test_a_workbook_handed_out_in_english_is_read_in_either_language(here, client):
    filled(here, client)
    english = Client(headers={"accept-language": "en"})
    book = handed(english, here.science_lead)
    assert len(book.sheetnames) == 6 and all(len(name) <= 31 for name in book.sheetnames)
    sheet = book.worksheets[2]
    sheet.cell(HEAD + 1, PAGES["answer"].place["answer"]).value = "已落实"
    for reader in (english, client):
        assert upload(reader, book).context["count"] == 1


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "用Excel填报"), ("en", "Report with Excel")])
def test_it_is_called_in_the_journal_as_on_its_page_for_it_takes_more_than_reports(
    here, client, language, title
):
    client.force_login(here.science_lead)
    client.cookies["django_language"] = language
    assert f"<h1>{title}</h1>" in client.get(workbooks.URL).content.decode()
    with translation.override(language):
        assert str(REGISTRY["duty.report_workbook"].title) == title
