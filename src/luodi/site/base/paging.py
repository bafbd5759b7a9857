"""Pages of a list (分页): which rows is asked of one table by its index; only then are they read with what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from .fresh import kept
from .journal.triggers import NOT_KEPT

SIZE: Final = 50


def paged(
    rows: QuerySet[Any],
    read: Callable[[list[int]], Iterable[Any]],
    number: str | None,
    size: int = SIZE,
    which: tuple[Any, ...] = (),
) -> Page[Any]:
    """One page of a list; how long it is, and which rows this page has, is asked anew when something changed.

    Args:
        rows: the list, in its order.
        read: gives the rows with some ids, in any order, with what the page prints of others.
        number: which page, as the address says; the first or last for what is none.
        size: rows of a page.
        which: the values that say which rows these are, for :func:`luodi.site.base.fresh.kept`; without them the query does.
    """
    keys = rows.select_related(None).values_list("pk", flat=True)

    def asked() -> _Keys:
        page = Paginator(keys, size).get_page(number)
        return _Keys(page.paginator.count, page.number, list(page.object_list))

    if keys.model._meta.label_lower in NOT_KEPT:  # on SQLite nothing says that one came
        found = asked()
    else:
        name = f"page {number} of {size} of {keys.model._meta.db_table}"
        found = kept(name, which or keys, asked)
    pages: Paginator[Any] = Paginator(range(found.length), size)
    things = {each.pk: each for each in read(found.keys)}
    return Page([things[pk] for pk in found.keys if pk in things], found.number, pages)


class _Keys(NamedTuple):
    """How long a list is, which page was asked for, and the ids of its rows."""

    length: int
    number: int
    keys: list[int]
