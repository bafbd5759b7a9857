from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.site.base.models import Setting
from luodi.site.ledger import calendar

# 国务院办公厅 notices of holidays: days closed (first, last), and the weekend days worked for them.
CLOSED = {
    2024: ["0101-0101", "0210-0217", "0404-0406", "0501-0505", "0610-0610", "0915-0917", "1001-1007"],
    2025: ["0101-0101", "0128-0204", "0404-0406", "0501-0505", "0531-0602", "1001-1008"],
    2026: ["0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"],
}
WORKED = {
    2024: ["0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"],
    2025: ["0126", "0208", "0427", "0928", "1011"],
    2026: ["0104", "0214", "0228", "0509", "0920", "1010"],
}


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


@pytest.mark.parametrize("year", CLOSED)
def test_every_day_of_a_year_is_as_the_notice_says(year):
    closed = set()
    for span in CLOSED[year]:
        first, last = (_day(year, text) for text in span.split("-"))
        closed |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    worked = {_day(year, text) for text in WORKED[year]}
    days = [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    expected = [day for day in days if day in worked or (day.weekday() < 5 and day not in closed)]
    assert [day for day in days if calendar.is_working_day(day, {})] == expected
    assert calendar.announced(year)


def test_a_year_without_a_notice_says_so():
    assert not calendar.announced(2050)
    assert not calendar.is_working_day(date(2050, 10, 1), {})  # a Saturday, and a legal holiday


def test_a_day_on_a_holiday_moves_to_the_next_working_day():
    assert calendar.on_or_after(date(2026, 10, 1), {}) == date(2026, 10, 8)
    assert calendar.on_or_after(date(2026, 2, 14), {}) == date(2026, 2, 14)  # a Saturday that is worked


def test_the_citys_own_days_come_from_the_setting(here):
    day = date(2026, 11, 30)  # a Monday
    assert calendar.is_working_day(day)
    Setting.objects.create(name="own_holidays", value={"2026-11-30": True, "2026-11-29": False})
    assert not calendar.is_working_day(day)
    assert calendar.is_working_day(date(2026, 11, 29))
    assert calendar.on_or_after(day) == date(2026, 12, 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(0, 60))
def test_counting_forward_is_what_was_gone(day, count):
    assert calendar.between(day, calendar.add(day, count, {}), {}) == count


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2024, 3, 1), date(2026, 12, 1)), st.integers(1, 60))
def test_going_back_lands_on_a_working_day_so_many_before(day, count):
    back = calendar.add(day, -count, {})
    between = [back + timedelta(days=n) for n in range((day - back).days)]
    assert sum(calendar.is_working_day(each, {}) for each in between) == count
    assert calendar.is_working_day(back, {})


def test_a_mistyped_year_is_reckoned_by_weeks_and_never_runs_out_of_days():
    far = date(9999, 12, 31)
    assert calendar.on_or_after(far, {}) == far
    assert calendar.between(date(2099, 12, 31), date(2100, 1, 14), {}) == 10
    assert calendar.between(date(2026, 11, 27), far, {}) == -calendar.between(far, date(2026, 11, 27), {})


@pytest.mark.parametrize(
    ("day", "closed"), [("2027-01-01", True), ("2027-01-04", False), ("2027-10-01", True)]
)
def test_a_year_without_its_notice_yet_knows_weekends_and_legal_holidays(day, closed):
    assert calendar.is_working_day(date.fromisoformat(day), {}) is not closed


def test_a_due_day_over_the_turn_of_the_year_moves_to_the_first_working_day():
    assert calendar.on_or_after(date(2027, 1, 1), {}) == date(2027, 1, 4)
    assert calendar.add(date(2026, 12, 31), 1, {}) == date(2027, 1, 4)
    assert calendar.on_or_after(date(2027, 1, 1), {"2027-01-02": False}) == date(
        2027, 1, 2
    )  # the city's own day
