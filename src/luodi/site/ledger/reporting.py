"""What a person is asked to report (待反馈事项), with what is known already so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.languages import paired
from luodi.site.base.models import User
from luodi.site.base.rights import UNIT_ROLES, standing

from .machine import VERBS
from .models import CoUnit, Duty, Figure, Report
from .queries.seen import duties_seen_by


class Asked(NamedTuple):
    """What one report asks (填报要求).

    Attributes:
        unit: id of the unit the person reports for.
        percent: whether the progress is asked: of the lead unit, where no parts give it.
        figure: the newest figure that the unit gave for the commitment's indicator.
        last: the unit's newest report.
        other: the newest figure that another unit gave for it, of a period for which the unit gave none.
        part: what the unit does in it, if it helps.
    """

    unit: int | None
    percent: bool
    figure: Figure | None
    last: Report | None
    other: Figure | None = None
    part: str = ""


def reportable(user: User) -> QuerySet[Duty]:
    """The duties a person may report on now: led or helped by their units, in progress."""
    units = standing(user).units(*UNIT_ROLES)
    helped = Duty.objects.filter(co_units__organisation__in=units).values("pk")
    return (
        Duty.objects.filter(Q(lead__in=units) | Q(pk__in=helped), state__in=VERBS["report"].sources)
        .select_related("lead", "commitment", "person")
        .order_by("due_on", "id")
    )


def asked_of(user: User, duties: Iterable[Duty]) -> dict[int, Asked]:
    """What a person is asked about each duty; seven queries, however many duties."""
    units = standing(user).units(*UNIT_ROLES)
    pks = [duty.pk for duty in duties]
    broken_down = set(
        Duty.objects.filter(parent__in=pks)
        .exclude(state=Duty.State.WITHDRAWN)
        .values_list("parent", flat=True)
    )
    co_units = Prefetch("co_units", CoUnit.objects.order_by("id"))
    seen = Duty.objects.filter(pk__in=pks).select_related("commitment").prefetch_related(co_units)
    mine: dict[int, tuple[Duty, int | None]] = {}
    for duty in seen:
        doing = [duty.lead_id, *(each.organisation_id for each in duty.co_units.all())]
        mine[duty.pk] = (duty, next((pk for pk in doing if pk in units), None))
    figures = _figures(mine)
    last = _last_reports(mine)
    others = _others(user, mine)
    return {
        pk: Asked(
            unit,
            unit == duty.lead_id and pk not in broken_down,
            figures.get((unit, duty.commitment.indicator)),
            last.get(pk),
            others.get((duty.commitment.indicator, duty.commitment.unit)),
            next((each.part for each in duty.co_units.all() if each.organisation_id == unit), ""),
        )
        for pk, (duty, unit) in mine.items()
    }


def standing_figures() -> QuerySet[Figure]:
    """Figures that nobody has sent back with their report: only these are offered again."""
    return Figure.objects.exclude(report__state=Report.State.RETURNED)


def _figures(mine: dict[int, tuple[Duty, int | None]]) -> dict[tuple[int | None, str], Figure]:
    names = {duty.commitment.indicator for duty, _unit in mine.values() if duty.commitment.indicator}
    units = {unit for _duty, unit in mine.values() if unit}
    if not names:
        return {}
    newest = (
        standing_figures()
        .filter(organisation__in=units, indicator__in=names)
        .order_by()
        .values("organisation", "indicator")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    found = Figure.objects.filter(pk__in=newest)
    return {(each.organisation_id, each.indicator): each for each in found}


def _others(user: User, mine: dict[int, tuple[Duty, int | None]]) -> dict[tuple[str, str], Figure]:
    """What other units gave for these indicators, by indicator and unit of measure, of duties the person may see.

    Of a period for which one's own unit gave a figure nothing is offered: that figure stands.
    """
    names = {duty.commitment.indicator for duty, _unit in mine.values() if duty.commitment.indicator}
    if not names:
        return {}
    units = standing(user).units(*UNIT_ROLES)
    own = standing_figures().filter(
        organisation__in=units, indicator=OuterRef("indicator"), period=OuterRef("period")
    )
    seen = duties_seen_by(user).select_related(None).order_by().values("pk")
    newest = (
        standing_figures()
        .filter(indicator__in=names, report__duty__in=seen)
        .exclude(organisation__in=units)
        .exclude(Exists(own))
        .order_by()
        .values("indicator", "unit")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    found = Figure.objects.filter(pk__in=newest).select_related("organisation")
    return {(each.indicator, each.unit): each for each in found}


def source(figure: Figure) -> str:
    """Where a figure comes from, as it is offered to another unit: 市经信局 2026年5月填报."""
    at = timezone.localtime(figure.at)
    return _("%(unit)s %(year)s年%(month)s月填报") % {
        "unit": figure.organisation,
        "year": at.year,
        "month": at.month,
    }


def taken_over(figure: Figure) -> str:
    """Another unit's figure as it is offered and shown: with its source."""
    return _("沿用%(source)s的数据:%(figure)s") % {"source": source(figure), "figure": in_words(figure)}


def in_words(figure: Figure) -> str:
    """Period, value and unit of a figure."""
    return paired(figure.period, f"{figure.value.normalize():f}{figure.unit}")


def _last_reports(mine: dict[int, tuple[Duty, int | None]]) -> dict[int, Report]:
    newer = Report.objects.filter(
        duty=OuterRef("duty"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
    )
    found = Report.objects.filter(duty__in=list(mine)).exclude(Exists(newer))
    return {each.duty_id: each for each in found if each.organisation_id == mine[each.duty_id][1]}
