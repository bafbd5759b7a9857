"""Import of units and people (导入): upload, preview with every bad row, apply."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import tables
from ..action import Actor
from ..actions import importing as actions
from ..forms import manage as forms
from ..importing import SORTS, Sort
from ..once import answer
from ..refusals import Refusal
from ..tables import Row
from .gate import administrators_only

LISTED = {"units": "organisations", "people": "people"}


def _sort(what: str) -> Sort:
    if what not in SORTS:
        raise Http404
    return SORTS[what]


@administrators_only
def upload(request: HttpRequest, what: str) -> HttpResponse:
    """Take a table in and show what it would do; nothing is written yet."""
    sort = _sort(what)
    form = forms.Table(request.POST or None, request.FILES or None)
    shown = {"form": form, "sort": sort, "what": what, "most": tables.ROWS}
    if request.method != "POST" or not form.is_valid():
        return render(request, "base/import.html", shown)
    try:
        rows = tables.read(form.cleaned_data["file"], sort.columns, sort.needed)
    except Refusal as error:
        form.refuse({"file": str(error)})
        return render(request, "base/import.html", shown, status=error.status)
    plan = sort.plan(rows)
    if plan.faults:
        return render(request, "base/import.html", shown | {"plan": plan}, status=422)
    sealed = signing.dumps([[row.number, row.cells] for row in rows], salt=_salt(what), compress=True)
    counts = {kind: plan.count(kind) for kind in ("new", "changed", "same")}
    return render(
        request, "base/import_preview.html", shown | {"plan": plan, "sealed": sealed, "counts": counts}
    )


@administrators_only
@require_POST
@never_cache
def apply(request: HttpRequest, what: str) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    sort = _sort(what)
    try:
        found = signing.loads(request.POST.get("sealed", ""), salt=_salt(what), max_age=24 * 3600)
    except signing.BadSignature:
        messages.error(request, _("预览已过期。请重新上传表格。"))
        return redirect("import", what)
    rows = [Row(number, cells) for number, cells in found]
    made: list[Any] = []

    def do() -> str:
        made.extend(actions.take(Actor.of(request), what=what, rows=rows))
        return reverse(LISTED[what])

    try:
        given = answer(request, "base.import", do)
    except actions.BadRows as error:
        shown = {"form": forms.Table(), "sort": sort, "what": what, "plan": error.plan, "most": tables.ROWS}
        return render(request, "base/import.html", shown, status=error.status)
    if given.again:
        messages.info(request, _("这一表格已导入。"))
        return redirect(given.url)
    messages.success(request, _("已导入%(count)s行。") % {"count": len(rows)})
    if what == "people" and made:
        return render(request, "base/one_time_password.html", {"accounts": made})
    return redirect(given.url)


def _salt(what: str) -> str:
    """A sealed table is taken only as what it was shown to be."""
    return f"luodi.import.{what}"


@administrators_only
def template(request: HttpRequest, what: str) -> HttpResponse:
    """A workbook to be filled in: the columns, two rows as examples."""
    import openpyxl

    sort = _sort(what)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = str(sort.title)
    sheet.append([f"{_(each)}*" if each in sort.needed else _(each) for each in sort.columns])
    for row in sort.examples:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=f"{sort.title}.xlsx")
