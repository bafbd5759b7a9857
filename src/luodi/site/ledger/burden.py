"""What reporting costs (填报负担): minutes and forms by unit and month, as the forms counted them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.fresh import kept
from luodi.site.base.guard import in_bulk
from luodi.site.base.models import Organisation
from luodi.site.base.ready import ready

from .models import Report

TENTH: Final = Decimal("0.1")


class Cell(NamedTuple):
    """One unit's month: minutes, forms, reports; a form that told of five duties is one form and five reports."""

    minutes: Decimal
    forms: int
    reports: int

    @property
    def told(self) -> str:
        """Minutes and, in brackets, forms."""
        return f"{self.minutes.quantize(TENTH, ROUND_HALF_UP)} ({self.forms})"


class Line(NamedTuple):
    """One unit's year."""

    unit: Organisation | None
    months: list[Cell]
    whole: Cell


NONE = Cell(Decimal(0), 0, 0)


def burden(year: int) -> list[Line]:
    """Units with what reporting cost them in a year, the heaviest first, and the sum of all as the last line.

    Reports of one form share person and moment. Reports written before minutes were counted, or by a browser without
    script, count as forms and add no minutes.
    """
    cells: dict[tuple[int | None, int], Cell] = defaultdict(lambda: NONE)
    for month, found in _months(year, range(1, 13)):
        for unit, cell in found.items():
            for key in ((unit, month), (None, month)):
                cells[key] = _plus(cells[key], cell)
    units = in_bulk(Organisation, {unit for unit, _month in cells if unit is not None})
    lines = [_line(unit, cells, unit.pk) for unit in units.values()]
    lines.sort(key=lambda line: (-line.whole.minutes, -line.whole.forms, str(line.unit)))
    return [*lines, _line(None, cells, None)]


def _months(year: int, months: Iterable[int]) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Those of a year's months that have begun, each by unit."""
    today = timezone.localdate()
    for month in months:
        if (year, month) <= (today.year, today.month):
            yield month, _month(date(year, month, 1), closed=(year, month) < (today.year, today.month))


def _month(first: date, *, closed: bool) -> dict[int, Cell]:
    """One month by unit; a month that is over is kept for an hour, for nothing is added to it any more."""
    reports = Report.objects.filter(_during(first.year, first.month))
    if not closed:
        return kept("burden", reports, lambda: _by_unit(reports))
    key = f"burden:{first:%Y-%m}"
    if (known := cache.get(key)) is None:
        cache.set(key, known := _by_unit(reports), 3600)
    return known


def _during(year: int, month: int | None) -> Q:
    """Told within a month, or a year."""
    zone = timezone.get_current_timezone()
    begin = datetime(year, month or 1, 1, tzinfo=zone)
    last = month or 12
    return Q(at__gte=begin, at__lt=datetime(year + last // 12, last % 12 + 1, 1, tzinfo=zone))


def _by_unit(reports: QuerySet[Report]) -> dict[int, Cell]:
    sums = (
        reports.order_by()
        .values("organisation", "by")
        .annotate(spent=Sum("minutes"), forms=Count("at", distinct=True), reports=Count("pk"))
    )
    found: dict[int, Cell] = {}
    for row in sums:
        cell = Cell(row["spent"] or Decimal(0), row["forms"], row["reports"])
        found[row["organisation"]] = _plus(found.get(row["organisation"], NONE), cell)
    return found


class Asked(NamedTuple):
    """Which reports are asked for: a year or one of its months, of all units or of one."""

    year: int
    month: int | None
    unit: Organisation | None

    @property
    def period(self) -> str:
        """The period as printed."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)


def behind(asked: Asked) -> tuple[QuerySet[Report], Cell]:
    """The reports that a number of the burden counts, the newest first, and their sum (填报明细)."""
    found = Report.objects.filter(_during(asked.year, asked.month))
    if asked.unit is not None:
        found = found.filter(organisation=asked.unit)
    which = (asked.year, asked.month, asked.unit and asked.unit.pk)
    return found.order_by("-at", "-id"), kept("burden's sum", which, lambda: _sum(asked))


def _sum(asked: Asked) -> Cell:
    whole = NONE
    for _, cells in _months(asked.year, [asked.month] if asked.month else range(1, 13)):
        for cell in cells.values() if asked.unit is None else [cells.get(asked.unit.pk, NONE)]:
            whole = _plus(whole, cell)
    return whole


@ready
def reports(keys: list[int]) -> QuerySet[Report]:
    """Reports with some ids, with what a line of :func:`behind` prints."""
    found = Report.objects.filter(pk__in=keys).select_related("organisation", "by", "duty")
    return found.only(
        "at", "minutes", "organisation__name", "organisation__short_name", "by__name", "by__username",
        "duty__number", "duty__title",
    )  # fmt: skip


def address(period: str, unit: Organisation | None = None) -> str:
    """Where the reports of a period are listed."""
    asked = {"period": period} | ({"unit": str(unit.pk)} if unit else {})
    return f"{reverse('ledger:burden_reports')}?{urlencode(asked)}"


def _line(unit: Organisation | None, cells: dict[tuple[int | None, int], Cell], pk: int | None) -> Line:
    months = [cells[pk, month] for month in range(1, 13)]
    whole = NONE
    for cell in months:
        whole = _plus(whole, cell)
    return Line(unit, months, whole)


def _plus(one: Cell, other: Cell) -> Cell:
    return Cell(one.minutes + other.minutes, one.forms + other.forms, one.reports + other.reports)


def as_chart(year: int) -> dict[str, Any]:
    """The months' sums as the chart reads them."""
    whole = burden(year)[-1]
    return {
        "labels": [f"{year}-{month:02d}" for month in range(1, 13)],
        "minutes": [float(cell.minutes) for cell in whole.months],
        "forms": [cell.forms for cell in whole.months],
        "urls": [address(f"{year}-{month:02d}") for month in range(1, 13)],
    }
