from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import city
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.site.base import options
from luodi.site.base.models import JournalEntry, Setting
from luodi.site.ledger import light_schemes, lights
from luodi.site.ledger.actions import shining
from luodi.site.ledger.models import Duty, Node

START, DUE = date(2026, 1, 1), date(2026, 4, 11)  # 100 days: each day plans one point
YINCHUAN, YICHANG = light_schemes.scheme("yinchuan"), light_schemes.scheme("yichang")


def sky(day: int, by=YINCHUAN) -> lights.Sky:
    return lights.Sky(date.fromordinal(START.toordinal() + day), by, own={})


def a_duty(**values) -> Duty:
    return Duty(**({"state": "in_progress", "starts_on": START, "due_on": DUE} | values))


@pytest.mark.parametrize(
    ("plan", "actual", "lag", "light"),
    [(60, 52, 8, "green"), (60, 50, 10, "yellow"), (60, 30, 30, "yellow"), (60, 29, 31, "red")],
)
def test_the_worked_examples_of_the_practice(plan, actual, lag, light):
    said = lights.judge(a_duty(percent=Decimal(actual)), [], sky(plan))
    assert said == (light, Decimal(lag), f"计划进度{plan}.0%,实际{actual}.0%,滞后{lag}.0个百分点")


def test_a_duty_ahead_says_no_lag():
    said = lights.judge(a_duty(percent=Decimal(70)), [], sky(60))
    assert said == ("green", Decimal(-10), "计划进度60.0%,实际70.0%")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 99), st.integers(0, 100), st.integers(0, 100))
def test_more_progress_never_makes_a_light_worse(day, one, other):
    less, more = sorted((one, other))
    worse, better = (
        lights.judge(a_duty(percent=Decimal(percent)), [], sky(day)).light for percent in (less, more)
    )
    assert lights.RANK[better] <= lights.RANK[worse]


def test_past_its_day_is_red_and_a_holiday_moves_the_day():
    on_labour_day = a_duty(due_on=date(2026, 5, 1), percent=Decimal(99))
    back_at_work, day_after = (lights.Sky(date(2026, 5, day), YINCHUAN, own={}) for day in (6, 7))
    assert lights.judge(on_labour_day, [], back_at_work).light == "green"
    said = ("red", None, "已超过时限2026-05-01(非工作日,顺延至2026-05-06)")
    assert lights.judge(on_labour_day, [], day_after) == said


@pytest.mark.parametrize(
    ("on", "light"),
    [("2026-03-31", "green"), ("2026-04-01", "yellow"), ("2026-05-31", "yellow"), ("2026-06-01", "red")],
)
def test_not_signed_for_in_the_month_of_the_start(on, light):
    duty = a_duty(state="handed_down", starts_on=date(2026, 3, 20), due_on=date(2036, 3, 20))
    said = lights.judge(duty, [], lights.Sky(date.fromisoformat(on), YINCHUAN, own={}))
    assert said.light == light
    assert (said.reason == "应于2026-03开始,尚未签收") == (light != "green")


@pytest.mark.parametrize(
    ("on", "light"),
    [("2026-02-27", "green"), ("2026-02-28", "yellow"), ("2026-03-31", "yellow"), ("2026-04-01", "red")],
)
def test_signed_for_and_nothing_counted_since(on, light):
    signed = datetime(2026, 1, 31, 2, tzinfo=UTC)
    duty = a_duty(signed_at=signed, due_on=date(2036, 3, 20))
    said = lights.judge(duty, [], lights.Sky(date.fromisoformat(on), YINCHUAN, own={}))
    assert said.light == light
    assert (said.reason == "自2026-01-31开始,尚无被采纳的反馈") == (light != "green")


def test_a_report_that_counts_ends_it():
    duty = a_duty(
        signed_at=datetime(2026, 1, 31, 2, tzinfo=UTC), due_on=date(2036, 3, 20), percent=Decimal(1)
    )
    assert lights.judge(duty, [], lights.Sky(date(2026, 6, 1), YINCHUAN, own={})).light == "green"


@pytest.mark.parametrize(
    ("on", "light", "reason"),
    [
        ("2026-03-26", "green", "计划进度84.0%,实际0.0%,滞后84.0个百分点"),
        ("2026-03-27", "yellow", "临近时限,还有10个工作日"),
        ("2026-04-13", "yellow", "临近时限,今天到期"),
        ("2026-04-14", "red", "已超过时限2026-04-11(非工作日,顺延至2026-04-13)"),
    ],
)
def test_yichang_goes_by_the_day_alone(on, light, reason):
    said = lights.judge(a_duty(), [], lights.Sky(date.fromisoformat(on), YICHANG, own={}))
    assert (said.light, said.reason) == (light, reason)


def test_each_node_has_its_own_light():
    nodes = [
        Node(title="开工", due_on=date(2026, 1, 21), percent=Decimal(20)),  # a Wednesday
        Node(title="主体", due_on=date(2026, 2, 10), percent=Decimal(40)),
        Node(title="封顶", due_on=date(2026, 3, 2), percent=Decimal(60)),
        Node(title="验收", due_on=date(2026, 3, 22), percent=Decimal(80)),
    ]
    duty = a_duty(percent=Decimal(25))
    shown = [said for _, said in lights.judge_nodes(duty, nodes, sky(42))]  # 12 February
    assert shown == [
        ("green", None, "已达到"),
        ("red", Decimal(15), "已超过节点时限2026-02-10,应达40.0%,实际25.0%"),
        ("yellow", Decimal(17), "计划进度42.0%,实际25.0%,滞后17.0个百分点"),
        ("none", None, "尚未轮到"),
    ]


