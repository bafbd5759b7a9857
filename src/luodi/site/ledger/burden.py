"""What reporting costs (填报负担): minutes and forms by unit and month, as the forms counted them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils import timezone

from luodi.site.base.models import Organisation

from .models import Report


class Cell(NamedTuple):
    """One unit's month: minutes, forms, reports; a form that told of five duties is one form and five reports."""

    minutes: Decimal
    forms: int
    reports: int


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
    today = timezone.localdate()
    cells: dict[tuple[int | None, int], Cell] = defaultdict(lambda: NONE)
    for month in range(1, 13):
        first = date(year, month, 1)
        if first > today:
            break
        for unit, cell in _month(first, closed=(year, month) < (today.year, today.month)).items():
            for key in ((unit, month), (None, month)):
                cells[key] = _plus(cells[key], cell)
    units = Organisation.objects.in_bulk({unit for unit, _month in cells if unit is not None})
    lines = [_line(unit, cells, unit.pk) for unit in units.values()]
    lines.sort(key=lambda line: (-line.whole.minutes, -line.whole.forms, str(line.unit)))
    return [*lines, _line(None, cells, None)]


def _month(first: date, *, closed: bool) -> dict[int, Cell]:
    """One month by unit; a month that is over is kept for an hour, for nothing is added to it any more."""
    key = f"burden:{first:%Y-%m}"
    if closed and (known := cache.get(key)) is not None:
        return known
    zone = timezone.get_current_timezone()
    begin = datetime(first.year, first.month, 1, tzinfo=zone)
    end = datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=zone)
    sums = (
        Report.objects.filter(at__gte=begin, at__lt=end)
        .order_by()
        .values("organisation", "by")
        .annotate(spent=Sum("minutes"), forms=Count("at", distinct=True), reports=Count("pk"))
    )
    found: dict[int, Cell] = {}
    for row in sums:
        cell = Cell(row["spent"] or Decimal(0), row["forms"], row["reports"])
        found[row["organisation"]] = _plus(found.get(row["organisation"], NONE), cell)
    if closed:
        cache.set(key, found, 3600)
    return found


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
    }
