"""Lights (亮灯): green, yellow, red for each duty and each node, with the reason in words.

lag = planned % − actual %, the plan running in a straight line between nodes. The bounds are a scheme of
``catalogue/lights.yaml``, chosen by the setting ``lights``. Where several rules apply the worst light is shown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base import options
from luodi.site.base.languages import in_house_language

from . import calendar
from .light_schemes import Bounds, Scheme, scheme
from .models import Duty, Node

FULL: Final = Decimal(100)
RANK: Final = {"none": 0, "green": 1, "yellow": 2, "red": 3}


class Shine(NamedTuple):
    """What a light says (亮灯结果): its colour, the lag in points or None, the reason."""

    light: str
    lag: Decimal | None
    reason: str


class Sky:
    """What judging needs besides the duty: the day, the scheme, the city's own holidays. Read once for many duties."""

    def __init__(
        self, on: date | None = None, by: Scheme | None = None, own: dict[str, bool] | None = None
    ) -> None:
        self.on = on or timezone.localdate()
        if by is None or own is None:
            chosen, days = options.several("lights", "own_holidays")
            by, own = by or scheme(chosen), days if own is None else own
        self.scheme, self.own = by, own
        self._due: dict[date, date] = {}
        self._days: dict[date, int] = {}

    def due(self, day: date) -> date:
        """The last day on which something due on a day is still in time: a holiday moves to the next working day."""
        if day not in self._due:
            self._due[day] = calendar.on_or_after(day, self.own)
        return self._due[day]

    def working_days_to(self, day: date) -> int:
        """Working days from today to a day."""
        if day not in self._days:
            self._days[day] = calendar.between(self.on, day, self.own)
        return self._days[day]


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


@in_house_language()
def judge(duty: Duty, nodes: list[Node], on: date | Sky | None = None) -> Shine:
    """What light a duty shows on a day.

    Args:
        duty: the duty.
        nodes: its nodes, by day.
        on: the day (today if None), or the day with everything else that judging needs.
    """
    sky = on if isinstance(on, Sky) else Sky(on)
    states = Duty.State
    if duty.state in (states.DRAFT, states.REGISTERED, states.ARCHIVED, states.WITHDRAWN):
        return Shine(Duty.Light.NONE, None, duty.get_state_display())
    if duty.state == states.CLOSED:
        return Shine(Duty.Light.GREEN, None, _("已销号"))
    if duty.due_on is None:
        return Shine(Duty.Light.NONE, None, _("没有设定时限"))
    if sky.on > sky.due(duty.due_on) and duty.state != states.CHECKING:
        return Shine(Duty.Light.RED, None, _past(duty.due_on, sky.due(duty.due_on)))
    return max(_running(duty, nodes, sky), key=lambda said: RANK[said.light])


def _running(duty: Duty, nodes: list[Node], sky: Sky) -> Iterator[Shine]:
    """What each rule of the scheme says of a duty in time; the first of the worst counts."""
    assert duty.due_on is not None
    plan = planned(duty.starts_on, duty.due_on, nodes, sky.on) or Decimal(0)
    lag = (plan - duty.percent).quantize(Decimal("0.01"))
    rules = sky.scheme
    yield Shine(_by_lag(lag, rules.lag), lag, _in_words(plan, duty.percent, lag))
    days = sky.working_days_to(sky.due(duty.due_on)) if rules.near else 0
    if rules.near and days <= rules.near.days and duty.state != Duty.State.CHECKING:
        yield Shine(Duty.Light.YELLOW, lag, _near(days))
    if rules.not_started and duty.state == Duty.State.HANDED_DOWN and duty.starts_on:
        words = _("应于%(month)s开始,尚未签收") % {"month": f"{duty.starts_on:%Y-%m}"}
        yield Shine(_since_month(duty.starts_on, sky.on, rules.not_started), lag, words)
    counted = duty.percent > 0 or duty.reported_at is not None
    if rules.not_counted and duty.state == Duty.State.IN_PROGRESS and duty.signed_at and not counted:
        signed = timezone.localdate(duty.signed_at)
        begun = max(signed, duty.starts_on or signed)
        words = _("自%(day)s开始,尚无被采纳的反馈") % {"day": begun}
        yield Shine(_after(begun, sky.on, rules.not_counted), lag, words)


def _by_lag(lag: Decimal, bounds: Bounds | None) -> str:
    if bounds is None or lag < bounds.yellow:
        return Duty.Light.GREEN
    return Duty.Light.RED if lag > bounds.red else Duty.Light.YELLOW


def _after(begun: date, on: date, bounds: Bounds) -> str:
    """Yellow once so many months have gone by since a day, red once more than so many have."""
    if on > _later(begun, bounds.red):
        return Duty.Light.RED
    return Duty.Light.YELLOW if on >= _later(begun, bounds.yellow) else Duty.Light.GREEN


def _since_month(begun: date, on: date, bounds: Bounds) -> str:
    """Yellow and red so many months after the month of a day."""
    months = (on.year - begun.year) * 12 + on.month - begun.month
    if months >= bounds.red:
        return Duty.Light.RED
    return Duty.Light.YELLOW if months >= bounds.yellow else Duty.Light.GREEN


def _later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _past(due: date, moved: date) -> str:
    """Past its day: both days, where a holiday moved it, so that the reason agrees with the day the page names."""
    if moved != due:
        return _("已超过时限%(day)s(非工作日,顺延至%(moved)s)") % {"day": due, "moved": moved}
    return _("已超过时限%(day)s") % {"day": due}


