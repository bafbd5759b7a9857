"""The forms behind a number of the burden (填报明细): reports and other forms in one list, the newest first."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Value

from luodi.site.base.fresh import kept
from luodi.site.base.models import Organisation
from luodi.site.base.paging import SIZE
from luodi.site.base.ready import ready

from .burden import NONE, REPORT, Cell, during, months_of, plus
from .models import FormTime, Report


class Asked(NamedTuple):
    """Which forms are asked for: a year or one of its months, of all units or of one, of all kinds or of one."""

    year: int
    month: int | None
    unit: Organisation | None
    kind: str = ""

    @property
    def period(self) -> str:
        """The period as printed."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)


Told = Report | FormTime
"""A row of the list behind a number."""


def behind(asked: Asked, number: str | None) -> tuple[Page[Told], Cell]:
    """A page of the forms that a number of the burden counts, the newest first, and their sum (填报明细)."""
    which = (asked.year, asked.month, asked.unit and asked.unit.pk, asked.kind)
    cells = kept("cells of the burden", which, lambda: _counted(asked))
    total = reduce(plus, (cell for _month, _kind, cell in cells), NONE)
    pages = Paginator(range(total.matters), SIZE)
    page: Page[Any] = pages.get_page(number)
    shown = _keys(asked, cells, page.start_index() - 1, page.end_index()) if total.matters else []
    found: dict[tuple[int, int], Any] = {}
    for place, read in enumerate((reports, other_forms)):
        if keys := [pk for which, pk in shown if which == place]:
            found |= {(place, each.pk): each for each in read(keys)}
    page.object_list = [found[key] for key in shown if key in found]
    return page, total


Counted = tuple[int, str, Cell]
"""A month, a kind of form, and what was counted of it."""


def _counted(asked: Asked) -> list[Counted]:
    """What was counted of each month and kind, the newest month first."""
    found: dict[tuple[int, str], Cell] = {}
    months = [asked.month] if asked.month else range(12, 0, -1)
    for month, cells in months_of(asked.year, months):
        for (unit, kind), cell in cells.items():
            if (asked.unit is None or unit == asked.unit.pk) and asked.kind in ("", kind):
                found[month, kind] = plus(found.get((month, kind), NONE), cell)
    return [(month, kind, cell) for (month, kind), cell in found.items()]


def _keys(asked: Asked, cells: list[Counted], first: int, last: int) -> list[tuple[int, int]]:
    """Table and id of the rows from the first to the last, in their order.

    Months that lie wholly before are skipped, for it is known how many rows they have. Of each table its own newest rows
    are found by its index; woven into one another before that, all would be sorted.
    """
    months, skipped = _span(cells, first, last)
    first, last = first - skipped, last - skipped
    kinds_told = {kind for month, kind, _cell in cells if month in months}
    tables: list[QuerySet[Any, Any]] = []
    for place, model in enumerate((Report, FormTime)):
        if not any((kind == REPORT) == (model is Report) for kind in kinds_told):
            continue
        rows: QuerySet[Any, Any] = model._default_manager.filter(during(asked.year, months[-1], months[0]))
        if asked.unit is not None:
            rows = rows.filter(organisation=asked.unit)
        if asked.kind and model is FormTime:
            rows = rows.filter(kind=asked.kind)
        tables.append(rows.annotate(place=Value(place)).order_by("-at", "-id"))
    if len(tables) == 1:
        return list(tables[0].values_list("place", "id")[first:last])
    newest = (
        rows.model._default_manager.filter(pk__in=rows.values("pk")[:last])
        .order_by()
        .annotate(place=Value(place))
        .values_list("at", "place", "id")
        for place, rows in enumerate(tables)
    )
    woven = next(newest).union(*newest, all=True).order_by("-at", "place", "-id")
    return [(place, pk) for _at, place, pk in woven[first:last]]


def _span(cells: list[Counted], first: int, last: int) -> tuple[list[int], int]:
    """The months in which the rows from the first to the last lie, the newest first, and how many rows are newer."""
    counts: dict[int, int] = defaultdict(int)
    for month, _kind, cell in cells:
        counts[month] += cell.matters
    months: list[int] = []
    skipped = seen = 0
    for month, count in counts.items():
        if seen + count <= first:
            skipped += count
        elif seen < last:
            months.append(month)
        seen += count
    return months, skipped


@ready
def reports(keys: list[int]) -> QuerySet[Report]:
    """Reports with some ids, with what a line of :func:`behind` prints."""
    found = Report.objects.filter(pk__in=keys).select_related("organisation", "by", "duty")
    found = found.annotate(kind=Value(REPORT))
    return found.only(
        "at", "minutes", "organisation__name", "organisation__short_name", "by__name", "by__username",
        "duty__number", "duty__title",
    )  # fmt: skip


@ready
def other_forms(keys: list[int]) -> QuerySet[FormTime]:
    """Other forms with some ids, with what a line of :func:`behind` prints."""
    found = FormTime.objects.filter(pk__in=keys)
    return found.select_related("organisation", "by", "duty", "paper", "item__duty", "instruction").only(
        "at", "minutes", "kind", "organisation__name", "organisation__short_name", "by__name", "by__username",
        "duty__number", "duty__title", "paper__title", "item__duty__number", "item__duty__title", "instruction__text",
    )  # fmt: skip
