"""Pages of a list (分页): which rows is asked of one table by its index; only then are they read with what belongs to them."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from .fresh import kept
from .ready import Ready

SIZE: Final = 50


def paged(rows: QuerySet[Any], read: Ready[Any], number: str | None, size: int = SIZE) -> Page[Any]:
    """One page of a list whose length is counted when something changed.

    Args:
        rows: the list, in its order.
        read: gives the rows with some ids, in any order, with what the page prints of others.
        number: which page, as the address says; the first or last for what is none.
        size: rows of a page.
    """
    keys = rows.select_related(None).values_list("pk", flat=True)
    pages = Paginator(keys, size)
    pages.count = kept("rows", keys.order_by(), keys.count)
    page: Page[Any] = pages.get_page(number)
    shown = list(page.object_list)
    found = {each.pk: each for each in read(shown)}
    page.object_list = [found[pk] for pk in shown if pk in found]
    return page
