"""Taking a filled-in workbook (Excel批量反馈): all its rows or none, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base import guard
from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotAllowed, Unfit
from luodi.site.base.rights import is_in_a_unit

from ..doers import unit_of
from ..locking import FROM_BELOW
from ..models import Duty, Report
from ..rules import can_report
from ..sheets.taken import Line
from .progress import Given, Told, report_many


@action("duty.report_workbook", gettext_lazy("Excel批量反馈"), right=is_in_a_unit)
def take(actor: Actor, lines: Sequence[Line], *, minutes: Decimal | None = None) -> list[Report]:
    """Report what the rows of a workbook say (Excel批量反馈).

    Raises:
        Unfit: every bad row at once, fields named ``<duty id>-<field>``; a row that went stale says who changed what.
    """
    duties = {
        duty.pk: duty
        for duty in Duty.objects.select_for_update(of=("self",), no_key=True)
        .select_related("commitment", "lead")
        .filter(pk__in=[line.duty for line in lines])
        .order_by(*FROM_BELOW)
    }
    wrong: dict[str, str] = {}
    told: list[tuple[Duty, Told]] = []
    for line in lines:
        duty = duties.get(line.duty)
        if duty is None or (actor.user is not None and not can_report.test(actor.user, duty)):
            wrong[f"{line.duty}-number"] = _("没有这一事项,或不由您的单位填报。请重新下载填报表。")
        elif fault := _stale(actor, duty, line):
            wrong[f"{line.duty}-number"] = fault
        else:
            told.append((duty, _told(duty, line)))
    try:
        with transaction.atomic():
            made = report_many(actor, told, minutes=minutes)
    except Unfit as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Unfit(wrong)
    return made


def tried(actor: Actor, lines: Sequence[Line]) -> dict[str, str]:
    """What :func:`take` would refuse, without doing anything: the preview says what applying will say."""
    with transaction.atomic():
        try:
            take(actor, lines)
        except NotAllowed:
            raise
        except Unfit as refusal:
            return refusal.fields
        finally:
            transaction.set_rollback(True)
    return {}


def _told(duty: Duty, line: Line) -> Told:
    promise, figures = duty.commitment, []
    if line.value is not None and promise.indicator:
        figures.append(Given(promise.indicator, line.period, line.value, promise.unit))
    return Told(line.text, line.percent, line.cause, figures)


def _stale(actor: Actor, duty: Duty, line: Line) -> str:
    if duty.version != line.version:
        later = guard.stale(duty, line.version)
        words = _("下载之后,%(who)s于%(when)s修改了这一事项(%(changes)s)。请重新下载填报表,核对后再填。")
        changes = ";".join(later.changes) or _("其他字段")
        return words % {"who": later.who, "when": later.when, "changes": changes}
    newest = duty.reports.filter(organisation=unit_of(actor, duty)).first()
    if newest is not None and newest.pk != line.last:
        words = _("下载之后,%(who)s已于%(when)s反馈过这一事项。请重新下载填报表,核对后再填。")
        return words % {
            "who": newest.by or newest.organisation,
            "when": f"{timezone.localdate(newest.at):%m-%d}",
        }
    return ""
