"""The clock presses (自动提醒、催办、升级): duties and nodes, by working days, each thing once.

Two things keep a message from going out twice: the key of its :class:`Pressing` row, and the key of each person's notice.
Both are written in one transaction, so a crash leaves either all of a batch or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Final, NamedTuple

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.models import Notice

from .. import pressing, rules
from ..models import Duty, Node, Pressing
from ..models.progress import Cause
from ..recipients import Recipients

CHUNK: Final = 500


class Message(NamedTuple):
    """One thing to be said to some people (ids), once under its key."""

    text: str
    url: str
    people: set[int]
    row: Pressing | None = None


class Wanted(NamedTuple):
    """Something to be said: its key, the keys of what comes after it, how to say it.

    What comes after it has gone out already where the clock was set back: it is then too late for this one.
    """

    key: str
    later: list[str]
    made: Callable[[], Message]


def press(now: datetime | None = None) -> int:
    """Send what is due now for duties and nodes; nothing outside office hours of a working day.

    Args:
        now: the moment; the present one if None.

    Returns:
        How many reminders, chases and escalations went out.
    """
    hour = pressing.Hour.at(now or timezone.now())
    if not hour.open:
        return 0
    actor, people, sent, after = Actor.system("定时提醒"), Recipients(hour.today), 0, 0
    while True:
        last, count = press_batch(actor, after, hour, people)
        sent += count
        if last is None:
            return sent
        after = last


@action("pressing.by_clock", gettext_lazy("定时提醒"), right=rules.can_manage)
def press_batch(actor: Actor, after: int, hour: pressing.Hour, people: Recipients) -> tuple[int | None, int]:
    """Press the next duties whose day, or a node's, is near or past (定时提醒).

    Args:
        actor: the system.
        after: id of the duty after which to go on.
        hour: now, and the settings.
        people: who is in which unit.

    Returns:
        The last id looked at, None at the end; how many messages went out.
    """
    late_nodes = Node.objects.filter(
        due_on__lte=hour.horizon, reached_on=None, percent__gt=F("duty__percent")
    )
    wanted = Duty.objects.filter(
        Q(due_on__lte=hour.horizon) | Q(pk__in=late_nodes.values("duty")), pk__gt=after, state__in=Duty.UNDONE
    )
    duties = list(wanted.select_related("lead").prefetch_related("nodes").order_by("pk")[:CHUNK])
    if not duties:
        return None, 0
    found = [each for duty in duties for each in _due(duty, hour, people)]
    asked = {key for each in found for key in (each.key, *each.later)}
    known = set(Pressing.objects.filter(key__in=asked).values_list("key", flat=True))
    new = {each.key: each.made() for each in found if known.isdisjoint((each.key, *each.later))}
    return duties[-1].pk, send(new)


def in_office_hours(press_now: Callable[[Actor, pressing.Hour], int], now: datetime | None) -> int:
    """Have the clock press something, if offices work at a moment (None: now); how many messages went out."""
    hour = pressing.Hour.at(now or timezone.now())
    return press_now(Actor.system("定时提醒"), hour) if hour.open else 0


def send(messages: dict[str, Message]) -> int:
    """Write down what is said, and a notice to each person; say how many messages there were."""
    Pressing.objects.bulk_create([each.row for each in messages.values() if each.row], ignore_conflicts=True)
    Notice.objects.bulk_create(
        [
            Notice(user_id=person, key=key, text=each.text[:400], url=each.url)
            for key, each in messages.items()
            for person in sorted(each.people)
        ],
        ignore_conflicts=True,
    )
    return len(messages)


def unsaid(messages: dict[str, Message], later: dict[str, list[str]] | None = None) -> dict[str, Message]:
    """The messages without a row of their own that nobody has had yet, nor one that comes after them.

    Args:
        messages: what is to be said, by key.
        later: keys of what comes after it.
    """
    later = later or {}
    asked = {key for name in messages for key in (name, *later.get(name, ()))}
    people = {person for each in messages.values() for person in each.people}
    told = Notice.objects.filter(user__in=people, key__in=asked).values_list("key", flat=True)
    known = set(told)
    return {key: each for key, each in messages.items() if known.isdisjoint((key, *later.get(key, ())))}


def _due(duty: Duty, hour: pressing.Hour, people: Recipients) -> Iterator[Wanted]:
    """What is to be said of a duty now; most of it has been said before."""
    if duty.due_on is not None and duty.due_on <= hour.horizon:
        said = hour.of(duty.due_on)
        if said.lead is not None:
            yield _wanted(duty, None, said.lead, hour, people)
        if said.level:
            raised = [_level_key(duty, each) for each in range(said.level, len(hour.steps) + 1)]
            yield Wanted(raised[0], raised[1:], partial(_escalation, duty, hour, people))
    for node in duty.nodes.all():
        reached = node.reached_on is not None or node.percent <= duty.percent
        if reached or node.due_on > hour.horizon or node.due_on == duty.due_on:
            continue
        lead = hour.of(node.due_on).lead
        if lead is not None:
            yield _wanted(duty, node, lead, hour, people)


def _wanted(duty: Duty, node: Node | None, lead: int, hour: pressing.Hour, people: Recipients) -> Wanted:
    due = node.due_on if node else duty.due_on
    assert due is not None
    later = [_key(duty, node, due, each) for each in hour.leads if each < lead]
    return Wanted(_key(duty, node, due, lead), later, partial(_reminder, duty, node, hour, people))


def _level_key(duty: Duty, level: int) -> str:
    return f"escalate:{duty.pk}:{duty.due_on}:{level}"


def _key(duty: Duty, node: Node | None, due: date, lead: int) -> str:
    return f"clock:{duty.pk}:{node.pk if node else 0}:{due}:{lead}"


def _reminder(duty: Duty, node: Node | None, hour: pressing.Hour, people: Recipients) -> Message:
    due = node.due_on if node else duty.due_on
    assert due is not None
    said = hour.of(due)
    assert said.lead is not None
    kind = Pressing.Kind.REMIND if said.lead >= 0 else Pressing.Kind.CHASE
    words = _("%(kind)s:“%(title)s”节点“%(node)s”%(when)s。") if node else _("%(kind)s:“%(title)s”%(when)s。")
    text = words % {
        "kind": kind.label,
        "title": duty.title,
        "node": node.title if node else "",
        "when": said.words,
    }
    row = Pressing(
        duty=duty, node=node, kind=kind, due_on=due, lead_days=said.lead, key=_key(duty, node, due, said.lead),
        text=text[:400], cause=duty.cause, at=hour.now,
    )  # fmt: skip
    return Message(text, _address(duty), people.doer(duty.person_id, duty.lead_id), row)


def _escalation(duty: Duty, hour: pressing.Hour, people: Recipients) -> Message:
    assert duty.due_on is not None
    said = hour.of(duty.due_on)
    cause = dict(Cause.choices).get(duty.cause)
    text = _("升级(第%(level)s级):“%(title)s”(%(unit)s)%(when)s,%(cause)s。") % {
        "level": said.level,
        "title": duty.title,
        "unit": duty.lead or _("未明确牵头单位"),
        "when": said.words,
        "cause": _("滞后原因:%(cause)s") % {"cause": cause} if cause else _("滞后原因未填报"),
    }
    row = Pressing(
        duty=duty, kind=Pressing.Kind.ESCALATE, level=said.level, due_on=duty.due_on,
        key=_level_key(duty, said.level), text=text[:400], cause=duty.cause, at=hour.now,
    )  # fmt: skip
    return Message(text, _address(duty), people.up_to(said.level, duty.lead_id), row)


def _address(duty: Duty) -> str:
    return reverse("ledger:duty", args=[duty.pk])
