"""Requests that wait for a decision (变更审批)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.core.registers import Register
from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.once import once
from luodi.site.base.refusals import Refusal, Stale, Unfit
from luodi.site.base.views.gate import require

from .. import fit
from ..actions.changes import LooksAlike, decide_change
from ..models import ChangeRequest, Row, model_of
from ..references import unregistered, warnings
from ..referrers import StillReferred
from ..rules import can_see_records, decides_change
from ..show import name_of, shown, title_of
from .common import hidden_from, named, opened


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The queue: what waits, oldest first; or what is decided."""
    require(request, can_see_records, None, _("查看变更申请"))
    decided = request.GET.get("state") == "decided"
    found = ChangeRequest.objects.select_related("by", "decided_by")
    asked = ChangeRequest.State.ASKED
    found = (
        found.exclude(state=asked).order_by("-id") if decided else found.filter(state=asked).order_by("id")
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    titles = named({each.register for each in page})
    rows = [{"request": each, "register": titles.get(each.register, each.register)} for each in page]
    return render(request, "records/requests.html", {"page": page, "rows": rows, "decided": decided})


@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is there now, what is asked for, and the decision."""
    return _shown(request, get_object_or_404(ChangeRequest.objects.select_related("by", "decided_by"), pk=pk))


def _shown(request: HttpRequest, asked: ChangeRequest, refusal: Refusal | None = None) -> HttpResponse:
    declared = opened(request, asked.register)
    row = model_of(asked.register).objects.filter(pk=asked.row).first() if asked.row else None
    values = {
        "asked": asked, "register": declared, "title": title_of(declared), "row": row,
        "lines": _lines(declared, asked, row, hidden_from(request, declared)),
        "decides": asked.state == ChangeRequest.State.ASKED and decides_change.test(request.user, asked),
        "nowhere": _pointed_out(declared, asked, hidden_from(request, declared)),
        "note": request.POST.get("note", ""), "refusal": refusal,
        "alike": refusal.rows if isinstance(refusal, LooksAlike) else [],
        "wrong": [f"{name_of(declared.column(name)) if name in declared.names else ''} {text}" for name, text in refusal.fields.items()]
        if isinstance(refusal, Unfit) else [refusal] if isinstance(refusal, StillReferred | Stale) else [],
    }  # fmt: skip
    return render(request, "records/request.html", values, status=refusal.status if refusal else 200)


def _pointed_out(register: Register, asked: ChangeRequest, hidden: frozenset[str]) -> list[str]:
    """References that lead nowhere, for whoever decides; a sentence names the key, which may be personal."""
    if asked.kind == ChangeRequest.Kind.REMOVE or asked.state != ChangeRequest.State.ASKED:
        return []
    found = warnings(unregistered(fit.checked_row(register, asked.values))).lines
    return [text for _, column, text in found if column not in hidden]


def _lines(
    register: Register, asked: ChangeRequest, row: Row | None, hidden: frozenset[str]
) -> list[dict[str, Any]]:
    """What is asked for beside what is there, a line for each column that matters."""
    if asked.kind == ChangeRequest.Kind.REMOVE:
        return []
    checked = fit.checked_row(register, asked.values)
    is_change = asked.kind == ChangeRequest.Kind.CHANGE
    lines = []
    for column in register.columns:
        if column.name in hidden:
            continue
        new = checked.columns[column.name].one(0)
        old = row.value(column.name) if row is not None and is_change else None
        if new != old:
            told = shown(register, column, old) if is_change else ""
            lines.append({"label": name_of(column), "old": told, "new": shown(register, column, new)})
    return lines


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or refuse."""
    asked = get_object_or_404(ChangeRequest.objects.select_related("by"), pk=pk)
    version = number(request.POST.get("version")) or 0  # none is older than any

    def do() -> str:
        decide_change(
            Actor.of(request), asked, agree=request.POST.get("do") == "agree", note=request.POST.get("note", ""),
            confirmed=request.POST.get("confirmed") == "on", version=version,
        )  # fmt: skip
        messages.success(request, _("已审批。"))
        return reverse("records:request", args=[asked.pk])

    try:
        return once(request, "records.decide", do)
    except (Unfit, LooksAlike, StillReferred, Stale) as refusal:
        asked.refresh_from_db()
        return _shown(request, asked, refusal)
