"""The list of duties (责任事项列表): in which order, one page after the other by key; which ones, :mod:`.queries.narrow` says.

Pages follow each other by the sort key of the last row, not by counting rows off: the hundredth page costs what the first
does. How many there are is counted up to a thousand only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.site.base.asked import number
from luodi.site.base.fresh import kept
from luodi.site.base.paging import beside
from luodi.site.base.ready import ready

from .models import Duty

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


class Slice(NamedTuple):
    """One page of the list: its rows, the key from which the next goes on, and whether an earlier one was left."""

    rows: list[Duty]
    next_key: str
    first: bool


def counted(duties: QuerySet[Duty], part: Slice) -> tuple[int, bool]:
    """How many there are, and whether that is the end of the counting rather than of the duties.

    Args:
        duties: what is listed.
        part: a page of it; where it is the only one, its rows are counted.
    """
    if part.first and not part.next_key:
        return len(part.rows), False
    some = duties.select_related(None).order_by()[: COUNTED + 1]
    found = kept("duties", some, some.count)
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
    bare = duties.select_related(None)
    pks, first = kept(
        f"duties {sort} {key} {size}",
        bare.values("pk"),
        lambda: beside(lambda after: _keys(bare, order, after, size), _read(order, key)),
    )
    # which rows is asked of the one table, by its index; only then are the rows read with what belongs to them
    found = {each.pk: each for each in _rows(pks[:size])}
    rows = [found[pk] for pk in pks[:size] if pk in found]
    return Slice(rows, _key(order, rows[-1]) if len(pks) > size and rows else "", first)


def _keys(bare: QuerySet[Duty], order: Sort, after: tuple[Any, int] | None, size: int) -> list[int]:
    """Ids of a page's rows, and of the one after it if there is one."""
    pks: list[int] = []
    value, pk = after or (None, None)
    if after is None or value is not None:
        pks = list(_with_value(bare, order, value, pk).values_list("pk", flat=True)[: size + 1])
    if len(pks) <= size and order.column != "id":
        rest = bare.filter(**{f"{order.column}__isnull": True}).order_by("id")
        if after is not None and value is None:
            rest = rest.filter(pk__gt=pk)
        pks += list(rest.values_list("pk", flat=True)[: size + 1 - len(pks)])
    return pks


@ready
def _rows(keys: list[int]) -> QuerySet[Duty]:
    return Duty.objects.filter(pk__in=keys).select_related("lead", "area", "person")


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
    return f"{'' if value is None else _shown(value)}~{row.pk}"


def _shown(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _read(order: Sort, key: str) -> tuple[Any, int] | None:
    """A page's key as (value, id), or None if it is none."""
    shown, mark, last = key.rpartition("~")
    pk = number(last) if mark else None
    if pk is None:
        return None
    if not shown:
        return None, pk
    field = cast("Field[Any, Any]", Duty._meta.get_field(order.column))
    try:
        value = field.clean(shown, None)
        if isinstance(value, datetime):
            value = value.astimezone(UTC)
    except (ValidationError, ValueError, ArithmeticError):  # what the column cannot hold, on no clock either
        return None
    return (value, pk) if _shown(value) == shown else None
