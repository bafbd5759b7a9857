from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import city
import pytest
from at_once import run_at_once
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.site.base.models import Delegation, JournalEntry, Notice, Setting
from luodi.site.ledger import pressing
from luodi.site.ledger.actions import reminders
from luodi.site.ledger.models import Node, Pressing

DUE = date(2026, 11, 20)  # a Friday


def at(day: str, clock: str = "10:00") -> datetime:
    """A moment by the clock on the wall in Shanghai."""
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00")


def hour(day: str, leads=(10, 3, 0, -1, -5), own=None) -> pressing.Hour:
    return pressing.Hour(at(day), leads, (1, 5, 10), (9, 17), own or {})


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        ("2026-11-05", None), ("2026-11-06", 10), ("2026-11-16", 10), ("2026-11-17", 3), ("2026-11-19", 3), ("2026-11-20", 0),
        ("2026-11-22", 0), ("2026-11-23", -1), ("2026-11-27", -5), ("2027-03-01", -5),
    ],
)  # fmt: skip
def test_the_newest_lead_that_has_come_counts(day, lead):
    assert pressing.newest_lead(DUE, hour(day)) == lead


def test_a_day_on_a_holiday_is_pressed_for_on_the_working_day_after():
    assert pressing.newest_lead(date(2026, 10, 1), hour("2026-10-08", leads=(0, -1))) == 0
    assert pressing.newest_lead(date(2026, 10, 1), hour("2026-10-09", leads=(0, -1))) == -1


@pytest.mark.parametrize(
    ("day", "level"), [("2026-11-20", 0), ("2026-11-23", 1), ("2026-11-27", 2), ("2026-12-04", 3)]
)
def test_levels_by_working_days_overdue(day, level):
    assert pressing.level(DUE, hour(day)) == level


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2025, 2, 1), date(2026, 10, 1)), st.integers(0, 40))
def test_as_time_goes_by_leads_only_fall_and_levels_only_rise(due, after):
    earlier, later = hour(str(due + timedelta(days=after - 20))), hour(str(due + timedelta(days=after - 19)))
    leads = [pressing.newest_lead(due, each) for each in (earlier, later)]
    assert leads[0] is None or (leads[1] is not None and leads[1] <= leads[0])
    assert pressing.level(due, earlier) <= pressing.level(due, later)


def test_the_person_is_reminded_before_on_and_after_the_day_each_once(here):
    duty = city.duty(here, due_on=DUE, person=here.science_staff)
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(30)]
    for day in days:
        for clock in ("08:59", "09:00", "12:00", "16:59", "17:00", "23:00"):
            reminders.press(at(str(day), clock))
    sent = [
        (
            each.kind,
            each.lead_days,
            each.level,
            str(each.at.astimezone(UTC).date()),
            each.at.astimezone(UTC).hour,
        )
        for each in Pressing.objects.order_by("id")
    ]
    assert sent == [
        ("remind", 10, 0, "2026-11-06", 1),
        ("remind", 3, 0, "2026-11-17", 1),
        ("remind", 0, 0, "2026-11-20", 1),
        ("chase", -1, 0, "2026-11-23", 1),
        ("escalate", None, 1, "2026-11-23", 1),
        ("chase", -5, 0, "2026-11-27", 1),
        ("escalate", None, 2, "2026-11-27", 1),
    ]
    assert [each.text for each in Notice.objects.filter(user=here.science_staff).order_by("id")] == [
        f"提醒:“{duty.title}”还有10个工作日到期(时限2026-11-20)。",
        f"提醒:“{duty.title}”还有3个工作日到期(时限2026-11-20)。",
        f"提醒:“{duty.title}”今天到期。",
        f"催办:“{duty.title}”已逾期1个工作日(时限2026-11-20)。",
        f"催办:“{duty.title}”已逾期5个工作日(时限2026-11-20)。",
    ]


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-03", "2026-09-26"])
def test_nothing_goes_out_on_a_holiday(here, day):
    city.duty(here, due_on=date.fromisoformat(day))
    assert reminders.press(at(day)) == 0


def test_a_shifted_workday_is_a_day_like_any_other(here):
    city.duty(here, due_on=date(2026, 10, 10))
    assert reminders.press(at("2026-10-10")) == 1  # a Saturday that is worked


def test_after_standing_still_only_the_newest_goes_out(here):
    duty = city.duty(here, due_on=DUE)
    reminders.press(at("2026-12-07"))
    assert [(each.kind, each.lead_days, each.level) for each in Pressing.objects.order_by("id")] == [
        ("chase", -5, 0),
        ("escalate", None, 3),
    ]
    assert {each.user for each in Notice.objects.filter(key__startswith="escalate")} == {
        here.science_lead, here.officer, here.leader,
    }  # fmt: skip
    assert Pressing.objects.get(kind="escalate").text == (
        f"升级(第3级):“{duty.title}”(市科技局)已逾期11个工作日(时限2026-11-20),滞后原因未填报。"
    )


