"""What reporting costs (填报负担): minutes and forms by unit and month, as the forms counted them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Sum
from django.db.models.functions import ExtractMonth
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
    zone = timezone.get_current_timezone()
    span = (datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    sums = (
        Report.objects.filter(at__gte=span[0], at__lt=span[1])
        .order_by()
        .annotate(month=ExtractMonth("at", tzinfo=zone))
        .values("organisation", "month", "by")
        .annotate(spent=Sum("minutes"), forms=Count("at", distinct=True), reports=Count("pk"))
    )
    cells: dict[tuple[int | None, int], Cell] = defaultdict(lambda: NONE)
    for row in sums:
        cell = Cell(row["spent"] or Decimal(0), row["forms"], row["reports"])
        for key in ((row["organisation"], row["month"]), (None, row["month"])):
            cells[key] = _plus(cells[key], cell)
    units = Organisation.objects.in_bulk({unit for unit, _month in cells if unit is not None})
    lines = [_line(unit, cells, unit.pk) for unit in units.values()]
    lines.sort(key=lambda line: (-line.whole.minutes, -line.whole.forms, str(line.unit)))
    return [*lines, _line(None, cells, None)]


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
