"""Duties as papers print them (涉及事项): plan against actual, light, cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from luodi.documents.supervision import Matter
from luodi.site.base import options
from luodi.site.base.models import Organisation
from luodi.site.base.templatetags.luodi import percent

from . import lights
from .models import Duty
from .models.progress import Cause


def matters(duties: QuerySet[Duty], on: date) -> list[Matter]:
    """Every duty as a paper prints it, judged on a day."""
    sky, causes = lights.Sky(on), dict(Cause.choices)
    return [
        _matter(duty, sky, str(causes.get(duty.cause, "未填报")))
        for duty in duties.select_related("lead").prefetch_related("nodes")
    ]


def _matter(duty: Duty, sky: lights.Sky, cause: str) -> Matter:
    nodes = list(duty.nodes.all())
    plan = lights.planned(duty.starts_on, duty.due_on, nodes, sky.on)
    said = lights.judge(duty, nodes, sky)
    late = said.light in (Duty.Light.YELLOW, Duty.Light.RED)
    return Matter(
        title=f"{duty.number} {duty.title}",
        unit=str(duty.lead or "—"),
        due=str(duty.due_on or "—"),
        planned=percent(plan if plan is not None else None),
        actual=percent(Decimal(duty.percent)),
        light=str(Duty.Light(said.light).label),
        cause=cause if late else "—",
    )


def issuer() -> str:
    """Who signs the office's papers (署名): the setting, else the supervision office's full name."""
    office = Organisation.objects.filter(kind=Organisation.Kind.OFFICE).order_by("id").first()
    return str(options.get("paper_issuer") or (office.name if office else ""))


def units(duties: Iterable[Duty]) -> list[Organisation]:
    """The lead units of duties, each once, in the order of their ids."""
    found = {duty.lead.pk: duty.lead for duty in duties if duty.lead is not None}
    return [found[pk] for pk in sorted(found)]
