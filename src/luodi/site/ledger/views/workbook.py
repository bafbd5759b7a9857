"""Reporting with a workbook: hand it out, preview it, take it (Excel填报)."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotAllowed, Refusal, Unfit
from luodi.site.base.rights import is_in_a_unit
from luodi.site.base.uploads import WrongFile

from ..actions import workbook as actions
from ..exporting import mark
from ..forms.timed import minutes_of
from ..sheets.columns import COLUMNS, PLACE, SALT
from ..sheets.made import workbook as made
from ..sheets.opened import opened
from ..sheets.preview import preview
from ..sheets.taken import Fault, Line, taken
from .duties import XLSX
from .once import once

DAY = 24 * 3600


def _may(request: HttpRequest) -> None:
    if not is_in_a_unit.test(request.user):
        raise NotAllowed(_("填报"))


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The workbook with what is known."""
    _may(request)
    answer = HttpResponse(made(request.user), content_type=XLSX)
    name = f"luodi-report-{timezone.localdate()}{'-generated' if mark() else ''}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
def workbook(request: HttpRequest) -> HttpResponse:
    """Send it in, look at what it changes, confirm."""
    _may(request)
    if request.method != "POST":
        return render(request, "ledger/workbook.html", {})
    try:
        if "rows" in request.POST:
            return _take(request)
        if "file" not in request.FILES:
            raise WrongFile(_("请选择填好的填报表。"))
        return _preview(request)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return render(request, "ledger/workbook.html", {"refused": str(refusal)}, status=refusal.status)


def _preview(request: HttpRequest) -> HttpResponse:
    found = taken(opened(request.FILES["file"]))
    faults = [*found.faults, *_named(found.lines, actions.tried(Actor.of(request), found.lines))]
    values = {
        "changes": preview(request.user, found.lines, faults),
        "faults": sorted(faults),
        "rows": None if faults or not found.lines else _packed(request, found.lines, found.minutes),
        "count": len(found.lines),
    }
    return render(request, "ledger/workbook.html", values, status=422 if faults else 200)


def _take(request: HttpRequest) -> HttpResponse:
    try:
        user, spent, rows = signing.loads(request.POST["rows"], salt=SALT, max_age=DAY)
    except signing.BadSignature:
        raise WrongFile(_("预览已过期,请重新上传填报表。")) from None
    if user != request.user.pk:
        raise WrongFile(_("预览属于另一个账号,请重新上传填报表。"))
    lines = [_line(row) for row in rows]

    def do() -> str:
        done = actions.take(Actor.of(request), lines, minutes=minutes_of(spent))
        messages.success(request, _("已提交%(count)s份反馈,等待审核。") % {"count": len(done)})
        return reverse("ledger:mine")

    try:
        return once(request, "duty.report_workbook", do)
    except Unfit as refusal:
        faults = _named(lines, refusal.fields)
        values = {"changes": preview(request.user, lines, faults), "faults": faults, "count": len(lines)}
        return render(request, "ledger/workbook.html", values, status=refusal.status)


def _packed(request: HttpRequest, lines: list[Line], minutes: Decimal | None) -> str:
    """The rows as the page carries them between preview and confirmation: signed, so that what was shown is what is done."""
    rows = [[None if cell is None else str(cell) for cell in line] for line in lines]
    content = [request.user.pk, "" if minutes is None else str(minutes), rows]
    return signing.dumps(content, salt=SALT, compress=True)


def _line(row: list[str | None]) -> Line:
    number, duty, version, last, percent, text, cause, period, value = row
    numbers = [int(each or 0) for each in (number, duty, version, last)]
    return Line(
        *numbers,
        Decimal(percent) if percent is not None else None,
        text or "",
        cause or "",
        period or "",
        Decimal(value) if value is not None else None,
    )


def _named(lines: list[Line], wrong: dict[str, str]) -> list[Fault]:
    """What an action refused, by row and column of the sheet."""
    rows = {str(line.duty): line.row for line in lines}
    faults = []
    for name, words in wrong.items():
        duty, _dash, field = name.partition("-")
        faults.append(Fault(rows[duty], str(COLUMNS[PLACE.get(field, 1) - 1].title), words))
    return sorted(faults)
