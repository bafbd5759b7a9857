"""What the observatory's pages ask (监测查询)."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.site.base.languages import english
from luodi.site.base.models import Job
from luodi.site.base.ready import first, ready
from luodi.site.base.rights import Person

from .actions import KIND, city_folder
from .models import DeliveryLine, DeliveryRun

RECENT: Final = 8
"""Runs offered beside the one that is shown."""


def spoken(words: Any) -> str:
    """One of the report's two languages, as the page is read in; takes its records and what was kept of them."""
    name = "en" if english() else "zh"
    return str(words.get(name, "") if isinstance(words, dict) else getattr(words, name))


def latest(*, published: bool = False) -> DeliveryRun | None:
    """The latest run, or the latest published one."""
    return first(_latest(published))


@ready
def _latest(published: bool) -> QuerySet[DeliveryRun]:
    runs = DeliveryRun.objects.order_by("-id")
    return (runs.filter(published=True) if published else runs)[:1]


def recent() -> list[DeliveryRun]:
    """The runs before, newest first."""
    return list(
        DeliveryRun.objects.order_by("-id").only("pk", "as_of", "asked_as_of", "at", "published", "city")[
            :RECENT
        ]
    )


def at_work() -> Job | None:
    """The latest job that works out a report, if it is not yet over or ended badly."""
    job = Job.objects.filter(kind=KIND).order_by("-id").first()
    return None if job is None or job.state == Job.State.DONE else job


class Total(NamedTuple):
    """How many promises have a status."""

    status: str
    amount: int
    url: str


def totals(run: DeliveryRun) -> list[Total]:
    """How many promises have each status, in the report's order; restatements are counted with what they repeat."""
    address = reverse("observatory:run", args=[run.pk])
    return [
        Total(name, amount, f"{address}?status={name}") for name, amount in run.totals["by_status"].items()
    ]


class Line(NamedTuple):
    """One promise as the page prints it; every text in the reader's language."""

    line: DeliveryLine
    last: str
    source: str
    distance: str
    pace: str
    chance: str
    due: str
    asks: str


def lines(found: QuerySet[DeliveryLine]) -> list[Line]:
    """Promises put into words: no query but the one that reads them."""
    return [_line(each) for each in found]


def promise(line: DeliveryLine) -> Any:
    """The library's own record of a line."""
    import msgspec

    from luodi.delivery.report import Promise

    return msgspec.convert(line.record, Promise, strict=False)


def _line(line: DeliveryLine) -> Line:
    from luodi.documents.report import said

    record = promise(line)
    return Line(
        line=line,
        last=spoken(said.last(record)),
        source=record.last.source_title if record.last else "",
        distance=spoken(said.distance(record)),
        pace=spoken(said.actual(record)),
        chance=spoken(said.chance(record)),
        due=spoken(said.due(record)),
        asks=spoken(record.demand.words),
    )


def facts(line: DeliveryLine) -> list[tuple[str, str]]:
    """Everything said of one promise, name and words."""
    from luodi.documents.report import said

    record = promise(line)
    named = [
        (_("要求"), record.demand.words), (_("时限"), said.due(record)), (_("最近数据"), said.last(record)),
        (_("差距"), said.distance(record)), (_("所需进度"), said.required(record)), (_("实际进度"), said.actual(record)),
        (_("今后所需"), said.needed(record)), (_("按期完成概率"), said.chance(record)), (_("预测"), said.forecast(record)),
        (_("还缺什么"), said.missing(record)),
    ]  # fmt: skip
    told = [(name, spoken(words)) for name, words in named]
    if record.definition:
        told.append((_("口径"), spoken(record.definition)))
    return [(name, words) for name, words in told if words and words != "—"]


class Row(NamedTuple):
    """One figure held against a promise, with its source; ``anchor`` is where the page has it."""

    anchor: str
    figure: Any
    amount: str
    period: str
    name: str
    role: str
    grade: str


def rows(line: DeliveryLine) -> list[Row]:
    """The figures of a promise in the order of the report, earlier vintages after the latest."""
    from luodi.documents.report import said
    from luodi.documents.report.words import GRADES, ROLES

    return [
        Row(
            f"figure-{number}", figure, spoken(said.amount(figure)), spoken_period(figure.period), spoken(figure.name),
            spoken(ROLES[figure.role]), f"{figure.grade.value} {spoken(GRADES[figure.grade])}",
        )
        for number, figure in enumerate(said.figures(promise(line)), 1)
    ]  # fmt: skip


def spoken_period(period: str) -> str:
    """A period as printed."""
    from luodi.documents.report import said

    return said.period(period)


def chart(line: DeliveryLine) -> dict[str, Any]:
    """Figures against the path to the promise, and what is expected; every figure with the row it stands in."""
    from luodi.documents.report import said

    record = promise(line)
    own = [
        {"on": each.figure.on, "value": each.figure.in_unit, "label": each.period, "anchor": each.anchor, "grade": each.figure.grade.value}
        for each in rows(line)
        if each.figure.role == "direct" and each.figure.in_unit is not None and each.figure in record.figures
    ]  # fmt: skip
    ahead = record.outlook.ahead if record.outlook else []
    return {
        "unit": said.unit(record),
        "figures": sorted(own, key=lambda point: point["on"]),
        "path": [{"on": point.on, "value": point.value} for point in record.path],
        "threshold": record.demand.threshold,
        "due": record.demand.due,
        "ahead": [{"on": each.on, "low": each.p10, "middle": each.p50, "high": each.p90} for each in ahead],
        "words": {
            "figures": _("数据"),
            "path": _("路径"),
            "due": _("时限"),
            "ahead": _("预测中位数"),
            "band": _("80%区间"),
        },
    }


def panel(person: Person) -> dict[str, Any]:
    """What a desk shows of the latest report."""
    run = latest()
    return {"run": run, "totals": totals(run) if run else [], "loaded": city_folder() is not None}
