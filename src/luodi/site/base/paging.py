"""Pages of a list (分页): which rows is asked of one table by its index; only then are they read with what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

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
    count: int | None = None,
) -> Page[Any]:
    """One page of a list whose length is counted when something changed.

    Args:
        rows: the list, in its order.
        read: gives the rows with some ids, in any order, with what the page prints of others.
        number: which page, as the address says; the first or last for what is none.
        size: rows of a page.
        which: the values that say which rows these are, for :func:`luodi.site.base.fresh.kept`; without them the query does.
        count: how many there are, where it is known.
    """
    keys = rows.select_related(None).values_list("pk", flat=True)
    pages = Paginator(keys, size)
    pages.count = _counted(keys, which) if count is None else count
    page: Page[Any] = pages.get_page(number)
    shown = list(page.object_list)
    found = {each.pk: each for each in read(shown)}
    page.object_list = [found[pk] for pk in shown if pk in found]
    return page


def _counted(keys: QuerySet[Any, Any], which: tuple[Any, ...]) -> int:
    if keys.model._meta.label_lower in NOT_KEPT:  # on SQLite nothing says that one came
        return keys.count()
    name = f"rows of {keys.model._meta.db_table}" if which else "rows"
    return kept(name, which or keys.order_by(), keys.count)
