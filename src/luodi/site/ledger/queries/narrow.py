"""Which duties (筛选): what an address such as ``?lane=red&lead=3`` asks for, as a query and in words.

Every number, chart and tile of the ledger links to the list of duties with such an address, and the form of the list
makes one. Several values of one name are meant one or the other (``state=draft&state=registered``); empty ones ask nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base import options
from luodi.site.base.lines import address
from luodi.site.base.models import Area, Organisation

from .. import calendar
from ..models import CoUnit, Decision, Duty, Evidence, Extension, Node, Report
from ..models.progress import Cause
from .lanes import LANES, RUNNING, on_the_list
from .seen import adopted_decisions, in_any

SOON: Final = 10
"""Working days within which a due day counts as near (临近到期)."""
FEW: Final = 1_000
NOBODY: Final = "0"
"""Value for: without a lead unit, without an area."""
NO_ARTICLE: Final = "—"
LATE: Final = "late"
NEVER: Final = "none"
MEANS_NOTHING: Final = (
    ValueError, KeyError, OverflowError, Organisation.DoesNotExist, Area.DoesNotExist, Decision.DoesNotExist,
)  # fmt: skip


class Narrowed(NamedTuple):
    """The duties asked for, the filters in words, each with its parameter's name, and whether every value means something."""

    duties: QuerySet[Duty]
    words: list[tuple[str, str]]
    fits: bool = True


def rows_url(**filters: object) -> str:
    """The address of the list of duties that a number counts."""
    given = {name: value for name, value in filters.items() if value is not None}
    return f"{address('ledger:duties')}?{urlencode(given, doseq=True)}" if given else address("ledger:duties")


def first_day_not_late(today: date, own: dict[str, bool] | None = None) -> date:
    """The earliest due day that is not yet missed: a due day on a holiday moves to the next working day.

    Args:
        today: the day.
        own: the city's own holidays; asked for if None.
    """
    own = options.get("own_holidays") if own is None else own
    day = today
    while not calendar.is_working_day(day - timedelta(days=1), own):
        day -= timedelta(days=1)
    return day


def late(today: date | None = None) -> Q:
    """Running, not yet being checked, and past the due day."""
    return due_before(first_day_not_late(today or timezone.localdate()))


def due_before(edge: date) -> Q:
    """Running, not yet being checked, and due before a day."""
    return Q(state__in=Duty.UNDONE, due_on__lt=edge)


def soon(days: int = SOON, today: date | None = None) -> Q:
    """Running and due within so many working days."""
    return due_between(*days_soon(days, today))


def days_soon(days: int = SOON, today: date | None = None) -> tuple[date, date]:
    """The first and the last due day that is near."""
    today, own = today or timezone.localdate(), options.get("own_holidays")
    return first_day_not_late(today, own), calendar.add(today, days, own)


def due_between(since: date, until: date) -> Q:
    """Running and due on one of these days."""
    return Q(state__in=RUNNING, due_on__gte=since, due_on__lte=until)


def waiting(kind: str) -> Q:
    """What waits for the office, or for the unit to sign for it.

    Raises:
        KeyError: there is no such kind.
    """
    return WAITING[kind]()


def _duties_of(rows: QuerySet[Any]) -> Q:
    """The duties of some reports or requests; few wait at any time, so they are read first and lead the query."""
    few = list(rows.order_by().values_list("duty", flat=True).distinct()[:FEW])
    return Q(pk__in=few if len(few) < FEW else rows.values("duty"))


BY_STATE: Final = {
    "check": Duty.State.CHECKING,
    "sign": Duty.State.HANDED_DOWN,
    "hand_down": Duty.State.REGISTERED,
    "register": Duty.State.DRAFT,
}
"""The kinds of waiting that are a state of the duty and nothing else."""
WAITING: Final[dict[str, Callable[[], Q]]] = {
    "report": lambda: _duties_of(Report.objects.filter(state=Report.State.SUBMITTED)),
    "extension": lambda: _duties_of(Extension.objects.filter(state=Extension.State.ASKED)),
    "evidence": lambda: (
        Q(state__in=RUNNING) & _duties_of(Evidence.objects.filter(state=Evidence.State.OFFERED))
    ),
    "check": lambda: Q(state=BY_STATE["check"]),
    "sign": lambda: Q(state=BY_STATE["sign"]),
    "hand_down": lambda: Q(state=BY_STATE["hand_down"]),
    "register": lambda: Q(state=BY_STATE["register"]),
    "returned": lambda: Q(state=Duty.State.IN_PROGRESS) & _duties_of(_returned()),
    "silent": lambda: (
        Q(state=Duty.State.IN_PROGRESS)
        & (Q(reported_at=None) | Q(reported_at__lt=timezone.now() - timedelta(days=30)))
    ),
}


def _returned() -> QuerySet[Report]:
    """Reports that were sent back and have no later one."""
    later = Report.objects.filter(duty=OuterRef("duty"), pk__gt=OuterRef("pk"))
    return Report.objects.filter(~Exists(later), state=Report.State.RETURNED)


def waiting_words() -> dict[str, str]:
    """The kinds of waiting as people read them."""
    return {
        "report": _("反馈待审"), "extension": _("延期待批"), "check": _("待核查"),
        "evidence": _("佐证待核验"), "sign": _("待单位签收"),
        "hand_down": _("待交办"), "register": _("待立项"), "returned": _("反馈被退回"),
        "silent": _("30天没有反馈"),
    }  # fmt: skip


def _lane(value: str) -> tuple[Q, str]:
    return LANES[value].holds, str(LANES[value].title)


def _state(value: str) -> tuple[Q, str]:
    return Q(state=value), str(Duty.State(value).label)


def _light(value: str) -> tuple[Q, str]:
    return Q(light=value), str(Duty.Light(value).label)


