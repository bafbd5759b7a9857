"""Turning the journal's pages (留痕翻页): by key, never by counting, so that the last page is as quick as the first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from ..models import JournalEntry
from ..paging import Turned, turned
from ..rights import Person, is_administrator
from .words import tables

PEOPLE: Final = (
    "base_user",
    "base_user_groups",
    "base_user_user_permissions",
    "base_grant",
    "base_delegation",
    "ledger_calendartoken",
    "ledger_savedfilter",
)
"""Tables about accounts, which only administrators read (个人信息最小必要)."""
SLACK: Final = 5000
"""Ids may be out of step with time by so many rows where many write at once; the time itself then decides."""


class Asked(NamedTuple):
    """Which entries: any of these may be left open."""

    table: str = ""
    row: int | None = None
    user: int | None = None
    request: str = ""
    day: date | None = None
    before: int | None = None
    after: int | None = None


def seen_by(person: Person) -> QuerySet[JournalEntry]:
    """The entries a person may read: administrators all, others all but those about accounts."""
    every = JournalEntry.objects.all()
    return every if is_administrator.test(person) else every.exclude(table__in=PEOPLE)


def page(entries: QuerySet[JournalEntry], asked: Asked) -> Turned:
    """The page asked for: one query, two more where a day is asked for."""
    return turned(_narrowed(entries, asked), asked.before, asked.after)


def _narrowed(entries: QuerySet[JournalEntry], asked: Asked) -> QuerySet[JournalEntry]:
    if asked.table:
        known = {name for name, _ in tables()}
        entries = entries.filter(table=asked.table) if asked.table in known else entries.none()
    if asked.row is not None:
        entries = entries.filter(row=asked.row) if asked.table else entries.none()
    if asked.user is not None:
        entries = entries.filter(user=asked.user)
    if asked.request:
        entries = entries.filter(request=asked.request[:36])
    if asked.day is not None:
        entries = _on(entries, asked.day)
    return entries


def _on(entries: QuerySet[JournalEntry], day: date) -> QuerySet[JournalEntry]:
    """Entries of one day: the index on the time gives the ids between which they lie."""
    start = timezone.make_aware(datetime.combine(day, time()))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    of_day = JournalEntry.objects.filter(at__gte=start, at__lt=end).values_list("pk", flat=True)
    first, last = of_day.order_by("at", "pk").first(), of_day.order_by("-at", "-pk").first()
    if first is None or last is None:
        return entries.none()
    return entries.filter(pk__gte=first - SLACK, pk__lte=last + SLACK, at__gte=start, at__lt=end)
