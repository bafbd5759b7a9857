"""What units report and what the office makes of it (反馈、采纳、退回)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held, locked
from luodi.site.base.models import Organisation
from luodi.site.base.refusals import NotNow, Refusal, Unfit
from luodi.site.base.rights import is_in_a_unit
from luodi.site.base.store import Sent

from .. import lights, machine
from ..doers import unit_of
from ..locking import from_below
from ..models import Duty, Figure, Report
from ..models.progress import Cause
from ..reporting import standing_figures
from ..rules import RIGHTS
from ..timing import sane, split
from .evidence import kept
from .telling import tell_office, tell_unit


class Given(NamedTuple):
    """A figure that a report carries (数据): what, for when, how much, in which unit, and whose it is if it was taken over."""

    indicator: str
    period: str
    value: Decimal
    unit: str
    source: Figure | None = None


@dataclass(frozen=True)
class Told:
    """What one report says (反馈内容).

    Attributes:
        text: how far it is, in words.
        percent: 0 to 100; None where the progress comes from the parts, or where a co-unit reports.
        cause: code of :class:`Cause`, asked where the duty is behind.
        figures: figures given with it.
        files: evidence that comes with it.
    """

    text: str
    percent: Decimal | None = None
    cause: str = ""
    figures: Sequence[Given] = ()
    files: Sequence[Sent] = ()


@action("duty.report", gettext_lazy("反馈"), right=RIGHTS["report"])
def report(
    actor: Actor, duty: Duty, told: Told, *, minutes: Decimal | None = None, at: datetime | None = None
) -> Report:
    """Report on a duty (反馈). Reports are added, never written over each other: two at once are both kept.

    Args:
        actor: somebody of the lead unit or of a co-unit; a co-unit tells its part, and moves no percent.
        duty: what is reported on.
        told: what is said.
        minutes: how long filling it in took.
        at: the moment of the form it came with, shared by all reports of one form.

    Raises:
        NotNow: the duty's state takes no report.
        Unfit: no text, a percent where the parts give it, none where it is asked, no cause though it is behind.
        WrongFile, TooLarge: a file is not taken.
    """
    duty = held(duty)
    machine.move(duty, "report")
    unit = unit_of(actor, duty)
    percent = _fitting(duty, unit, told)
    made = Report.objects.create(
        duty=duty,
        organisation=unit,
        by=actor.user,
        at=at or timezone.now(),
        percent=percent,
        text=told.text.strip(),
        cause=told.cause,
        minutes=sane(minutes),
    )
    for upload in told.files:
        kept(actor, duty, unit, upload, report=made)
    for given in told.figures:
        _once(actor, unit, given, made)
    duty.reported_at = made.at
    duty.save(update_fields=["reported_at"])
    words = gettext_noop("%(unit)s反馈“%(title)s”,请审核。") % {"unit": unit, "title": duty.title}
    tell_office(duty, f"reported:{made.pk}", words)
    return made


@action("duty.report_many", gettext_lazy("批量反馈"), right=is_in_a_unit)
def report_many(
    actor: Actor, told: Sequence[tuple[Duty, Told]], *, minutes: Decimal | None = None
) -> list[Report]:
    """Report on several duties with one form (批量反馈): all or nothing, every fault named at once.

    Raises:
        Unfit: fields named ``<duty id>-<field>``.
    """
    at = timezone.now()
    said = {duty.pk: each for duty, each in told}
    ordered = from_below(duty for duty, _told in told)
    shares = split(minutes, len(ordered))
    made: list[Report] = []
    wrong: dict[str, str] = {}
    for duty, share in zip(ordered, shares, strict=True):
        each = said[duty.pk]
        try:
            made.append(report(actor, duty, each, minutes=share, at=at))
        except Unfit as refusal:
            wrong |= {f"{duty.pk}-{field}": words for field, words in refusal.fields.items()}
        except Refusal as refusal:
            wrong[f"{duty.pk}-text"] = str(refusal)
    if wrong:
        raise Unfit(wrong)
    return made


@action("duty.accept_report", gettext_lazy("采纳反馈"), right=RIGHTS["accept_report"])
def accept_report(actor: Actor, told: Report, *, note: str = "") -> Report:
    """Accept a report (采纳反馈): the lead unit's percent becomes the duty's, its light and those above follow.

    An older report that is accepted after a newer one is kept as accepted and changes no percent.

    Raises:
        NotNow: it was reviewed before, or the duty is closed.
    """
    duty, told = _under_review(told, "accept_report")
    _reviewed(actor, told, Report.State.ACCEPTED, note)
    newer = duty.reports.filter(
        state=Report.State.ACCEPTED, organisation=told.organisation_id, pk__gt=told.pk
    ).exists()
    if told.organisation_id == duty.lead_id and not newer:
        duty.cause = told.cause
        if not duty.parts.exclude(state=Duty.State.WITHDRAWN).exists():
            duty.percent = told.percent
            day = timezone.localdate(told.at)
            duty.nodes.filter(reached_on=None, percent__lte=told.percent, percent__gt=0).update(
                reached_on=day
            )
    lights.shine(duty)
    duty.save()
    lights.roll_up(duty)
    return told


@action("duty.return_report", gettext_lazy("退回反馈"), right=RIGHTS["return_report"])
def return_report(actor: Actor, told: Report, *, note: str) -> Report:
    """Return a report to its unit (退回反馈), which is told why.

    Raises:
        NotNow: it was reviewed before, or the duty is closed.
        Unfit: no reason is given.
    """
    duty, told = _under_review(told, "return_report")
    if not note.strip():
        raise Unfit({"note": _("请写明退回的理由和需要补充的内容。")})
    _reviewed(actor, told, Report.State.RETURNED, note)
    duty.save()
    words = gettext_noop("反馈被退回:“%(title)s”,%(note)s") % {"title": duty.title, "note": note}
    tell_unit(duty, f"returned:{told.pk}", words, told.organisation)
    return told


def behind(duty: Duty, percent: Decimal) -> bool:
    """Whether a duty with this progress would show yellow or red today."""
    known, duty.percent = duty.percent, percent
    light = lights.judge(duty, list(duty.nodes.all()), timezone.localdate()).light
    duty.percent = known
    return light in (Duty.Light.YELLOW, Duty.Light.RED)


def _fitting(duty: Duty, unit: Organisation, told: Told) -> Decimal:
    """The percent to be kept with a report, once everything about it is right."""
    wrong: dict[str, str] = {}
    parts = duty.parts.exclude(state=Duty.State.WITHDRAWN).exists()
    leads = unit.pk == duty.lead_id
    percent = duty.percent
    if told.percent is not None and parts:
        wrong["percent"] = _("本任务已分解,进度由分解任务加权汇总,请在分解任务中填报进度。")
    elif told.percent is not None and not leads:
        wrong["percent"] = _("协办单位只反馈本单位分工的进展,进度由牵头单位填报。")
    elif told.percent is None and leads and not parts:
        wrong["percent"] = _("请填写进度,0到100之间的数。")
    elif told.percent is not None and not (told.percent.is_finite() and 0 <= told.percent <= 100):
        wrong["percent"] = _("进度须在0到100之间。")
    elif told.percent is not None:
        percent = told.percent
    if not told.text.strip():
        wrong["text"] = _("请填写进展情况。")
    if told.cause and told.cause not in Cause.values:
        wrong["cause"] = _("没有这一滞后原因,请从列表中选择。")
    elif leads and not told.cause and not wrong.get("percent") and behind(duty, percent):
        wrong["cause"] = _("按此进度将亮黄灯或红灯,请选择滞后原因。")
    if wrong:
        raise Unfit(wrong)
    return percent


def _under_review(told: Report, verb: str) -> tuple[Duty, Report]:
    duty = locked(told.duty)
    machine.move(duty, verb)
    told = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=told.pk)
    if told.state != Report.State.SUBMITTED:
        raise NotNow(
            _("这份反馈已由%(who)s处理为“%(state)s”,没有再改动。")
            % {"who": told.reviewed_by or _("系统"), "state": told.get_state_display()}
        )
    return duty, told


def _reviewed(actor: Actor, told: Report, state: str, note: str) -> None:
    told.state, told.review_note = state, note.strip()[:300]
    told.reviewed_by, told.reviewed_at = actor.user, timezone.now()
    told.save()


def _once(actor: Actor, unit: Organisation, given: Given, made: Report) -> None:
    """Keep a figure unless it is the one known already (一数一源); one taken over never stands above the unit's own."""
    known = (
        standing_figures()
        .filter(organisation=unit, indicator=given.indicator, period=given.period)
        .order_by("-pk")
        .first()
    )
    if known is None or (given.source is None and (known.value, known.unit) != (given.value, given.unit)):
        Figure.objects.create(organisation=unit, report=made, by=actor.user, **given._asdict())
