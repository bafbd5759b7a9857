"""The registers and their lists (登记簿列表)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.core.registers import check, duplicates, load
from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.languages import joined
from luodi.site.base.models import Organisation
from luodi.site.base.paging import turned
from luodi.site.base.views.gate import require

from .. import narrow, queries
from ..actions.keepers import set_keeper
from ..export import exported
from ..forms import KeeperForm
from ..models import Batch, Keeper, model_of
from ..models.rows import PREFIX
from ..rules import can_see_records, can_set_keepers, keeps_register
from ..show import name_of, title_of
from .common import cells, hidden_from, opened

COMPARED = 20_000
"""Rows among which a page looks for duplicates at once."""


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """All registers, how many rows each has, who keeps it."""
    require(request, can_see_records, None, _("查看登记簿"))
    counts = queries.counts()
    keepers: dict[str, list[str]] = {}
    for keeper in Keeper.objects.select_related("organisation"):
        keepers.setdefault(keeper.register, []).append(str(keeper.organisation))
    rows = [
        {"register": each, "title": title_of(each), "about": name_of(each.about), "count": counts.get(each.id, 0), "keepers": keepers.get(each.id, [])}
        for each in load().values()
    ]  # fmt: skip
    values = {
        "rows": sorted(rows, key=lambda row: -row["count"]),
        "waiting": queries.requests().count(),
        "can_set": can_set_keepers.test(request.user),
    }
    return render(request, "records/index.html", values)


@login_required
def listed(request: HttpRequest, register: str) -> HttpResponse:
    """The visible rows of one register, narrowed by what the address asks for."""
    declared = opened(request, register)
    hidden = hidden_from(request, declared)
    rows = model_of(register).objects.visible().filter(narrow.condition(declared, request.GET, hidden))
    page = turned(rows, number(request.GET.get("before")), number(request.GET.get("after")))
    names = [name for name in declared.listed if name not in hidden]
    found = queries.references(declared, page.rows, names)
    filters = narrow.filters_of(declared, request.GET, hidden)
    values = {
        "register": declared, "title": title_of(declared), "about": name_of(declared.about), "page": page, "filters": filters,
        "headers": [name_of(declared.column(name)) for name in names],
        "rows": [{"pk": row.pk, "cells": cells(declared, row, names, found)} for row in page.rows],
        "q": request.GET.get("q", ""), "count": queries.counts().get(register, 0),
        "asked": bool(request.GET.get("q") or any(each.value or each.until for each in filters)),
        "keeps": keeps_register.test(request.user, register), "hidden": bool(hidden),
        "has_alarms": bool(declared.alarms),
        "searched": joined(name_of(declared.column(name)) for name in declared.search if name not in hidden),
    }  # fmt: skip
    return render(request, "records/list.html", values)


@login_required
def export(request: HttpRequest, register: str, ending: str) -> HttpResponse:
    """The rows that the list shows, all of them, as a table that can be changed and imported again."""
    declared = opened(request, register)
    if ending not in ("xlsx", "csv"):
        raise Http404
    hidden = hidden_from(request, declared)
    rows = model_of(register).objects.visible().filter(narrow.condition(declared, request.GET, hidden))
    return exported(declared, rows, hidden, ending)


@login_required
def alike(request: HttpRequest, register: str) -> HttpResponse:
    """Rows that look like one thing, by code and by name."""
    declared = opened(request, register)
    hidden = hidden_from(request, declared)
    rows = model_of(register).objects.visible().filter(narrow.condition(declared, request.GET, hidden))
    wanted = [PREFIX + name for name in declared.names]
    found = (
        list(rows.order_by("pk").values_list("pk", *wanted)[: COMPARED + 1]) if declared.duplicates else []
    )
    groups = []
    columns = list(zip(*found, strict=True)) or [()]
    if 0 < len(found) <= COMPARED:
        checked = check(declared, dict(zip(declared.names, columns[1:], strict=True)), most=0)
        groups = duplicates(checked)[:200]
    wanted_rows = model_of(register).objects.in_bulk(
        {columns[0][row] for group in groups for row in group.rows}
    )
    names = [name for name in declared.listed if name not in hidden]
    by_pk = queries.references(declared, wanted_rows.values(), names)
    values = {
        "register": declared, "title": title_of(declared), "too_many": len(found) > COMPARED, "most": COMPARED,
        "filters": narrow.filters_of(declared, request.GET, hidden), "q": request.GET.get("q", ""),
        "headers": [name_of(declared.column(name)) for name in names],
        "groups": [
            {
                "by": group.by, "columns": joined(name_of(declared.column(name)) for name in group.columns),
                "rows": [
                    {"pk": columns[0][row], "cells": cells(declared, wanted_rows[columns[0][row]], names, by_pk)}
                    for row in group.rows
                ],
            }
            for group in groups
        ],
    }  # fmt: skip
    return render(request, "records/alike.html", values)


@login_required
def batches(request: HttpRequest, register: str) -> HttpResponse:
    """What came into a register, and when."""
    declared = opened(request, register)
    found = Batch.objects.filter(register=register).select_related("by")[:100]
    keeps = keeps_register.test(request.user, register)
    values = {"register": declared, "title": title_of(declared), "batches": found, "keeps": keeps}
    return render(request, "records/batches.html", values)


@login_required
def keepers(request: HttpRequest) -> HttpResponse:
    """Who keeps which register."""
    require(request, can_set_keepers, None, _("指定管理单位"))
    kept: dict[str, list[Keeper]] = {}
    for keeper in Keeper.objects.select_related("organisation").order_by("id"):
        kept.setdefault(keeper.register, []).append(keeper)
    units = list(Organisation.objects.filter(dissolved_on=None).order_by("id"))
    rows = [
        {"id": each.id, "title": title_of(each), "keepers": kept.get(each.id, [])} for each in load().values()
    ]
    return render(request, "records/keepers.html", {"rows": rows, "units": units})


@login_required
@require_POST
def keep(request: HttpRequest, register: str) -> HttpResponse:
    """Name a keeper, or take one away."""
    require(request, can_set_keepers, None, _("指定管理单位"))
    if register not in load():
        raise Http404
    keeps = request.POST.get("keeps", "1") == "1"
    form = KeeperForm(request.POST, keeps=keeps)
    if not form.is_valid():
        messages.error(request, _("请选择一个现有单位。"))
        return redirect("records:keepers")
    set_keeper(Actor.of(request), register, organisation=form.cleaned_data["organisation"], keeps=keeps)
    messages.success(request, _("已保存。"))
    return redirect("records:keepers")