def test_an_escalation_carries_the_cause_code(here):
    city.duty(here, due_on=DUE, cause="funds")
    reminders.press(at("2026-11-23"))
    raised = Pressing.objects.get(kind="escalate")
    assert (raised.cause, raised.text.endswith("滞后原因:资金。")) == ("funds", True)
    assert [each.user for each in Notice.objects.filter(key=raised.key)] == [here.science_lead]


def test_more_time_starts_the_reminders_anew(here):
    duty = city.duty(here, due_on=DUE)
    reminders.press(at("2026-11-20"))
    duty.due_on = date(2026, 11, 27)
    duty.save()
    assert reminders.press(at("2026-11-24")) == 1
    assert Pressing.objects.order_by("-id")[0].due_on == duty.due_on


def test_a_unit_without_people_is_the_offices_matter(here):
    here.science_lead.grants.all().delete()
    here.science_staff.grants.all().delete()
    city.duty(here, due_on=DUE)
    reminders.press(at("2026-11-20"))
    assert [each.user for each in Notice.objects.all()] == [here.officer]


def test_who_acts_for_a_colleague_is_told_too(here):
    Delegation.objects.create(
        absent=here.science_staff, deputy=here.science_lead, since=date(2026, 11, 1), until=date(2026, 11, 30)
    )
    city.duty(here, due_on=DUE, person=here.science_staff)
    reminders.press(at("2026-11-20"))
    assert {each.user for each in Notice.objects.all()} == {here.science_staff, here.science_lead}


def test_nodes_are_pressed_for_until_they_are_reached(here):
    duty = city.duty(here, due_on=date(2030, 12, 31), percent=Decimal(10))
    node = Node.objects.create(duty=duty, title="开工", due_on=DUE, percent=30)
    Node.objects.create(duty=duty, title="立项", due_on=date(2026, 11, 16), percent=10)  # reached
    reminders.press(at("2026-11-20"))
    pressed = Pressing.objects.get()
    assert (pressed.node, pressed.text) == (node, f"提醒:“{duty.title}”节点“开工”今天到期。")


@pytest.mark.parametrize("state", ["registered", "checking", "closed", "withdrawn"])
def test_nobody_is_pressed_for_what_is_not_theirs_to_do(here, state):
    city.duty(here, state=state, due_on=DUE)
    assert reminders.press(at("2026-12-01")) == 0


def test_the_settings_decide(here):
    Setting.objects.create(name="reminder_leads", value=[2])
    Setting.objects.create(name="reminder_hours", value=[8, 9])
    Setting.objects.create(name="escalation_days", value=[])
    Setting.objects.create(name="own_holidays", value={"2026-11-19": True})
    city.duty(here, due_on=DUE)
    assert reminders.press(at("2026-11-17", "10:00")) == 0  # past the hours
    assert reminders.press(at("2026-11-17", "08:30")) == 1  # two working days: the 19th is off
    assert [(each.lead_days, each.at) for each in Pressing.objects.all()] == [(2, at("2026-11-17", "08:30"))]


def test_the_journal_says_it_was_the_clock(here):
    city.duty(here, due_on=DUE)
    reminders.press(at("2026-11-20"))
    entry = JournalEntry.objects.get(table="ledger_pressing")
    assert (entry.user, entry.action, entry.reason) == (None, "pressing.by_clock", "定时提醒")


def test_a_batch_that_breaks_leaves_nothing(here):
    city.duty(here, due_on=DUE)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        reminders.press(at("2026-11-20"))
        _ = 1 / 0
    assert (Pressing.objects.count(), Notice.objects.count()) == (0, 0)
    assert reminders.press(at("2026-11-20")) == 1


def test_batches_cost_the_same_few_queries(here, django_assert_max_num_queries):
    for _ in range(50):
        city.duty(here, due_on=DUE)
    with django_assert_max_num_queries(36):
        assert reminders.press(at("2026-11-20")) == 50


def test_a_clock_set_back_says_nothing_that_is_past(here):
    city.duty(here, due_on=DUE)
    assert reminders.press(at("2026-11-27")) == 2  # five days over it: a chase and the second level
    for day in ("2026-11-23", "2026-11-20", "2026-11-17", "2026-11-06", "2026-11-27"):
        assert reminders.press(at(day)) == 0
    assert reminders.press(at("2026-12-04")) == 1  # the third level


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_everything_once(here):
    for _ in range(5):
        city.duty(here, due_on=DUE)
    run_at_once(*(lambda: reminders.press(at("2026-11-23")) for _ in range(3)))
    assert Pressing.objects.count() == 10
    assert Notice.objects.filter(user=here.science_lead).count() == 10
