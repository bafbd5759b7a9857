"""Duties in parts and in time (分解、节点): what a duty consists of, and how far it must be when."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.models import Organisation
from luodi.site.base.refusals import Unfit

from .. import calendar, lights, machine
from ..doers import dissolved
from ..due_days import too_far
from ..locking import one_at_a_time, take_from_below
from ..models import Duty, Node
from ..rules import RIGHTS


class Point(NamedTuple):
    """A node to be set: its name, its day, the share of the work planned by then."""

    title: str
    due_on: date
    percent: Decimal


class Part(NamedTuple):
    """A part of a duty to be made: what, who, how much it weighs, by when."""

    title: str
    lead: Organisation
    weight: Decimal
    due_on: date


@action("duty.plan", gettext_lazy("设置节点"), right=RIGHTS["plan"])
def plan(actor: Actor, duty: Duty, *, points: Sequence[Point], version: int | None = None) -> Duty:
    """Set the nodes of a duty (设置节点), in place of those it has.

    Raises:
        Unfit: two nodes on one day, a share that falls, or a day outside the duty's time.
    """
    duty = locked(duty, version)
    machine.move(duty, "plan")
    ordered = sorted(points, key=lambda point: point.due_on)
    for before, after in itertools.pairwise(ordered):
        if after.due_on == before.due_on:
            raise Unfit({"points": _("两个节点在同一天:%(day)s。") % {"day": after.due_on}})
        if after.percent < before.percent:
            raise Unfit({"points": _("“%(title)s”的计划进度低于前一节点。") % {"title": after.title}})
    for point in ordered:
        if duty.due_on and point.due_on > duty.due_on:
            raise Unfit(
                {"points": _("“%(title)s”晚于完成时限%(day)s。") % {"title": point.title, "day": duty.due_on}}
            )
    kept = {node.due_on: node for node in duty.nodes.all()}
    for point in ordered:
        node = kept.pop(point.due_on, None) or Node(duty=duty, due_on=point.due_on)
        node.title, node.percent = point.title, point.percent
        node.save()
    for node in kept.values():
        node.delete()
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.break_down", gettext_lazy("分解"), right=RIGHTS["break_down"])
def break_down(actor: Actor, duty: Duty, *, parts: Sequence[Part], version: int | None = None) -> list[Duty]:
    """Break a duty down into parts with weights (分解); each part goes its own way from 已立项 on.

    Raises:
        Unfit: no part, a weight that is not positive, or a part that ends after the whole.
    """
    duty = locked(duty, version)
    machine.move(duty, "break_down")
    wrong = [
        _("“%(title)s”:权重须大于零。") % {"title": part.title} for part in parts if part.weight <= 0
    ] + [
        _("“%(title)s”的时限%(day)s晚于上级任务的%(whole)s。")
        % {"title": part.title, "day": part.due_on, "whole": duty.due_on}
        for part in parts
        if duty.due_on and part.due_on > duty.due_on
    ]
    wrong += [too_far(part.due_on) for part in parts if part.due_on.year > calendar.LAST]
    if wrong or not parts:
        raise Unfit({"parts": " ".join(wrong) or _("请至少填写一项分解任务。")})
    gone = [part for part in parts if part.lead.dissolved_on]
    if gone:
        raise Unfit({"parts": " ".join(dissolved(part.lead) for part in gone)})
    early = [part for part in parts if part.due_on < timezone.localdate()]
    if early:
        words = _("“%(title)s”的时限%(day)s已过,请填写今天或以后的日期。")
        raise Unfit({"parts": " ".join(words % {"title": p.title, "day": p.due_on} for p in early)})
    made = []
    longest = Duty._meta.get_field("number").max_length or 0
    if len(f"{duty.number}.{_last_part(duty) + len(parts)}") > longest:
        raise Unfit({"parts": _("“%(number)s”的分解层级太深,不能再分解。") % {"number": duty.number}})
    for position, part in enumerate(parts, _last_part(duty) + 1):
        child = Duty(
            commitment=duty.commitment,
            parent=duty,
            number=f"{duty.number}.{position}",
            title=part.title,
            weight=part.weight,
            lead=part.lead,
            area=part.lead.area,
            starts_on=timezone.localdate(),
            due_on=part.due_on,
            first_due_on=part.due_on,
        )
        machine.move(child, "register")
        child.save()
        made.append(child)
    duty.save()
    lights.roll_up(made[0])
    return made


@action("duty.move_under", gettext_lazy("调整上级任务"), right=RIGHTS["move_under"])
def move_under(actor: Actor, duty: Duty, *, parent: Duty | None, version: int | None = None) -> Duty:
    """Hang a part under another duty of the same commitment (调整上级任务).

    Raises:
        Unfit: it would stand under itself, the other belongs to another commitment, or ends before the part does.
    """
    one_at_a_time(duty.commitment_id)  # two moves could close a circle
    duty = locked(duty, version)
    machine.move(duty, "move_under")
    left = duty.parent_id
    above = _line_above(parent.pk) if parent is not None else []
    if duty.pk in above:
        raise Unfit({"parent": _("“%(number)s”不能成为自己的下级。") % {"number": duty.number}})
    take_from_below([*above, *(_line_above(left) if left is not None else [])])
    if parent is not None:
        parent = Duty.objects.get(pk=parent.pk)  # as it stands now, not as the caller holds it
        _fits_under(duty, parent)
    duty.parent = parent
    duty.save()
    lights.roll_up(duty)
    if left is not None and left != duty.parent_id:
        lights.work_out(left)
    return duty


def _fits_under(duty: Duty, parent: Duty) -> None:
    """Refuse a duty above that belongs elsewhere, takes no parts any more, or ends before the part does."""
    if parent.commitment_id != duty.commitment_id:
        raise Unfit({"parent": _("上级任务须属于同一承诺事项。")})
    if parent.state not in machine.VERBS["break_down"].sources:
        raise Unfit(
            {"parent": _("上级任务是“%(state)s”,不能再增加下级。") % {"state": parent.get_state_display()}}
        )
    if parent.due_on and duty.due_on and duty.due_on > parent.due_on:
        words = _("“%(title)s”的时限%(day)s晚于上级任务的%(whole)s。")
        raise Unfit({"parent": words % {"title": duty.title, "day": duty.due_on, "whole": parent.due_on}})


def _line_above(duty: int) -> list[int]:
    """Ids of a duty and of all above it."""
    line = [duty]
    while (above := Duty.objects.values_list("parent", flat=True).get(pk=line[-1])) is not None:
        line.append(above)
    return line


def _last_part(duty: Duty) -> int:
    """The highest last figure of the parts' numbers: a part that moved away leaves a gap, and no number comes twice."""
    known = Duty.objects.filter(commitment=duty.commitment_id, number__startswith=f"{duty.number}.")
    tails = [number[len(duty.number) + 1 :] for number in known.values_list("number", flat=True)]
    return max((int(tail) for tail in tails if tail.isdigit()), default=0)
