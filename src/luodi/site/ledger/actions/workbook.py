"""Taking a filled-in workbook (用Excel填报): all its rows or none, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotAllowed, Unfit
from luodi.site.base.rights import is_in_a_unit

from ..doers import unit_of
from ..locking import FROM_BELOW
from ..models import Duty, Figure, Report
from ..reporting import asked_of
from ..rules import can_report
from ..sheets.found import Entry
from ..sheets.taken import Line
from ..timing import split
from .entering import changed_since, enter
from .progress import Given, Told, report_many


@action("duty.report_workbook", gettext_lazy("用Excel填报"), right=is_in_a_unit)
def take(
    actor: Actor, lines: Sequence[Line], entries: Sequence[Entry] = (), *, minutes: Decimal | None = None
) -> list[Report]:
    """Report, ask, answer and put right what the rows of a workbook say (用Excel填报).

    Args:
        actor: who sent it.
        lines: the rows of the sheet of reports.
        entries: the rows of the other sheets.
        minutes: how long the workbook took; it is one form for each unit.

    Raises:
        Unfit: every bad row at once, fields named ``<duty id>-<field>`` or ``<sheet>:<id>-<field>``; a row that went stale
            says who changed what.
    """
    duties = _locked(lines, entries)
    wrong: dict[str, str] = {}
    told: list[tuple[Duty, Told]] = []
    others = _others(actor, [duties[line.duty] for line in lines if line.reuse and line.duty in duties])
    for line in lines:
        duty = duties.get(line.duty)
        if duty is None or (actor.user is not None and not can_report.test(actor.user, duty)):
            wrong[f"{line.duty}-number"] = _("没有这一事项,或不由您的单位填报。请重新下载填报表。")
        elif fault := _stale(actor, duty, line):
            wrong[f"{line.duty}-number"] = fault
        elif line.reuse is not None and (duty.pk not in others or others[duty.pk].pk != line.reuse):
            wrong[f"{line.duty}-reuse"] = _("其他单位的这项数据已有变动。请重新下载填报表,核对后再沿用。")
        else:
            told.append((duty, _told(duty, line, others.get(duty.pk))))
    shares = split(minutes, len(told) + len(entries))
    made: list[Report] = []
    try:
        with transaction.atomic():
            made = report_many(actor, told, minutes=_sum(shares[: len(told)]))
    except Unfit as refusal:
        wrong |= refusal.fields
    wrong |= enter(actor, entries, shares[len(told) :], (each.organisation_id for each in made))
    if wrong:
        raise Unfit(wrong)
    return made


def tried(actor: Actor, lines: Sequence[Line], entries: Sequence[Entry] = ()) -> dict[str, str]:
    """What :func:`take` would refuse, without doing anything: the preview says what applying will say."""
    with transaction.atomic():
        try:
            take(actor, lines, entries)
        except NotAllowed:
            raise
        except Unfit as refusal:
            return refusal.fields
        finally:
            transaction.set_rollback(True)
    return {}


def _locked(lines: Sequence[Line], entries: Sequence[Entry]) -> dict[int, Duty]:
    """All duties of the workbook, each part before its whole."""
    wanted = {line.duty for line in lines} | {each.thing for each in entries if each.page == "extension"}
    found = Duty.objects.select_for_update(of=("self",), no_key=True).select_related("commitment", "lead")
    return {duty.pk: duty for duty in found.filter(pk__in=wanted).order_by(*FROM_BELOW)}


def _sum(shares: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in shares if each is not None]
    return sum(known, Decimal(0)) if known else None


def _others(actor: Actor, duties: Sequence[Duty]) -> dict[int, Figure]:
    """Other units' figures that are offered to a person, by the duties' ids."""
    if not duties or actor.user is None:
        return {}
    asked = asked_of(actor.user, duties)
    return {pk: each.other for pk, each in asked.items() if each.other is not None}


def _told(duty: Duty, line: Line, other: Figure | None) -> Told:
    promise, figures = duty.commitment, []
    if line.reuse is not None and other is not None:
        figures.append(Given(promise.indicator, other.period, other.value, other.unit, other))
    elif line.value is not None and promise.indicator:
        figures.append(Given(promise.indicator, line.period, line.value, promise.unit))
    return Told(line.text, line.percent, line.cause, figures)


def _stale(actor: Actor, duty: Duty, line: Line) -> str:
    if duty.version != line.version:
        return changed_since(duty, line.version)
    newest = duty.reports.filter(organisation=unit_of(actor, duty)).first()
    if newest is not None and newest.pk != line.last:
        words = _("下载之后,%(who)s已于%(when)s反馈过这一事项。请重新下载填报表,核对后再填。")
        return words % {
            "who": newest.by or newest.organisation,
            "when": f"{timezone.localdate(newest.at):%m-%d}",
        }
    return ""
