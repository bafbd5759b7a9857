"""What pages ask of leaders' instructions (批示查询)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.fresh import kept
from luodi.site.base.lines import address
from luodi.site.base.models import Organisation, User
from luodi.site.base.ready import ready
from luodi.site.base.rights import (
    UNIT_ROLES,
    Person,
    is_administrator,
    is_leader,
    is_office,
    sees_all,
    standing,
)

from .. import instructing
from ..lights import Shine, Sky
from ..models import Instruction, InstructionAnswer
from ..rules import leaders_for
from .desks import Number

State = Instruction.State
LINES: Final = 10
"""Instructions named on a desk, beside the counts that lead to all of them."""
FED: Final = 500
"""Instructions that a calendar names."""
sees_every_one = sees_all | is_administrator


class Lit(NamedTuple):
    """An instruction with its light and the reason (批示亮灯)."""

    instruction: Instruction
    said: Shine


class Given(NamedTuple):
    """What a desk shows of instructions: counts with the addresses of their rows, and the most urgent."""

    numbers: list[Number]
    lines: list[Lit]
    rows: str


def instructions_seen_by(person: Person) -> QuerySet[Instruction]:
    """The instructions a person may see: all, or those handed to their units."""
    every = Instruction.objects.all()
    if sees_every_one.test(person):
        return every
    return every.filter(unit__in=sorted(standing(person).units(*UNIT_ROLES)))


def narrowed(
    seen: QuerySet[Instruction], state: str = "", leader: User | None = None, unit: Organisation | None = None
) -> QuerySet[Instruction]:
    """Those in a state (also ``open`` and ``late``), of a leader, of a unit; the newest first."""
    if state == "late":
        seen = seen.filter(instructing.late())
    elif state == "open":
        seen = seen.filter(state__in=Instruction.OPEN)
    elif state:
        seen = seen.filter(state=state)
    if leader is not None:
        seen = seen.filter(leader=leader)
    if unit is not None:
        seen = seen.filter(unit=unit)
    return seen.order_by("-id")


def lit(rows: list[Instruction], sky: Sky | None = None) -> list[Lit]:
    """Each with its light and the reason."""
    sky = sky or (Sky() if rows else None)
    return [Lit(each, instructing.judge(each, sky)) for each in rows] if sky else []


@ready
def instructions(keys: list[int]) -> QuerySet[Instruction]:
    """Instructions with some ids, with what a line prints of others."""
    return Instruction.objects.filter(pk__in=keys).select_related("leader", "unit", "duty")


@ready
def of_duty(duty: int) -> QuerySet[Instruction]:
    """Those about a duty."""
    return Instruction.objects.filter(duty=duty).select_related("leader", "unit")[:50]


@ready
def answers(instructions: list[int]) -> QuerySet[InstructionAnswer]:
    """The answers to some instructions (their ids), the newest first, with what is printed of others."""
    found = InstructionAnswer.objects.filter(instruction__in=instructions)
    return found.select_related("organisation", "by", "reviewed_by")


def on_days(person: Person, first: date, last: date) -> dict[date, list[Lit]]:
    """The unanswered instructions due on each day of a calendar that a person sees, each with its light."""
    rows = instructions_seen_by(person).filter(
        state__in=Instruction.UNANSWERED, answer_by__range=(first, last)
    )
    named = rows.order_by("answer_by", "id").select_related("leader")[:FED]
    found: dict[date, list[Lit]] = defaultdict(list)
    for each in lit(list(named)):
        found[each.instruction.answer_by].append(each)
    return found


def own_days(person: Person) -> list[Instruction]:
    """What goes into a person's feed, 30 days back and all that is ahead: a leader's own, else all that one sees."""
    since = timezone.localdate() - timedelta(days=30)
    rows = instructions_seen_by(person)
    if is_leader.test(person) and not is_office.test(person):
        rows = rows.filter(leader__in=sorted(leaders_for(person)))
    rows = rows.filter(state__in=Instruction.UNANSWERED, answer_by__gte=since)
    return list(rows.select_related("leader", "unit", "duty").order_by("answer_by", "id")[:FED])


def leaders_named(seen: QuerySet[Instruction]) -> QuerySet[User]:
    """The leaders of some instructions."""
    return User.objects.filter(pk__in=seen.order_by().values("leader")).order_by("name", "id")


def units_named(seen: QuerySet[Instruction]) -> QuerySet[Organisation]:
    """The units that some instructions were handed to."""
    return Organisation.objects.filter(pk__in=seen.order_by().values("unit")).order_by("name", "id")


def rows_url(**filters: Any) -> str:
    """The address of the list of instructions that a number counts."""
    query = urlencode({name: value for name, value in filters.items() if value})
    return f"{address('ledger:instructions')}?{query}" if query else address("ledger:instructions")


def leaders_desk(person: Person) -> Given:
    """A leader's own instructions: how many are open, late, answered, closed."""
    leaders, sky = sorted(leaders_for(person)), Sky()
    own = Instruction.objects.filter(leader__in=leaders)
    sums = {
        "open": (_("未办结"), Q(state__in=Instruction.OPEN)),
        "late": (_("已逾期"), instructing.late(sky.on, sky.own)),
        "answered": (_("已回复,待审核"), Q(state=State.ANSWERED)),
        "closed": (_("已办结"), Q(state=State.CLOSED)),
    }
    only = {"leader": leaders[0]} if len(leaders) == 1 else {}
    return _given(own, own.filter(sums["open"][1]), sums, sky, **only)


