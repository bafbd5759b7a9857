"""When something is pressed (何时提醒、催办、升级): pure reckoning by working days; nothing is sent here.

A subject has a day. Reminders come so many working days before it, on it and after it; of those whose day has come only
the newest counts, so that a site that stood still for a week does not send a week's reminders at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base import options

from . import calendar


class Said(NamedTuple):
    """What a day comes to now: the newest lead (None: none yet), the level of escalation, how far it is in words."""

    lead: int | None
    level: int
    words: str


class Hour:
    """The moment at which pressing is reckoned, with the settings it goes by; each day is reckoned once.

    Attributes:
        now: the moment, in local time.
        leads: working days before the day (negative: after it) on which a reminder goes out.
        steps: working days overdue from which it goes one level higher.
        hours: from and until which full hour anything is sent.
        own: the city's own days.
    """

    def __init__(
        self,
        now: datetime,
        leads: Iterable[int],
        steps: Iterable[int],
        hours: tuple[int, int],
        own: dict[str, bool],
    ) -> None:
        self.now = timezone.localtime(now)
        self.leads = tuple(sorted(set(leads), reverse=True))
        self.steps = tuple(sorted(set(steps)))
        self.hours, self.own = hours, own
        self._said: dict[date, Said] = {}

    @classmethod
    def at(cls, now: datetime) -> Hour:
        """The moment with the settings as they are."""
        first, last = options.get("reminder_hours")
        leads, steps = options.get("reminder_leads"), options.get("escalation_days")
        return cls(now, leads, steps, (int(first), int(last)), options.get("own_holidays"))

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

    def of(self, due: date) -> Said:
        """What a day comes to now."""
        if due not in self._said:
            self._said[due] = Said(newest_lead(due, self), level(due, self), in_words(due, self))
        return self._said[due]


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
