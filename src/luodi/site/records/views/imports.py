"""Importing a table: upload, match its titles, look at the result, make it valid (导入)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.core.registers import Register
from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.cells import neutral
from luodi.site.base.once import once
from luodi.site.base.refusals import NotAllowed, Refusal, Stale, Unfit

from ..actions import imports
from ..export import saved
from ..forms import UploadForm
from ..models import Batch, model_of
from ..show import name_of, shown, title_of
from .common import must_keep, opened

SHOWN = 500
"""Problems on the page; the file of all of them is beside it."""


@login_required
def upload(request: HttpRequest, register: str) -> HttpResponse:
    """Upload a table."""
    declared = opened(request, register)
    must_keep(request, declared, _("导入登记簿"))
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            brought: list[imports.Table] = []

            def do() -> str:
                batch = imports.start_import(Actor.of(request), register, upload=brought[0])
                return reverse("records:batch", args=[batch.pk])

            try:
                return once(
                    request, "records.import", do, first=lambda: brought.append(imports.bring(form.upload))
                )
            except Refusal as error:
                if isinstance(error, NotAllowed):
                    raise
                form.add_error("file", str(error))
                status = error.status
    required = [name_of(column) for column in declared.columns if column.required]
    values = {"register": declared, "title": title_of(declared), "form": form, "required": required}
    return render(request, "records/upload.html", values, status=status)


@login_required
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its titles to be matched, its problems, or what it would change."""
    return _shown(request, get_object_or_404(Batch.objects.select_related("file", "job", "by"), pk=pk))


def _shown(request: HttpRequest, one: Batch, wrong: dict[str, str] | None = None) -> HttpResponse:
    declared = opened(request, one.register)
    must_keep(request, declared, _("查看批次"))
    matching = imports.waits_for_matching(one)
    values: dict[str, Any] = {
        "batch": one, "register": declared, "title": title_of(declared), "matching": matching, "broken": imports.broke_off(one),
        "problems": _told(declared, one, False), "warnings": _told(declared, one, True), "most": SHOWN,
        "examples": _examples(declared, one) if one.state == Batch.State.STAGED else [],
    }  # fmt: skip
    if matching:
        values["titles"] = [
            {"title": title, "name": request.POST.get(f"t{place}", name), "field": f"t{place}", "wrong": (wrong or {}).get(title)}
            for place, (title, name) in enumerate(one.mapping.items())
        ]  # fmt: skip
        values["columns"] = [(each.name, name_of(each), each.required) for each in declared.columns]
        values["missing"] = (wrong or {}).get("")
    return render(request, "records/batch.html", values, status=422 if wrong else 200)


def _told(register: Register, one: Batch, warning: bool) -> list[dict[str, Any]]:
    """What is wrong with a batch's file, or what is only pointed out."""
    if one.state not in (Batch.State.REFUSED, Batch.State.STAGED):
        return []
    labels = {column.name: name_of(column) for column in register.columns}
    return [
        {"row": each.row, "column": labels.get(each.column, each.column), "text": each.text}
        for each in one.problems.filter(warning=warning)[:SHOWN]
    ]


def _examples(register: Register, one: Batch) -> list[dict[str, Any]]:
    """The first rows that would change, old beside new."""
    rows = model_of(one.register).objects.filter(pk__in=one.counts.get("examples", ()), replaced_in=one)
    found = []
    for row in rows.select_related("replaced_by"):
        new = row.replaced_by
        changes = [
            {"label": name_of(each), "old": shown(register, each, row.value(each.name)), "new": shown(register, each, new.value(each.name))}
            for each in register.columns
            if row.value(each.name) != new.value(each.name)
        ]  # fmt: skip
        found.append({"row": row, "changes": changes})
    return found


@login_required
@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column each title means."""
    one = get_object_or_404(Batch, pk=pk)
    version = number(request.POST.get("version")) or 0  # none is older than any
    mapping = {title: request.POST.get(f"t{place}", "") for place, title in enumerate(one.mapping)}
    try:
        imports.match_columns(Actor.of(request), one, mapping=mapping, version=version)
    except Unfit as error:
        return _shown(request, one, error.fields)
    except Stale as error:
        one.refresh_from_db()
        if not imports.waits_for_matching(one):
            raise
        return _shown(request, one, {"": str(error)})
    return redirect("records:batch", pk)


@login_required
@require_POST
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make a batch valid, drop it, or check its file again."""
    verbs = {"apply": imports.apply_import, "drop": imports.drop_import, "recheck": imports.check_again}
    if verb not in verbs:
        raise Http404
    one = get_object_or_404(Batch, pk=pk)
    done: list[Batch] = []

    def run() -> str:
        done.append(verbs[verb](Actor.of(request), one))
        return reverse("records:batch", args=[done[0].pk])

    answer = once(request, f"records.{verb}", run)
    if done and verb == "apply":
        messages.success(request, _("已入库,从现在起可见。"))
    return answer


@login_required
def problems(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All kept problems of a file as a table, for whoever mends it."""
    one = get_object_or_404(Batch, pk=pk)
    declared = opened(request, one.register)
    must_keep(request, declared, _("查看批次"))
    labels = {column.name: name_of(column) for column in declared.columns}
    rows = (
        [
            neutral(one.title), each.row, neutral(labels.get(each.column, each.column)), neutral(each.text),
            _("提示") if each.warning else _("错误"),
        ]
        for each in one.problems.iterator(2000)
    )  # fmt: skip
    return saved(f"problems-{one.pk}", [_("文件"), _("行"), _("列"), _("问题"), _("类别")], rows, "csv")
