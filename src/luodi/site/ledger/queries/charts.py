"""What the charts draw (图表): series of numbers, every point with the address of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.fresh import kept

from ..models import Duty
from .lanes import LANES, on_the_list
from .narrow import rows_url
from .overview import matrix

MONTHS: Final = 36
BARS: Final = 20


class Series(NamedTuple):
    """One series: its name, the light it is coloured by, its numbers, the rows behind each."""

    name: str
    light: str
    values: list[int | None]
    urls: list[str]


class Chart(NamedTuple):
    """One chart (图表), and at once the table that stands beside it."""

    name: str
    title: str
    shape: str
    unit: str
    period: str
    source: str
    head: str
    labels: list[str]
    series: list[Series]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The same as lines of a table."""
        return [
            {"label": label, "cells": [{"count": s.values[i], "url": s.urls[i]} for s in self.series]}
            for i, label in enumerate(self.labels)
        ]

    def as_json(self) -> dict[str, Any]:
        """What the page's script reads."""
        return self._asdict() | {"series": [series._asdict() for series in self.series]}


def units(duties: QuerySet[Duty]) -> Chart:
    """Lights by unit, worst first, the first twenty."""
    lines = [line for line in matrix("unit", duties) if line.total][:BARS]
    series = [
        Series(
            str(lane.title),
            lane.light,
            [line.cells[i].amount for line in lines],
            [line.cells[i].url for line in lines],
        )
        for i, lane in enumerate(LANES.values())
    ]
    return Chart(
        "units",
        _("各单位亮灯"),
        "stacked",
        _("项"),
        _today(),
        _source(),
        _("牵头单位"),
        [line.title for line in lines],
        series,
    )


def burnup(duties: QuerySet[Duty]) -> Chart:
    """Closed against planned, added up month by month (完成累计); planned is the first day that was set."""
    listed = on_the_list(duties).select_related(None).order_by()
    planned = _by_month(listed.exclude(first_due_on=None), "first_due_on")
    closed = _by_month(listed.exclude(closed_at=None), "closed_at")
    this = timezone.localdate().replace(day=1)
    months = _months(min([*planned, *closed, this]), max([*planned, *closed, this]))
    shown = months[-MONTHS:] if this in months[-MONTHS:] else _around(months, this)
    sums_planned, sums_closed = _added(planned, months), _added(closed, months)
    names = [f"{month:%Y-%m}" for month in shown]
    return Chart(
        "burnup", _("累计销号与原定计划"), "lines", _("项"), f"{names[0]} – {names[-1]}", _source(), _("月份"), names,
        [
            Series(_("原定计划"), "plan", [sums_planned[month] for month in shown], [rows_url(first_due_by=name) for name in names]),
            Series(
                _("实际销号"), "closed", [sums_closed[month] if month <= this else None for month in shown],
                [rows_url(closed_by=name) for name in names],
            ),
        ],
    )  # fmt: skip


def months(duties: QuerySet[Duty]) -> Chart:
    """Due days by month, those still running apart from those closed."""
    listed = on_the_list(duties).select_related(None).order_by().exclude(due_on=None)
    numbers = {name: Count("pk", filter=lane.holds) for name, lane in LANES.items()}
    by_due = listed.annotate(month=TruncMonth("due_on")).values("month").annotate(**numbers)
    found = kept("months", listed.values("pk"), lambda: list(by_due))  # fmt: skip
    by_month: dict[date, Any] = {row["month"]: row for row in found}
    this = timezone.localdate().replace(day=1)
    every = _months(min([*by_month, this]), max([*by_month, this]))
    shown = every if len(every) <= MONTHS else [month for month in every if month in by_month][:MONTHS]
    names = [f"{month:%Y-%m}" for month in shown]
    series = [
        Series(
            str(lane.title), lane.light, [_count(by_month, month, lane.name) for month in shown],
            [rows_url(month=name, lane=lane.name) for name in names],
        )
        for lane in LANES.values()
    ]  # fmt: skip
    period = f"{names[0]} – {names[-1]}"
    return Chart("months", _("到期月份"), "stacked", _("项"), period, _source(), _("月份"), names, series)


CHARTS: Final[dict[str, Callable[[QuerySet[Duty]], Chart]]] = {
    "units": units,
    "burnup": burnup,
    "months": months,
}


def _by_month(duties: QuerySet[Duty], field: str) -> Counter[date]:
    by_month = duties.annotate(month=TruncMonth(field)).values_list("month").annotate(n=Count("pk"))
    found = kept(f"by month {field}", duties.values("pk"), lambda: list(by_month))
    counted: Counter[date] = Counter()
    for month, count in found:
        counted[timezone.localtime(month).date() if hasattr(month, "hour") else month] += count
    return counted


def _months(first: date, last: date) -> list[date]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(start, end + 1)]


def _around(months: list[date], this: date) -> list[date]:
    """So many months as a chart holds, the present one two thirds of the way."""
    place = months.index(this)
    begin = max(0, place - 2 * MONTHS // 3)
    return months[begin : begin + MONTHS]


def _added(counts: Counter[date], months: list[date]) -> dict[date, int]:
    total, sums = 0, {}
    for month in months:
        total += counts[month]
        sums[month] = total
    return sums


def _count(by_month: dict[date, Any], month: date, lane: str) -> int:
    return int(by_month[month][lane]) if month in by_month else 0


def _today() -> str:
    return _("截至%(day)s") % {"day": timezone.localdate()}


def _source() -> str:
    return _("本网站台账")