def test_the_worst_light_of_a_duty_in_checking_is_not_its_day():
    said = lights.judge(a_duty(state="checking", percent=Decimal(100)), [], sky(200))
    assert said.light == "green"


def test_the_setting_chooses_the_scheme(here):
    duty = city.duty(here, starts_on=START, due_on=DUE, percent=Decimal(0))
    lights.shine(duty, date(2026, 3, 1))
    Setting.objects.create(name="lights", value="yichang")
    first = duty.light
    lights.shine(duty, date(2026, 3, 1))
    assert (first, duty.light) == ("red", "green")


def test_an_unknown_scheme_is_named_with_those_there_are():
    with pytest.raises(InputError, match="Accepted: yinchuan, yichang"):
        light_schemes.scheme("beijing")


@pytest.mark.parametrize(
    "lag", ["{yellow: 30, red: 10}", "{yellow: -1, red: 10}", "{yellow: 1}", "{yellow: a, red: 2}"]
)
def test_bounds_out_of_order_are_refused(lag):
    text = f"schemes:\n  - {{id: x, title: x, title_en: x, source: x, mark: U, lag: {lag}}}\n"
    with pytest.raises(InputError, match=r"\$\.schemes\[0\]\.lag"):
        light_schemes.parse(text)


def test_every_scheme_says_its_source_and_its_mark():
    assert [(each.id, each.mark, bool(each.source)) for each in light_schemes.schemes().values()] == [
        ("yinchuan", "S", True),
        ("yichang", "S", True),
    ]


def test_the_clock_brings_all_running_lights_up_to_date_in_its_own_name(here):
    late = city.duty(here, starts_on=START, due_on=DUE, percent=Decimal(0))
    fine = city.duty(here, starts_on=START, due_on=DUE, percent=Decimal(90))
    closed = city.duty(here, state="closed", starts_on=START, due_on=DUE)
    before = JournalEntry.objects.count()
    assert shining.shine_all(date(2026, 2, 10)) == 2
    late.refresh_from_db(), fine.refresh_from_db(), closed.refresh_from_db()
    assert [(each.light, each.lag, each.version) for each in (late, fine, closed)] == [
        ("red", Decimal(40), 1),
        ("green", Decimal(-50), 1),
        ("none", None, 1),
    ]
    entries = JournalEntry.objects.order_by("id")[before:]
    assert {(each.row, each.user, each.action, each.reason) for each in entries} == {
        (late.pk, None, "lights.shine", "每日亮灯"),
        (fine.pk, None, "lights.shine", "每日亮灯"),
    }


def test_a_light_that_hardly_moved_leaves_no_trace(here):
    city.duty(here, starts_on=date(2026, 1, 1), due_on=date(2030, 12, 31), percent=Decimal(0))
    assert shining.shine_all(date(2026, 6, 1)) == 1
    before = JournalEntry.objects.count()
    assert [shining.shine_all(date(2026, 6, day)) for day in (1, 2, 10)] == [0, 0, 0]
    assert JournalEntry.objects.count() == before
    assert shining.shine_all(date(2026, 7, 1)) == 1


def test_words_that_count_the_days_left_are_brought_up_to_date_every_day(here):
    """The lag of five years moves by less than a point a week; the days left go by all the same."""
    Setting.objects.create(name="lights", value="yichang")
    duty = city.duty(here, starts_on=date(2021, 4, 14), due_on=DUE)
    found = []
    for day in ("2026-04-08", "2026-04-09", "2026-04-10", "2026-04-11", "2026-04-13", "2026-04-14"):
        shining.shine_all(date.fromisoformat(day))
        duty.refresh_from_db()
        found.append((duty.light, duty.light_reason))
    assert found == [
        ("yellow", "临近时限,还有3个工作日"), ("yellow", "临近时限,还有2个工作日"), ("yellow", "临近时限,还有1个工作日"),
        ("yellow", "临近时限,还有1个工作日"), ("yellow", "临近时限,今天到期"), ("red", "已超过时限2026-04-11(非工作日,顺延至2026-04-13)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "light"), [("2026-04-13T15:59:59", "yellow"), ("2026-04-13T16:00:00", "red")]
)
def test_a_day_ends_at_midnight_in_the_city(moment, light):
    """Sixteen o'clock in Greenwich is midnight in Shanghai."""
    today = timezone.localdate(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert lights.judge(a_duty(), [], lights.Sky(today, YICHANG, own={})).light == light


def test_what_is_over_its_day_changes_its_words_only_once(here):
    duty = city.duty(here, starts_on=START, due_on=DUE)
    assert [shining.shine_all(date(2026, 4, day)) for day in (14, 15, 30)] == [1, 0, 0]
    duty.refresh_from_db()
    assert duty.light_reason == "已超过时限2026-04-11(非工作日,顺延至2026-04-13)"


def test_the_settings_page_offers_every_scheme():
    assert [id for id, _title in options.CHOICES["lights"]()] == ["yinchuan", "yichang"]
