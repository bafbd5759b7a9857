"""When something is pressed (何时提醒、催办、升级): pure reckoning by working days; nothing is sent here.

A subject has a day. Reminders come so many working days before it, on it and after it; of those whose day has come only
the newest counts, so that a site that stood still for a week does not send a week's reminders at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base import options

from . import calendar


class Hour(NamedTuple):
    """The moment at which pressing is reckoned, with the settings it goes by.

    Attributes:
        now: the moment, aware.
        leads: working days before the day (negative: after it) on which a reminder goes out.
        steps: working days overdue from which it goes one level higher.
        hours: from and until which full hour anything is sent.
        own: the city's own days.
    """

    now: datetime
    leads: tuple[int, ...]
    steps: tuple[int, ...]
    hours: tuple[int, int]
    own: dict[str, bool]

    @classmethod
    def at(cls, now: datetime) -> Hour:
        """The moment with the settings as they are."""
        first, last = options.get("reminder_hours")
        return cls(
            timezone.localtime(now),
            tuple(sorted({int(lead) for lead in options.get("reminder_leads")}, reverse=True)),
            tuple(sorted({int(step) for step in options.get("escalation_days")})),
            (int(first), int(last)),
            options.get("own_holidays"),
        )

    @property
    def today(self) -> date:
        """The day."""
        return self.now.date()

    @property
    def open(self) -> bool:
        """Whether anything may be sent now: on a working day, in office hours."""
        return self.hours[0] <= self.now.hour < self.hours[1] and calendar.is_working_day(
            self.today, self.own
        )

    @property
    def horizon(self) -> date:
        """The last day that can already be pressed for."""
        return calendar.add(self.today, max((*self.leads, 0)), self.own)


def newest_lead(due: date, hour: Hour) -> int | None:
    """The lead whose day has come last, None if none has come yet.

    Args:
        due: the day something is due; a holiday moves to the next working day.
        hour: now, and the leads.
    """
    last = calendar.on_or_after(due, hour.own)
    come = [lead for lead in hour.leads if calendar.add(last, -lead, hour.own) <= hour.today]
    return min(come) if come else None


def level(due: date, hour: Hour) -> int:
    """How high something overdue has come: 0 not at all, 1 the unit's lead, 2 the office, 3 the city's leaders."""
    late = overdue_days(due, hour)
    return sum(late >= step for step in hour.steps)


def overdue_days(due: date, hour: Hour) -> int:
    """Working days since the day, 0 while it is in time."""
    return max(0, calendar.between(calendar.on_or_after(due, hour.own), hour.today, hour.own))


def in_words(due: date, hour: Hour) -> str:
    """How far the day is, in words: with the days that are left now, whichever lead it was."""
    last = calendar.on_or_after(due, hour.own)
    days = calendar.between(hour.today, last, hour.own)
    if last == hour.today:
        return _("今天到期")
    if days > 0:
        return _("还有%(days)s个工作日到期(时限%(due)s)") % {"days": days, "due": due}
    return _("已逾期%(days)s个工作日(时限%(due)s)") % {"days": -days, "due": due}


def first_of(steps: Sequence[int]) -> int:
    """After how many working days the first escalation comes; a large number if none is set."""
    return min(steps, default=10_000)
