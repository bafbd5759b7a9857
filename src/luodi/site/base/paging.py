"""Pages of a list (分页): which rows is asked of one table by its index; only then are they read with what belongs to them.

Short lists are turned by number, :func:`paged`; endless ones by key, so that the last page is as quick as the first:
:func:`turned`, or :func:`beside` where a list has keys of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from .fresh import kept
from .journal.triggers import NOT_KEPT

SIZE: Final = 50
Key = TypeVar("Key")
Row = TypeVar("Row")


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


class Turned(NamedTuple):
    """One page by key, newest first; ``older`` and ``newer`` are keys of its neighbours, None at an end."""

    rows: list[Any]
    older: int | None
    newer: int | None


def turned(rows: QuerySet[Any], before: int | None, after: int | None, size: int = SIZE) -> Turned:
    """The page beside a key, the first one without: one query.

    Args:
        rows: the list; it is turned by its rows' own keys.
        before: the key below which the page begins.
        after: the key above which it ends; it goes before ``before``.
        size: rows of a page.
    """
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown = found[:size][::-1]
        if shown:
            return Turned(shown, shown[-1].pk, shown[0].pk if len(found) > size else None)
        before = None

    def falling(key: int | None) -> list[Any]:
        below = rows if key is None else rows.filter(pk__lt=key)
        return list(below.order_by("-pk")[: size + 1])

    found, first = beside(falling, before)
    shown = found[:size]
    return Turned(shown, shown[-1].pk if len(found) > size else None, None if first else shown[0].pk)


def beside(ask: Callable[[Key | None], list[Row]], key: Key | None) -> tuple[list[Row], bool]:
    """What stands beside a key that an address carries; the beginning, where nothing stands there.

    A key may be of another list, of a row that is gone, or made up: an empty page would say that there is nothing.

    Args:
        ask: gives what stands beside a key, or the beginning for None.
        key: the key; None where the address has none that can be read.

    Returns:
        The rows; whether they are the beginning.
    """
    if key is not None and (found := ask(key)):
        return found, False
    return ask(None), True


class _Keys(NamedTuple):
    """How long a list is, which page was asked for, and the ids of its rows."""

    length: int
    number: int
    keys: list[int]
