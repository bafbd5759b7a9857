"""Lights (亮灯): green, yellow, red for each duty, with the reason in words.

lag = planned % − actual %, the plan running in a straight line between nodes. The bounds are a scheme in
``catalogue/lights.yaml``; the default is Yinchuan's of 2025 (services.md §14, sourced): under 10 points green, 10 to 30
yellow, over 30 red; past its day red.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from . import calendar
from .models import Duty, Node

FULL: Final = Decimal(100)


class Shine(NamedTuple):
    """What a light says (亮灯结果): its colour, the lag in points or None, the reason."""

    light: str
    lag: Decimal | None
    reason: str


def planned(starts_on: date | None, due_on: date | None, nodes: list[Node], on: date) -> Decimal | None:
    """The share planned by a day (计划进度): straight lines from start (0 %) over the nodes to the due day (100 %)."""
    if due_on is None:
        return None
    points = [(node.due_on, node.percent) for node in nodes if node.due_on < due_on] + [(due_on, FULL)]
    before, share = starts_on or points[0][0], Decimal(0)
    if on <= before:
        return Decimal(0)
    for day, percent in points:
        if on <= day:
            length = (day - before).days
            return share + (percent - share) * (on - before).days / length if length else percent
        before, share = day, percent
    return FULL


def judge(duty: Duty, nodes: list[Node], on: date) -> Shine:
    """What light a duty shows on a day."""
    states = Duty.State
    if duty.state in (states.DRAFT, states.REGISTERED, states.ARCHIVED, states.WITHDRAWN):
        return Shine(Duty.Light.NONE, None, duty.get_state_display())
    if duty.state == states.CLOSED:
        return Shine(Duty.Light.GREEN, None, _("已销号"))
    if duty.due_on is None:
        return Shine(Duty.Light.NONE, None, _("没有设定时限"))
    due = calendar.on_or_after(duty.due_on)
    if on > due and duty.state != states.CHECKING:
        days = (on - due).days
        return Shine(Duty.Light.RED, None, _("已超过时限%(days)s天") % {"days": days})
    plan = planned(duty.starts_on, duty.due_on, nodes, on) or Decimal(0)
    lag = (plan - duty.percent).quantize(Decimal("0.01"))
    words = _("计划进度%(plan)s%%,实际%(actual)s%%,滞后%(lag)s个百分点") % {
        "plan": round(plan, 1),
        "actual": round(duty.percent, 1),
        "lag": round(lag, 1),
    }
    if lag > 30:
        return Shine(Duty.Light.RED, lag, words)
    if lag >= 10:
        return Shine(Duty.Light.YELLOW, lag, words)
    if lag > 0:
        return Shine(Duty.Light.GREEN, lag, words)
    return Shine(Duty.Light.GREEN, lag, _("计划进度%(plan)s%%,实际%(actual)s%%") % {
        "plan": round(plan, 1), "actual": round(duty.percent, 1)
    })  # fmt: skip


def shine(duty: Duty, on: date | None = None) -> None:
    """Set a duty's light as of today (the caller saves)."""
    nodes = list(duty.nodes.all()) if duty.pk else []
    said = judge(duty, nodes, on or timezone.localdate())
    duty.light, duty.lag, duty.light_reason = said.light, said.lag, said.reason[:300]


def roll_up(duty: Duty) -> None:
    """Work the progress of every duty above from the weighted parts (加权汇总), and their lights with it."""
    if duty.parent_id is not None:
        work_out(duty.parent_id)


def work_out(pk: int) -> None:
    """Work the progress of a duty from its parts, then that of every duty above it.

    A duty whose parts are all withdrawn keeps the progress it had.
    """
    next_: int | None = pk
    while next_ is not None:
        above = Duty.objects.select_for_update().get(pk=next_)
        parts = [part for part in above.parts.all() if part.state != Duty.State.WITHDRAWN]
        weight = sum((part.weight for part in parts), Decimal(0))
        if weight:
            mean = sum((part.weight * part.percent for part in parts), Decimal(0)) / weight
            above.percent = mean.quantize(Decimal("0.01"))
        above.version += 1
        shine(above)
        above.save()
        next_ = above.parent_id
