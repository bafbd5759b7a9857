"""Duties: list and one duty (责任事项)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from luodi.site.base.refusals import NotAllowed

from .. import queries
from ..dossier import dossier
from ..machine import VERBS
from ..models import Duty
from ..rules import can_see_duty
from .acts import ON_DUTY

AT_ONCE = ("sign", "hand_down", "archive", "ask_close")
"""Verbs that ask nothing: a click on the duty's page does them."""
DANGER = ("withdraw", "decline", "send_back")


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The duties one may see."""
    page = Paginator(queries.duties_seen_by(request.user).order_by("id"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "ledger/duties.html", {"page": page})


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty with all that stands behind it."""
    duty = get_object_or_404(
        Duty.objects.select_related(
            "lead", "commitment__adopted_in", "commitment__decision", "person", "area", "parent"
        ).prefetch_related("co_units__organisation", "nodes"),
        pk=pk,
    )
    if not can_see_duty.test(request.user, duty):
        raise NotAllowed(VERBS["report"].title)
    before = request.GET.get("before", "")
    values = dossier(request.user, duty, int(before) if before.isdigit() and len(before) < 19 else None)
    values["buttons"] = [
        (verb, VERBS[verb].title, verb in AT_ONCE, verb in DANGER)
        for verb in values["verbs"]
        if verb in ON_DUTY
    ]
    return render(request, "ledger/duty.html", values)
