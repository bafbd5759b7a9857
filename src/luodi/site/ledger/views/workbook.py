"""Reporting with a workbook: hand it out, preview it, take it (Excel填报)."""

from __future__ import annotations

from collections import Counter
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
from luodi.site.base.exports import saved_as
from luodi.site.base.once import once
from luodi.site.base.refusals import NotAllowed, Refusal, Unfit
from luodi.site.base.rights import is_in_a_unit
from luodi.site.base.uploads import WrongFile
from luodi.site.base.views.gate import require

from ..actions import workbook as actions
from ..actions.entering import key
from ..forms.timed import minutes_of
from ..sheets.columns import COLUMNS, PLACE, SALT
from ..sheets.found import Entry, Fault, in_order
from ..sheets.made import workbook as made
from ..sheets.opened import opened
from ..sheets.pages import PAGES
from ..sheets.preview import preview, previews
from ..sheets.taken import Line, Taken, taken
from .duties import XLSX

DAY = 24 * 3600


def _may(request: HttpRequest) -> None:
    require(request, is_in_a_unit, None, _("填报"))


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The workbook with what is known."""
    _may(request)
    answer = HttpResponse(made(request.user), content_type=XLSX)
    saved_as(answer, f"luodi-report-{timezone.localdate()}", "xlsx")
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
    refused = actions.tried(Actor.of(request), found.lines, found.entries)
    faults = in_order([*found.faults, *_named(found, refused)])
    return _shown(request, found, faults, 422 if faults else 200)


def _shown(request: HttpRequest, found: Taken, faults: list[Fault], status: int) -> HttpResponse:
    count = len(found.lines) + len(found.entries)
    values = {
        "changes": preview(request.user, found.lines, faults),
        "pages": previews(request.user, found.entries, faults),
        "faults": faults,
        "rows": None if faults or not count else _packed(request, found),
        "count": count,
    }
    return render(request, "ledger/workbook.html", values, status=status)


def _take(request: HttpRequest) -> HttpResponse:
    found = _unpacked(request)

    def do() -> str:
        actions.take(Actor.of(request), found.lines, found.entries, minutes=found.minutes)
        messages.success(request, _said(found))
        return reverse("ledger:mine")

    try:
        return once(request, "duty.report_workbook", do)
    except Unfit as refusal:
        return _shown(request, found, in_order(_named(found, refusal.fields)), refusal.status)


def _said(found: Taken) -> str:
    """What was done, by kind."""
    if not found.entries:
        return _("已提交%(count)s份反馈,等待审核。") % {"count": len(found.lines)}
    kinds = Counter(str(PAGES[each.page].title) for each in found.entries)
    if found.lines:
        kinds = Counter({_("反馈"): len(found.lines)}) + kinds
    each = _("、").join(f"{title} {count}" for title, count in kinds.items())
    return _("已提交:%(each)s。") % {"each": each}


def _packed(request: HttpRequest, found: Taken) -> str:
    """The rows as the page carries them between preview and confirmation: signed, so that what was shown is what is done."""
    rows = [[None if cell is None else str(cell) for cell in line] for line in found.lines]
    minutes = "" if found.minutes is None else str(found.minutes)
    return signing.dumps([request.user.pk, minutes, rows, found.entries], salt=SALT, compress=True)


def _unpacked(request: HttpRequest) -> Taken:
    try:
        user, spent, packed, entries = signing.loads(request.POST["rows"], salt=SALT, max_age=DAY)
        lines = [_line(row) for row in packed]
    except (signing.BadSignature, ValueError):  # or the page was open while the site was brought up to date
        raise WrongFile(_("预览已过期,请重新上传填报表。")) from None
    if user != request.user.pk:
        raise WrongFile(_("预览属于另一个账号,请重新上传填报表。"))
    return Taken(lines, [Entry(*each) for each in entries], [], minutes_of(spent))


def _line(row: list[str | None]) -> Line:
    number, duty, version, last, percent, text, cause, period, value, reuse = row
    numbers = [int(each or 0) for each in (number, duty, version, last)]
    return Line(
        *numbers,
        Decimal(percent) if percent is not None else None,
        text or "",
        cause or "",
        period or "",
        Decimal(value) if value is not None else None,
        int(reuse) if reuse is not None else None,
    )


def _named(found: Taken, wrong: dict[str, str]) -> list[Fault]:
    """What an action refused, by sheet, row and column."""
    rows = {str(line.duty): line.row for line in found.lines}
    rows |= {key(entry): entry.row for entry in found.entries}
    faults = []
    for name, words in wrong.items():
        thing, _dash, field = name.partition("-")
        code = thing.rpartition(":")[0]
        column = PAGES[code].column(field) if code else COLUMNS[PLACE.get(field, 1) - 1]
        faults.append(Fault(rows[thing], str(column.title), words, code))
    return faults
