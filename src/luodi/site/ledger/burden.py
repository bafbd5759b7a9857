"""What forms cost (填报负担): minutes and forms by unit, kind and month, as the forms counted them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Q, Sum, Value
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.fresh import kept
from luodi.site.base.guard import in_bulk
from luodi.site.base.models import Organisation

from .models import FormTime, Report

TENTH: Final = Decimal("0.1")


REPORT: Final = "report"
"""The kind of form that :class:`Report` keeps; the others are those of :class:`FormTime`."""


class Cell(NamedTuple):
    """One unit's month: minutes, forms, matters; a form that told of five duties is one form and five matters."""

    minutes: Decimal
    forms: int
    matters: int

    @property
    def told(self) -> str:
        """Minutes and, in brackets, forms."""
        return f"{self.minutes.quantize(TENTH, ROUND_HALF_UP)} ({self.forms})"


class Line(NamedTuple):
    """One unit's year."""

    unit: Organisation | None
    months: list[Cell]
    whole: Cell


class OfKind(NamedTuple):
    """One kind of form over a year: its code, its name, its months."""

    kind: str
    title: str
    months: list[Cell]
    whole: Cell


class Burden(NamedTuple):
    """A year: units, the heaviest first; kinds of forms that occur, in the order of the list; the sum of all."""

    units: list[Line]
    kinds: list[OfKind]
    whole: Line


NONE = Cell(Decimal(0), 0, 0)
Month = dict[tuple[int, str], Cell]
"""The cells of a month by unit and kind of form."""


def kinds() -> dict[str, str]:
    """The names of the kinds of forms by their codes, reports first."""
    return {REPORT: str(Report._meta.verbose_name)} | {
        code: str(name) for code, name in FormTime.Kind.choices
    }


def burden(year: int) -> Burden:
    """What forms cost the units in a year.

    Reports of one form share person and moment; of the other forms each says whether it is counted, so that kinds add up
    to the whole. Reports written before minutes were counted, and forms sent by a browser without script, count as forms
    and add no minutes.
    """
    units: dict[tuple[int, int], Cell] = defaultdict(lambda: NONE)
    by_kind: dict[tuple[str, int], Cell] = defaultdict(lambda: NONE)
    wholes: dict[tuple[None, int], Cell] = defaultdict(lambda: NONE)
    for month, found in months_of(year, range(1, 13)):
        for (unit, kind), cell in found.items():
            units[unit, month] = plus(units[unit, month], cell)
            by_kind[kind, month] = plus(by_kind[kind, month], cell)
            wholes[None, month] = plus(wholes[None, month], cell)
    known = in_bulk(Organisation, {unit for unit, _month in units})
    lines = [Line(unit, *_year(units, pk)) for pk, unit in known.items()]
    lines.sort(key=lambda line: (-line.whole.minutes, -line.whole.forms, str(line.unit)))
    told = {kind for kind, _month in by_kind}
    of_kinds = [OfKind(kind, title, *_year(by_kind, kind)) for kind, title in kinds().items() if kind in told]
    return Burden(lines, of_kinds, Line(None, *_year(wholes, None)))


def months_of(year: int, months: Iterable[int]) -> Iterator[tuple[int, Month]]:
    """Those of a year's months that have begun."""
    today = timezone.localdate()
    for month in months:
        if (year, month) <= (today.year, today.month):
            yield month, _month(date(year, month, 1), closed=(year, month) < (today.year, today.month))


def _month(first: date, *, closed: bool) -> Month:
    """One month; one that is over is kept for an hour, for nothing is added to it any more."""
    when = during(first.year, first.month)
    if not closed:
        return kept("burden of forms", Report.objects.filter(when), lambda: _cells(when))
    key = f"burden-of-forms:{first:%Y-%m}"
    if (known := cache.get(key)) is None:
        cache.set(key, known := _cells(when), 3600)
    return known


def during(year: int, month: int, last: int | None = None) -> Q:
    """Told within a month, or from one month to another."""
    zone = timezone.get_current_timezone()
    begin = datetime(year, month, 1, tzinfo=zone)
    last = last or month
    return Q(at__gte=begin, at__lt=datetime(year + last // 12, last % 12 + 1, 1, tzinfo=zone))


def _cells(when: Q) -> Month:
    """The cells of a period: one query for reports and other forms together."""
    reports = (
        Report.objects.filter(when)
        .order_by()
        .annotate(form=Value(REPORT))
        .values_list("organisation", "by", "form")
        .annotate(spent=Sum("minutes"), forms=Count("at", distinct=True), matters=Count("*"))
    )
    others = (
        FormTime.objects.filter(when)
        .order_by()
        .values_list("organisation", "by", "kind")
        .annotate(spent=Sum("minutes"), forms=Count("at", filter=Q(counted=True)), matters=Count("*"))
    )
    found: Month = {}
    for unit, _person, kind, spent, forms, matters in reports.union(others, all=True):
        cell = Cell(spent or Decimal(0), forms, matters)
        found[unit, kind] = plus(found.get((unit, kind), NONE), cell)
    return found


def address(period: str, unit: Organisation | None = None, kind: str = "") -> str:
    """Where the forms of a period are listed."""
    asked = {"period": period} | ({"unit": str(unit.pk)} if unit else {}) | ({"kind": kind} if kind else {})
    return f"{reverse('ledger:burden_reports')}?{urlencode(asked)}"


def _year(cells: Mapping[tuple[Any, int], Cell], key: Any) -> tuple[list[Cell], Cell]:
    """The months of a line and their sum."""
    months = [cells.get((key, month), NONE) for month in range(1, 13)]
    return months, reduce(plus, months)


def plus(one: Cell, other: Cell) -> Cell:
    """Two cells together."""
    return Cell(one.minutes + other.minutes, one.forms + other.forms, one.matters + other.matters)


def as_chart(year: int) -> dict[str, Any]:
    """The months' sums as the chart reads them: minutes by kind, one upon the other, and forms."""
    found = burden(year)
    return {
        "labels": [f"{year}-{month:02d}" for month in range(1, 13)],
        "minutes": [float(cell.minutes) for cell in found.whole.months],
        "forms": [cell.forms for cell in found.whole.months],
        "urls": [address(f"{year}-{month:02d}") for month in range(1, 13)],
        "kinds": [
            {
                "title": each.title,
                "minutes": [float(cell.minutes) for cell in each.months],
                "urls": [address(f"{year}-{month:02d}", kind=each.kind) for month in range(1, 13)],
            }
            for each in found.kinds
        ],
    }