def _near(days: int) -> str:
    """How near its day something is."""
    return _("临近时限,还有%(days)s个工作日") % {"days": days} if days > 0 else _("临近时限,今天到期")


def _in_words(plan: Decimal, actual: Decimal, lag: Decimal) -> str:
    words = _("计划进度%(plan)s%%,实际%(actual)s%%")
    if lag > 0:
        words = _("计划进度%(plan)s%%,实际%(actual)s%%,滞后%(lag)s个百分点")
    return words % {"plan": f"{plan:.1f}", "actual": f"{actual:.1f}", "lag": f"{lag:.1f}"}


@in_house_language()
def judge_nodes(duty: Duty, nodes: list[Node], on: date | Sky | None = None) -> list[tuple[Node, Shine]]:
    """What light each node of a duty shows (节点亮灯).

    Reached is green; past its day red; the node that is being worked on is judged like the duty, on the straight line
    that leads to it; those after it show no light yet.
    """
    sky = on if isinstance(on, Sky) else Sky(on)
    shown: list[tuple[Node, Shine]] = []
    before: date | None = None
    for node in nodes:
        shown.append((node, _node(duty, node, nodes, before, sky)))
        before = node.due_on
    return shown


def _node(duty: Duty, node: Node, nodes: list[Node], before: date | None, sky: Sky) -> Shine:
    if not duty.running and duty.state != Duty.State.CLOSED:
        return Shine(Duty.Light.NONE, None, duty.get_state_display())
    if node.reached_on or duty.percent >= node.percent or duty.state == Duty.State.CLOSED:
        words = _("已于%(day)s达到") % {"day": node.reached_on} if node.reached_on else _("已达到")
        return Shine(Duty.Light.GREEN, None, words)
    due = sky.due(node.due_on)
    if sky.on > due:
        words = _("已超过节点时限%(day)s,应达%(plan)s%%,实际%(actual)s%%")
        return Shine(
            Duty.Light.RED,
            (node.percent - duty.percent).quantize(Decimal("0.01")),
            words % {"day": due, "plan": f"{node.percent:.1f}", "actual": f"{duty.percent:.1f}"},
        )
    if before is not None and sky.on <= before:
        return Shine(Duty.Light.NONE, None, _("尚未轮到"))
    plan = planned(duty.starts_on, duty.due_on, nodes, sky.on) or Decimal(0)
    lag = (plan - duty.percent).quantize(Decimal("0.01"))
    rules = sky.scheme
    light, words = _by_lag(lag, rules.lag), _in_words(plan, duty.percent, lag)
    days = sky.working_days_to(due) if rules.near else 0
    if rules.near and days <= rules.near.days:
        light, words = Duty.Light.YELLOW.value, _near(days)
    return Shine(light, lag, words)


def shine(duty: Duty, on: date | Sky | None = None) -> None:
    """Set a duty's light as of today (the caller saves)."""
    nodes = list(duty.nodes.all()) if duty.pk else []
    said = judge(duty, nodes, on)
    duty.light, duty.lag, duty.light_reason = said.light, said.lag, said.reason[:300]


JUDGED: Final = (
    "state", "starts_on", "due_on", "percent", "signed_at", "reported_at", "light", "lag", "light_reason",
)  # fmt: skip
"""What judging reads of a duty."""


def changes(duties: Iterable[Duty], nodes: Mapping[int, list[Node]], sky: Sky) -> Iterator[Duty]:
    """The duties whose light is out of date, with their new light set (the caller saves).

    A lag that moved by less than a point leaves a duty as it is: a journal row a night for every duty would bury what
    people did. Words that count the days left are always brought up to date.

    Args:
        duties: the duties, with the columns of :data:`JUDGED`.
        nodes: their nodes in order, by the duty's id; a prefetch makes a list for each duty, which takes as long as judging.
        sky: the day, the scheme, the holidays.
    """
    by_lag = _begins_with()
    for duty in duties:
        said = judge(duty, nodes.get(duty.pk, []), sky)
        hardly = said.lag is not None and duty.lag is not None and abs(said.lag - duty.lag) < 1
        steady = hardly and said.reason.startswith(by_lag) and duty.light_reason.startswith(by_lag)
        if said.light != duty.light or not (said.reason == duty.light_reason or steady):
            duty.light, duty.lag, duty.light_reason = said.light, said.lag, said.reason[:300]
            yield duty


def reason_on(duty: Duty, nodes: list[Node], on: date | Sky) -> str:
    """Why a duty shows its light, plan and lag as of a day: the reason kept may be some days old while the light stays."""
    by_lag = _begins_with()
    if not duty.light_reason.startswith(by_lag):
        return duty.light_reason
    said = judge(duty, nodes, on)
    steady = said.light == duty.light and said.reason.startswith(by_lag)
    return said.reason if steady else duty.light_reason


@in_house_language()
def _begins_with() -> str:
    """How a reason begins that says no more than plan and progress."""
    return _("计划进度%(plan)s%%,实际%(actual)s%%").partition("%(")[0]


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
        above = Duty.objects.select_for_update(no_key=True).get(pk=next_)
        parts = [part for part in above.parts.all() if part.state != Duty.State.WITHDRAWN]
        weight = sum((part.weight for part in parts), Decimal(0))
        if weight:
            mean = sum((part.weight * part.percent for part in parts), Decimal(0)) / weight
            above.percent = mean.quantize(Decimal("0.01"))
        above.version += 1
        shine(above)
        above.save()
        next_ = above.parent_id