def _lead(value: str) -> tuple[Q, str]:
    if value == NOBODY:
        return Q(lead=None), _("未明确单位")
    unit = Organisation.objects.get(pk=int(value))
    return Q(lead=unit), _("牵头:%(unit)s") % {"unit": unit}


def _co_unit(value: str) -> tuple[Q, str]:
    unit = Organisation.objects.get(pk=int(value))
    helped = CoUnit.objects.filter(organisation=unit).values("duty")
    return Q(pk__in=helped), _("协办:%(unit)s") % {"unit": unit}


def _unit(value: str) -> tuple[Q, str]:
    unit = Organisation.objects.get(pk=int(value))
    theirs = in_any(Duty.objects.filter(lead=unit), Duty.objects.filter(co_units__organisation=unit))
    return Q(pk__in=theirs), _("牵头或协办:%(unit)s") % {"unit": unit}


def _area(value: str) -> tuple[Q, str]:
    if value == NOBODY:
        return Q(area=None), _("未定区域")
    area = Area.objects.get(pk=int(value))
    return Q(area=area), _("区域:%(area)s") % {"area": area}


def _decision(value: str) -> tuple[Q, str]:
    decision = adopted_decisions().get(pk=int(value))  # the title of another may not be known yet
    return Q(commitment__decision=decision), str(decision)


def _article(value: str) -> tuple[Q, str]:
    return Q(commitment__article="" if value == NO_ARTICLE else value), _("条款:%(article)s") % {
        "article": value
    }


def _due(value: str) -> tuple[Q, str]:
    if value == LATE:
        return late(), _("已逾期")
    if value == NEVER:
        return Q(due_on=None), _("没有时限")
    days = min(max(int(value), 1), 250)
    return soon(days), _("%(days)s个工作日内到期") % {"days": days}


def _due_from(value: str) -> tuple[Q, str]:
    day = date.fromisoformat(value)
    return Q(due_on__gte=day), _("时限不早于%(day)s") % {"day": day}


def _due_until(value: str) -> tuple[Q, str]:
    day = date.fromisoformat(value)
    return Q(due_on__lte=day), _("时限不晚于%(day)s") % {"day": day}


def _named(value: str) -> tuple[Q, str]:
    return Q(title__icontains=value) | Q(number__startswith=value), _("含“%(words)s”") % {"words": value[:40]}


def _waiting(value: str) -> tuple[Q, str]:
    return waiting(value), waiting_words()[value]


def _month(value: str) -> tuple[Q, str]:
    first = date.fromisoformat(f"{value}-01")
    return Q(due_on__gte=first, due_on__lt=_after(value)), _("%(month)s到期") % {"month": value}


def _day(value: str) -> tuple[Q, str]:
    day = date.fromisoformat(value)
    with_node = Node.objects.filter(due_on=day, reached_on=None).values("duty")
    return Q(due_on=day) | Q(pk__in=with_node), _("%(day)s到期或有未达到的节点") % {"day": day}


def _closed(value: str) -> tuple[Q, str]:
    since = date.fromisoformat(value)
    return Q(closed_at__date__gte=since), _("%(day)s以来销号") % {"day": since}


def _after(value: str) -> date:
    """The first day after a month."""
    return (date.fromisoformat(f"{value}-01") + timedelta(days=32)).replace(day=1)


def _closed_by(value: str) -> tuple[Q, str]:
    return Q(closed_at__date__lt=_after(value)), _("截至%(month)s销号") % {"month": value}


def _first_due_by(value: str) -> tuple[Q, str]:
    return Q(first_due_on__lt=_after(value)), _("原定%(month)s前完成") % {"month": value}


def _since(value: str) -> tuple[Q, str]:
    since = date.fromisoformat(value)
    return late() & Q(due_on__gte=since), _("%(day)s以来逾期") % {"day": since}


def _reported(value: str) -> tuple[Q, str]:
    since = date.fromisoformat(value)
    return Q(reported_at__date__gte=since, state__in=RUNNING), _("%(day)s以来有反馈") % {"day": since}


def _cause(value: str) -> tuple[Q, str]:
    return Q(cause=value), _("滞后原因:%(cause)s") % {"cause": Cause(value).label}


FILTERS: Final[dict[str, Callable[[str], tuple[Q, str]]]] = {
    "q": _named, "lane": _lane, "state": _state, "light": _light, "lead": _lead, "co_unit": _co_unit, "unit": _unit,
    "area": _area, "decision": _decision, "article": _article, "due": _due, "due_from": _due_from, "due_until": _due_until,
    "waiting": _waiting, "cause": _cause, "month": _month, "day": _day, "closed_since": _closed, "closed_by": _closed_by,
    "first_due_by": _first_due_by, "late_since": _since, "reported_since": _reported,
}  # fmt: skip


def narrowed(duties: QuerySet[Duty], asked: QueryDict) -> Narrowed:
    """Narrow duties to what an address asks; a value that means nothing is told and shows nothing, never everything.

    What was withdrawn shows only where that state is asked for.
    """
    words: list[tuple[str, str]] = []
    found = duties if Duty.State.WITHDRAWN in asked.getlist("state") else on_the_list(duties)
    for name, narrow in FILTERS.items():
        values = [value for value in asked.getlist(name) if value]
        if not values:
            continue
        conditions = []
        for value in values:
            try:
                conditions.append(narrow(value))
            except MEANS_NOTHING:
                words.append((name, _("“%(value)s”不是可用的筛选值") % {"value": value[:40]}))
                return Narrowed(duties.none(), words, fits=False)
        found = found.filter(reduce(or_, (condition for condition, _word in conditions)))
        words.append((name, _("、").join(word for _condition, word in conditions)))
    return Narrowed(found, words)
