"""The list of duties (责任事项列表): what a filter asks, in which order, one page after the other by key.

Pages follow each other by the sort key of the last row, not by counting rows off: the hundredth page costs what the first
does. How many there are is counted up to a thousand only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, cast

from django.db.models import Exists, Field, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import calendar
from .models import CoUnit, Duty, Evidence, Extension, Report

PAGE: Final = 50
COUNTED: Final = 1000


class Sort(NamedTuple):
    """An order (排序): its title, its column, whether the largest comes first. The id decides between equals."""

    title: Any
    column: str
    falling: bool


SORTS: Final[dict[str, Sort]] = {
    "due": Sort(_("时限最近"), "due_on", False),
    "new": Sort(_("最新登记"), "id", True),
    "reported": Sort(_("最近反馈"), "reported_at", True),
    "lag": Sort(_("滞后最多"), "lag", True),
}
WAITING: Final = {
    "extension": _("有延期待批"),
    "report": _("有反馈待审"),
    "evidence": _("有佐证待核"),
    "silent": _("30天没有反馈"),
}
WINDOWS: Final = {"late": _("已逾期"), "week": _("7天内"), "month": _("30天内"), "none": _("没有时限")}
RUNNING: Final = (Duty.State.HANDED_DOWN, Duty.State.IN_PROGRESS, Duty.State.CHECKING)


class Slice(NamedTuple):
    """One page of the list: its rows, the key from which the next goes on, and whether an earlier one was left."""

    rows: list[Duty]
    next_key: str
    first: bool


def waiting(kind: str, today: date) -> Q:
    """What waits for somebody."""
    if kind == "extension":
        return Q(Exists(Extension.objects.filter(duty=OuterRef("pk"), state=Extension.State.ASKED)))
    if kind == "report":
        return Q(Exists(Report.objects.filter(duty=OuterRef("pk"), state=Report.State.SUBMITTED)))
    if kind == "evidence":
        return Q(Exists(Evidence.objects.filter(duty=OuterRef("pk"), state=Evidence.State.OFFERED)))
    since = timezone.now() - timedelta(days=30)
    return Q(state=Duty.State.IN_PROGRESS) & (Q(reported_at=None) | Q(reported_at__lt=since))


def window(kind: str, today: date) -> Q:
    """When it is due; a due day on a holiday counts until the next working day."""
    if kind == "none":
        return Q(due_on=None)
    if kind == "late":
        limit = today
        while not calendar.is_working_day(limit - timedelta(days=1)):
            limit -= timedelta(days=1)
        return Q(due_on__lt=limit, state__in=(Duty.State.HANDED_DOWN, Duty.State.IN_PROGRESS))
    days = 7 if kind == "week" else 30
    return Q(due_on__gte=today, due_on__lte=today + timedelta(days=days), state__in=RUNNING)


FILTERS: Final[dict[str, Callable[[Any, date], Q]]] = {
    "decision": lambda value, today: Q(commitment__decision=value),
    "article": lambda value, today: Q(commitment__article=value),
    "lead": lambda value, today: Q(lead=value),
    "co_unit": lambda value, today: Q(pk__in=CoUnit.objects.filter(organisation=value).values("duty")),
    "area": lambda value, today: Q(area=value),
    "state": lambda value, today: Q(state__in=value),
    "light": lambda value, today: Q(light__in=value),
    "cause": lambda value, today: Q(cause=value),
    "window": window,
    "due_from": lambda value, today: Q(due_on__gte=value),
    "due_until": lambda value, today: Q(due_on__lte=value),
    "waiting": waiting,
    "q": lambda value, today: Q(title__icontains=value) | Q(number__startswith=value),
}


def narrowed(duties: QuerySet[Duty], asked: dict[str, Any]) -> QuerySet[Duty]:
    """The duties that a filter leaves.

    Args:
        duties: those a person may see.
        asked: cleaned values of the filter form; empty ones ask nothing.
    """
    today = timezone.localdate()
    for name, clause in FILTERS.items():
        value = asked.get(name)
        if value:
            duties = duties.filter(clause(value, today))
    return duties


def counted(duties: QuerySet[Duty]) -> tuple[int, bool]:
    """How many there are, and whether that is the end of the counting rather than of the duties."""
    found = duties.select_related(None).order_by()[: COUNTED + 1].count()
    return min(found, COUNTED), found > COUNTED


def sliced(duties: QuerySet[Duty], sort: str, key: str = "", size: int = PAGE) -> Slice:
    """One page in an order, after the row whose key is given; rows without the sort column come last.

    Args:
        duties: what to list.
        sort: one of :data:`SORTS`; another is taken as the first.
        key: ``next_key`` of the page before; what cannot be read begins anew.
        size: rows of a page.
    """
    order = SORTS.get(sort, SORTS["due"])
    after = _read(order, key)
    value, pk = after or (None, None)
    bare = duties.select_related(None)
    pks: list[int] = []
    if after is None or value is not None:
        pks = list(_with_value(bare, order, value, pk).values_list("pk", flat=True)[: size + 1])
    if len(pks) <= size and order.column != "id":
        rest = bare.filter(**{f"{order.column}__isnull": True}).order_by("id")
        if after is not None and value is None:
            rest = rest.filter(pk__gt=pk)
        pks += list(rest.values_list("pk", flat=True)[: size + 1 - len(pks)])
    # which rows is asked of the one table, by its index; only then are the rows read with what belongs to them
    found = Duty.objects.select_related("lead", "area", "person").in_bulk(pks[:size])
    rows = [found[pk] for pk in pks[:size] if pk in found]
    return Slice(rows, _key(order, rows[-1]) if len(pks) > size and rows else "", after is None)


def _with_value(duties: QuerySet[Duty], order: Sort, value: Any, pk: int | None) -> QuerySet[Duty]:
    column = order.column
    if column == "id":
        found = duties.filter(pk__lt=pk) if pk is not None else duties
        return found.order_by("-id")
    found = duties.filter(**{f"{column}__isnull": False})
    sign, beyond = ("-", "lt") if order.falling else ("", "gt")
    if value is not None:
        # the first condition alone says where the index is entered; the second leaves out what was shown
        found = found.filter(**{f"{column}__{beyond}e": value})
        found = found.filter(Q(**{f"{column}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk}))
    return found.order_by(f"{sign}{column}", f"{sign}id")


def _key(order: Sort, row: Duty) -> str:
    value = getattr(row, order.column)
    shown = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"{shown}~{row.pk}"


def _read(order: Sort, key: str) -> tuple[Any, int] | None:
    """A page's key as (value, id), or None if it is none."""
    shown, found, pk = key.rpartition("~")
    if not found or not (pk.isascii() and pk.isdigit()) or len(pk) > 18:
        return None
    if not shown:
        return None, int(pk)
    field = cast("Field[Any, Any]", Duty._meta.get_field(order.column))
    try:
        return field.to_python(shown), int(pk)
    except Exception:  # whatever a field says of what is not its own
        return None
