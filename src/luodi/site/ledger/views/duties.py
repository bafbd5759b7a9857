"""Duties: list, one duty, the verbs (责任事项)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotAllowed

from .. import queries
from ..actions import duties as actions
from ..machine import VERBS, possible
from ..models import Duty
from ..rules import can_see_duty

PLAIN = {"hand_down": actions.hand_down, "sign": actions.sign, "archive": actions.archive}


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The duties one may see."""
    page = Paginator(queries.duties_seen_by(request.user).order_by("id"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "ledger/duties.html", {"page": page})


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty with its sentence, its nodes, reports, evidence and history."""
    duty = get_object_or_404(
        Duty.objects.select_related("lead", "commitment__adopted_in", "person", "area"), pk=pk
    )
    if not can_see_duty.test(request.user, duty):
        raise NotAllowed(VERBS["report"].title)
    return render(request, "ledger/duty.html", {"duty": duty, "possible": possible(duty)})


@login_required
@require_POST
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the verbs that ask for nothing more."""
    if verb not in PLAIN:
        raise Http404
    PLAIN[verb](Actor.of(request), get_object_or_404(Duty, pk=pk))
    return redirect("ledger:duty", pk)
