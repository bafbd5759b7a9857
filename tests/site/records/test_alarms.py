"""What comes due in the registers: each by its own days, once over all registers, a page by key."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
import registered
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.core.registers import check
from luodi.site.base.models import Area
from luodi.site.records import alarms
from luodi.site.records.alarms import Asked, Key
from luodi.site.records.export import GENERATED
from luodi.site.records.models import Batch, model_of

TODAY = date(2026, 6, 1)


def day(left: int) -> date:
    return TODAY + timedelta(left)


def recognition(number: int, left: int, **values):
    return registered.recognition(number, **{"valid_from": day(left - 1000), "valid_to": day(left)} | values)


def contract(number: int, left: int, **values):
    """A contract whose thirty days end so many days from today."""
    given = {
        "number": f"20259900000{number:05}", "kind": "development", "title": "示例项目", "seller": registered.holder(number),
        "area": "990103", "signed_on": day(left - 40), "accepted_on": day(left - 30), "result": "pending", "amount": 1,
    } | values  # fmt: skip
    batch = Batch.objects.create(register="technology_contract", title="t", valid=True, state="applied")
    return model_of("technology_contract").objects.create(
        batch=batch, **{f"c_{name}": value for name, value in given.items()}
    )


def found(**asked: str) -> list[tuple[str, int, str]]:
    lines = alarms.page(Asked(**asked), TODAY).lines
    return [(line.source.register.id, line.left, line.light) for line in lines]


@pytest.mark.parametrize(
    ("left", "light"),
    [
        (-91, None), (-90, "red"), (-1, "red"), (0, "yellow"), (30, "yellow"), (31, "green"), (180, "green"), (181, None),
    ],
)  # fmt: skip
def test_a_recognition_is_shown_from_its_kinds_days_before_to_ninety_days_after(db, left, light):
    recognition(1, left)
    assert found() == ([] if light is None else [("recognition", left, light)])
    for asked in ("red", "yellow", "green"):
        assert len(found(light=asked)) == (asked == light)


def test_each_kind_is_shown_by_its_own_days_and_others_by_the_registers(db):
    recognition(1, 91, kind="technology_sme")  # 90 days
    recognition(2, 90, kind="technology_sme")
    recognition(3, 180)  # a high-tech enterprise: 180
    recognition(4, 90, kind="accelerator")
    assert [left for _, left, _ in found()] == [90, 90, 180]


@pytest.mark.parametrize(
    ("left", "light"), [(-4000, "red"), (-1, "red"), (0, "yellow"), (10, "yellow"), (11, "green"), (30, "green")]
)  # fmt: skip
def test_a_contract_is_to_be_decided_within_thirty_days_and_stays_until_it_is(db, left, light):
    made = contract(1, left)
    assert found() == [("technology_contract", left, light)]
    model_of("technology_contract").objects.filter(pk=made.pk).update(
        c_decided_on=TODAY, c_result="registered"
    )
    assert found() == []


def test_what_is_followed_revoked_replaced_or_unseen_is_left_out(db):
    recognition(1, 20)
    recognition(2, 20)
    recognition(3, 1000, holder=registered.holder(2))  # renews the second
    recognition(4, 20, revoked_on=day(-5))
    recognition(5, 20, subject="示例实验室甲")
    recognition(
        6, 1000, holder=registered.holder(5), subject="示例实验室乙"
    )  # another laboratory of one holder
    recognition(7, 20)
    recognition(
        8, 1000, holder=registered.holder(7), revoked_on=day(-5)
    )  # a renewal that was revoked renews nothing
    old = recognition(9, 20)
    old.replaced_in = old.batch
    old.save()
    unseen = recognition(10, 20)
    Batch.objects.filter(pk=unseen.batch_id).update(valid=False)
    lines = alarms.page(Asked(), TODAY).lines
    assert [line.number[-1] for line in lines] == ["1", "5", "7"]


def test_filters_by_register_kind_and_area_with_what_lies_below_it(db):
    recognition(1, 5)
    recognition(2, 6, kind="incubator", area="990103")
    contract(3, 7)
    assert found(register="recognition") == [("recognition", 5, "yellow"), ("recognition", 6, "yellow")]
    assert found(kind="incubator") == [("recognition", 6, "yellow")]
    assert found(kind="development") == [("technology_contract", 7, "yellow")]
    assert found(kind="development", register="recognition") == []
    assert [left for _, left, _ in found(area="990103")] == [6, 7]
    assert [left for _, left, _ in found(area="990100")] == [5, 6, 7]
    assert found(area="990200") == found(register="no_such") == found(kind="no_such") == []


def test_a_tally_counts_the_lines_of_each_light_and_says_where_it_stopped(
    db, django_assert_num_queries, monkeypatch
):
    assert [tuple(each) for each in alarms.tallied(TODAY)] == [
        ("red", "已过期", 0, False), ("yellow", "临近到期", 0, False), ("green", "将到期", 0, False),
    ]  # fmt: skip
    for number, left in enumerate([-5, -1, 0, 40, 181]):
        recognition(number, left)
    contract(9, -2)
    with django_assert_num_queries(1):
        counted = alarms.tallied(TODAY)
    assert [(each.light, each.amount, each.more) for each in counted] == [
        ("red", 3, False), ("yellow", 1, False), ("green", 1, False),
    ]  # fmt: skip
    assert {each.light: each.amount for each in counted} == {
        light: len(found(light=light)) for light in alarms.LIGHTS
    }
    monkeypatch.setattr(alarms, "COUNTED", 2)
    assert [(each.amount, each.more) for each in alarms.tallied(TODAY)] == [(2, True), (1, False), (1, False)]


def test_the_office_s_desk_has_the_tally_fetched_and_nobody_else_s(here, client):
    registered.recognition(1, valid_to=timezone.localdate())
    client.force_login(here.officer)
    desk = client.get("/ledger/").content.decode()
    assert '<div hx-get="/records/alarms/tally/" hx-trigger="load">' in desk
    piece = client.get("/records/alarms/tally/").content.decode()
    assert '<a href="/records/alarms/?light=yellow"><span class="count">1</span>' in piece
    assert piece.count('class="zero"') == 2
    for person in (here.science_lead, here.leader, here.administrator):
        client.force_login(person)
        assert "/records/alarms/tally/" not in client.get("/ledger/").content.decode()


@given(
    st.lists(st.tuples(st.booleans(), st.integers(-8, 8)), max_size=12),
    st.integers(1, 4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_forward_and_back_give_each_line_once_in_order(db, made, size):
    for model in ("recognition", "technology_contract"):
        model_of(model).objects.all().delete()
    for number, (is_contract, left) in enumerate(made):
        (contract if is_contract else recognition)(number, left)
    whole = [line.key for line in alarms.page(Asked(), TODAY).lines]
    assert whole == sorted(whole) and len(whole) == len(made)
    before, alarms.SIZE = alarms.SIZE, size
    try:
        pages = [alarms.page(Asked(), TODAY)]
        while pages[-1].later:
            pages.append(alarms.page(Asked(), TODAY, after=Key.of(str(pages[-1].later))))
        back = pages[-1]
        for page in reversed(pages[:-1]):
            back = alarms.page(Asked(), TODAY, before=Key.of(str(back.earlier)))
            assert back.lines == page.lines
    finally:
        alarms.SIZE = before
    assert [line.key for page in pages for line in page.lines] == whole
    assert back.earlier is None


@pytest.mark.parametrize("text", ["", None, "x", "2026-01-01_1", "2026-13-01_0_1", "0001-01-01_0_1", "2026-01-01_0_-1", f"2026-01-01_0_{2**63}"])  # fmt: skip
def test_a_key_that_is_none_is_none(text):
    assert Key.of(text) is None


def test_the_page_says_status_in_words_and_leads_to_the_row_and_its_holder(here, client):
    client.force_login(here.science_staff)
    today = timezone.localdate()
    empty = client.get("/records/alarms/").content.decode()
    assert "近期没有到期的记录" in empty
    row = registered.recognition(1, valid_to=today - timedelta(3))
    company = registered.organisation(1, "示例甲公司")
    registered.recognition(2, valid_to=today, holder="91990103MA00000234")
    text = client.get("/records/alarms/?register=recognition").content.decode()
    for words in (
        "已过期",
        "已过3天",
        "今天到期",
        "有效期届满",
        "高新技术企业",
        "示例甲公司",
        "91990103MA00000234",
    ):
        assert words in text
    assert f"/records/recognition/{row.pk}/" in text and f"/records/organisation/{company.pk}/" in text
    assert "没有符合条件的记录" in client.get("/records/alarms/?area=11").content.decode()
    Area.objects.filter(pk=here.county.pk).update(code="990102")
    assert '<option value="990102">甲县</option>' in client.get("/records/alarms/").content.decode()


def test_the_file_has_all_lines_says_generated_and_runs_nothing(here, client, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    client.force_login(here.officer)
    today = timezone.localdate()
    registered.organisation(1, "=示例甲公司")
    for number in range(1, 61):
        registered.recognition(number, valid_to=today + timedelta(number % 30), holder=registered.holder(1), subject=f"{number}")  # fmt: skip
    answer = client.get("/records/alarms/export/csv/")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/records/alarms/export/xlsx/").content))
    assert len(rows) == book.active.max_row == 61
    assert rows[0] == [
        "状态", "期限", "剩余天数", "事项", "登记簿", "类别", "编号", "单位代码", "单位", "所在地", GENERATED,
    ]  # fmt: skip
    assert rows[1] == [
        "临近到期", today.isoformat(), "0", "有效期届满", "认定", "高新技术企业", "GR202390000030", registered.holder(1),
        "'=示例甲公司", "990102", "",
    ]  # fmt: skip
    assert client.get("/records/alarms/export/pdf/").status_code == 404


@pytest.mark.parametrize(
    "source", alarms.sources(), ids=lambda source: f"{source.register.id}-{source.alarm.day}"
)
def test_every_alarm_shows_its_row_until_it_is_done(db, source):
    register, alarm = source.register, source.alarm
    kinds = [kind.example for kind in register.kinds.values()]
    example = kinds[0] if kinds else {"number": "CXQ-2025-000001", "holder": registered.holder(1)}
    begun = dict.fromkeys(alarm.done) | {alarm.day: (TODAY - timedelta(alarm.after)).isoformat()}
    checked = check(register, [example | begun], most=0)
    values = {f"c_{name}": checked.columns[name].one(0) for name in register.names}
    batch = Batch.objects.create(register=register.id, title="t", valid=True, state="applied")
    row = model_of(register.id).objects.create(batch=batch, **values)
    (line,) = alarms.page(Asked(), TODAY).lines
    assert (line.source.register.id, line.pk, line.left, line.light) == (register.id, row.pk, 0, "yellow")
    assert (line.number, line.who, line.area) == (
        values[f"c_{register.key[-1]}"], values[f"c_{alarm.who}"], values.get("c_area", ""),
    )  # fmt: skip
    for name in alarm.done:
        setattr(row, f"c_{name}", TODAY)
        row.save()
        assert alarms.page(Asked(), TODAY).lines == []
        setattr(row, f"c_{name}", None)
        row.save()
