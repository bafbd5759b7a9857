"""What a weekly brief tells (督查周报): totals by light, what changed in the week, what was closed, what is overdue."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, Min, Q
from django.utils import timezone

from luodi.site.base.models import JournalEntry

from .instructing import late as instruction_late
from .lights import RANK
from .models import Duty, Instruction
from .queries import narrow

COLOURS: Final = ("green", "yellow", "red")
SHOWN: Final = 30


class Brief(NamedTuple):
    """The facts of a brief.

    Attributes:
        since: first day of the week.
        until: last day.
        lights: running duties by light, now.
        before: the same when the week began.
        worse: duties whose light got worse in the week, with the light before.
        closed: duties closed in the week.
        overdue: duties past their day, the longest first, at most thirty.
        overdue_count: how many are overdue in all.
        instructions: leaders' instructions written in the week, closed in it, open now, and of these late.
    """

    since: date
    until: date
    lights: dict[str, int]
    before: dict[str, int]
    worse: list[tuple[Duty, str]]
    closed: list[Duty]
    overdue: list[Duty]
    overdue_count: int
    instructions: dict[str, int]


def brief(until: date) -> Brief:
    """Work out the brief of the seven days that end with a day."""
    since = until - timedelta(days=6)
    now = Counter(
        dict(
            Duty.objects.filter(state__in=Duty.RUNNING)
            .values_list("light")
            .annotate(count=Count("id"))
            .order_by()
        )
    )
    before, worse = _before(now, since)
    closed = Duty.objects.filter(
        closed_at__gte=_midnight(since), closed_at__lt=_midnight(until + timedelta(1))
    )
    late = Duty.objects.filter(narrow.late(until))
    return Brief(
        since, until,
        {colour: now.get(colour, 0) for colour in COLOURS},
        {colour: before.get(colour, 0) for colour in COLOURS},
        worse,
        list(closed.select_related("lead").order_by("closed_at", "id")),
        list(late.select_related("lead").order_by("due_on", "id")[:SHOWN]),
        late.count(),
        _instructions(since, until),
    )  # fmt: skip


def _instructions(since: date, until: date) -> dict[str, int]:
    kept = Instruction.objects.exclude(state=Instruction.State.WITHDRAWN).order_by()
    return kept.aggregate(
        written=Count("pk", filter=Q(written_on__range=(since, until))),
        closed=Count(
            "pk", filter=Q(closed_at__gte=_midnight(since), closed_at__lt=_midnight(until + timedelta(1)))
        ),
        open=Count("pk", filter=Q(state__in=Instruction.OPEN)),
        late=Count("pk", filter=instruction_late(until)),
    )


def _before(now: Counter[str], since: date) -> tuple[Counter[str], list[tuple[Duty, str]]]:
    """The lights when the week began: those of now, less the duties that moved since, plus what those were."""
    first = (
        JournalEntry.objects.filter(table=Duty._meta.db_table, at__gte=_midnight(since))
        .values("row")
        .annotate(first=Min("id"))
    )
    entries = JournalEntry.objects.filter(pk__in=first.values("first")).values_list("row", "before")
    was = dict(entries)
    duties = {duty.pk: duty for duty in Duty.objects.filter(pk__in=was).select_related("lead")}
    before, worse = Counter(now), []
    for row, image in was.items():
        duty = duties.get(row)
        runs = duty is not None and duty.running
        if duty is not None and runs:
            before[duty.light] -= 1
        if image is None or image["state"] not in Duty.RUNNING:
            continue
        before[image["light"]] += 1
        if duty is not None and runs and RANK[duty.light] > RANK[image["light"]] > 0:
            worse.append((duty, str(image["light"])))
    return before, sorted(worse, key=lambda pair: (-RANK[pair[0].light], pair[0].pk))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