def office_desk() -> Given:
    """What waits for the office: to be handed down, to be reviewed, late."""
    every, sky = Instruction.objects.all(), Sky()
    sums = {
        "written": (_("批示待转办"), Q(state=State.WRITTEN)),
        "answered": (_("批示回复待审核"), Q(state=State.ANSWERED)),
        "late": (_("批示已逾期"), instructing.late(sky.on, sky.own)),
    }
    return _given(every, every.filter(_any(sums)), sums, sky)


def units_desk(person: Person) -> Given:
    """What waits for a unit: to be signed for, to be answered, late."""
    own, sky = Instruction.objects.filter(unit__in=sorted(standing(person).units(*UNIT_ROLES))), Sky()
    sums = {
        "handed_down": (_("批示待签收"), Q(state=State.HANDED_DOWN)),
        "signed": (_("批示待回复"), Q(state=State.SIGNED)),
        "late": (_("批示已逾期"), instructing.late(sky.on, sky.own)),
    }
    return _given(own, own.filter(_any(sums)), sums, sky)


Sums = dict[str, tuple[str, Q]]
"""What a desk counts: by the state in the list's address, the title and the condition."""


def _any(sums: Sums) -> Q:
    return reduce(or_, (condition for _title, condition in sums.values()))


def _given(
    rows: QuerySet[Instruction], urgent: QuerySet[Instruction], sums: Sums, sky: Sky, **filters: Any
) -> Given:
    wanted = {name: Count("pk", filter=condition) for name, (_title, condition) in sums.items()}

    def counted() -> tuple[dict[str, int], list[int]]:
        found = rows.order_by().aggregate(**wanted)
        first = urgent.order_by("answer_by", "id").values_list("pk", flat=True)[:LINES]
        return found, list(first) if any(found.values()) else []

    found, first = kept(f"instructions {sorted(sums)}", rows.order_by().values("pk"), counted)
    numbers = [
        Number(title, found[name], rows_url(state=name, **filters), "red" if name == "late" else "")
        for name, (title, _condition) in sums.items()
    ]
    lines = sorted(instructions(first), key=lambda each: first.index(each.pk)) if first else []
    return Given(numbers, lit(lines, sky), rows_url(**filters))
