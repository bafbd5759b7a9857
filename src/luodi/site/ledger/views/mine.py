"""My duties: one form to report several (我的事项)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.asked import numbers
from luodi.site.base.once import once
from luodi.site.base.refusals import Unfit
from luodi.site.base.rights import UNIT_ROLES, is_in_a_unit, standing
from luodi.site.base.views.gate import require

from ..actions import progress
from ..forms.mine import Table
from ..models import Duty
from ..reporting import reportable
from ..rules import can_report


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What my unit can report now, with what it said last."""
    require(request, is_in_a_unit, None, _("填报"))
    page = Paginator(reportable(request.user), 50).get_page(request.GET.get("page"))
    status = 200
    if request.method == "POST":
        table = Table(request.user, _sent(request), request.POST, request.FILES)
        if table.is_valid():
            try:
                return once(request, "duty.report_many", lambda: _report(request, table), first=table.bring)
            except Unfit as refusal:
                table.refuse(refusal.fields)
        status = 422
    else:
        table = Table(request.user, list(page))
    own = standing(request.user).units(*UNIT_ROLES)
    waiting = Duty.objects.filter(lead__in=own, state=Duty.State.HANDED_DOWN).select_related("lead")
    values = {"table": table, "page": page, "to_sign": list(waiting.order_by("due_on", "id")[:20])}
    return render(request, "ledger/mine.html", values, status=status)


def _report(request: HttpRequest, table: Table) -> str:
    if not table.told:
        messages.warning(request, _("没有填写任何一行,没有提交。"))
        return reverse("ledger:mine")
    told = [row.given for row in table.told]
    made = progress.report_many(Actor.of(request), told, minutes=table.minutes)
    messages.success(request, _("已提交%(count)s份反馈,等待审核。") % {"count": len(made)})
    return reverse("ledger:mine")


def _sent(request: HttpRequest) -> list[Duty]:
    """The duties whose rows were sent. One that has moved on meanwhile is among them, so that its row says why."""
    heads = {name.partition("-")[0] for name in (*request.POST, *request.FILES)}
    pks = numbers(heads)
    found = Duty.objects.filter(pk__in=pks).select_related("lead", "commitment").prefetch_related("co_units")
    return [duty for duty in found.order_by("due_on", "id")[:200] if can_report.test(request.user, duty)]
