"""Adopting a text, comparing it with the one before, and what follows: registering and withdrawing (采用、比较、立项)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.asked import numbers
from luodi.site.base.languages import joined
from luodi.site.base.models import Organisation
from luodi.site.base.once import once
from luodi.site.base.refusals import Refusal, Unfit
from luodi.site.base.views.gate import require

from .. import comparing
from ..actions import adopt as adopting
from ..actions import bulk
from ..forms.register import day_from, rows_of
from ..matching import Directory
from ..models import Decision, Finding
from ..queries import review as queries
from ..rules import can_manage, can_review
from .review import opened


@login_required
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what adopting will do, and do it."""
    version = opened(request, pk)
    require(request, can_review, None, _("采用文本"))
    if request.method == "POST":
        drop = numbers(request.POST.getlist("drop"))

        def do() -> str:
            done = adopting.adopt(Actor.of(request), version, drop=drop)
            words = _(
                "已采用:新增承诺%(made)s条,变更%(changed)s条,未变%(unchanged)s条,不再出现%(dropped)s条。"
            )
            messages.success(request, words % done._asdict())
            return reverse("ledger:register", args=[version.decision_id])

        return once(request, "intake.adopt", do)
    states = version.findings.order_by().values("state").annotate(all=Count("pk"), kept=Count("twin"))
    taken = [each for each in states if each["state"] in Finding.TAKEN]
    of_state = {each["state"]: each["all"] for each in states}
    values = {
        "version": version,
        "waiting": of_state.get(Finding.State.PROPOSED, 0),
        "new": sum(each["all"] - each["kept"] for each in taken),
        "kept": sum(each["kept"] for each in taken),
        "rejected": of_state.get(Finding.State.REJECTED, 0),
        "falling": adopting.falling_away(version) if version.state == version.State.REVIEW else [],
    }
    return render(request, "ledger/adopt.html", values)


@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two texts side by side."""
    version = opened(request, pk)
    earlier = version.decision.versions.filter(number__lt=version.number, state=version.State.ADOPTED)
    before = earlier.order_by("-number").first()
    rows = comparing.table(before.text, version.text) if before else []
    values = {"version": version, "before": before, "rows": rows, "counts": comparing.counts(rows)}
    return render(request, "ledger/compare.html", values)


@login_required
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register many commitments at once, with the units that the text itself names as proposals."""
    decision = _managed(request, pk, _("批量立项"))
    directory = Directory.standing()
    wrong: dict[str, str] = {}
    status = 200
    if request.method == "POST":

        def do() -> str:
            made = bulk.register_many(
                Actor.of(request), decision, rows=rows_of(request.POST, directory),
                starts_on=day_from(request.POST.get("starts_on", "")), hand_down=request.POST.get("do") == "hand_down",
            )  # fmt: skip
            handed = request.POST.get("do") == "hand_down"
            words = (
                _("已立项并交办%(count)s条,等待单位签收。") if handed else _("已立项%(count)s条,还没有交办。")
            )
            messages.success(request, words % {"count": len(made)})
            return reverse("ledger:register", args=[decision.pk])

        try:
            return once(request, "duty.register_many", do)
        except Unfit as error:
            wrong, status = error.fields, error.status
    article = request.GET.get("article", "")
    waiting = queries.unregistered(decision)
    shown = waiting.filter(article=article) if article else waiting
    page = Paginator(shown, 100).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("chosen"))
    rows = [_offered(request, each, directory, ticked, wrong) for each in page]
    starts_on = request.POST.get("starts_on") or (decision.adopted_on or timezone.localdate()).isoformat()
    values = {
        "decision": decision, "page": page, "rows": rows, "wrong": wrong, "starts_on": starts_on,
        "article": article, "articles": queries.articles_of(decision), "lead": request.POST.get("lead", ""),
        "due": request.POST.get("due", ""),
        "units": Organisation.objects.filter(dissolved_on=None),
    }  # fmt: skip
    return render(request, "ledger/register.html", values, status=status)


def _offered(request, commitment, directory: Directory, ticked: set[str], wrong: dict[str, str]) -> dict:
    """One row: what was typed if it was sent before, else what the text proposes."""
    pk = str(commitment.pk)
    offer = directory.offer(commitment.finding.units)
    typed = request.method == "POST"
    return {
        "commitment": commitment,
        "printed": commitment.finding.units,
        "unknown": offer.unknown,
        "lead": request.POST.get(f"lead-{pk}", "") if typed else (offer.lead or ""),
        "co": request.POST.get(f"co-{pk}", "") if typed else joined(offer.cooperating),
        "due": request.POST.get(f"due-{pk}", "") if typed else commitment.deadline,
        "ticked": pk in ticked,
        "problem": wrong.get(pk, ""),
    }


@login_required
def dropped(request: HttpRequest, pk: int) -> HttpResponse:
    """Duties whose promise a later text no longer holds: withdrawn only if somebody says so."""
    decision = _managed(request, pk, _("批量撤销"))
    wrong: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        ticked = numbers(request.POST.getlist("chosen"))
        try:
            done = bulk.withdraw_many(
                Actor.of(request), decision, chosen=ticked, reason=request.POST.get("reason", "")
            )
        except Refusal as error:
            wrong = error.fields if isinstance(error, Unfit) else {"": str(error)}
            status = error.status
        else:
            messages.success(request, _("已撤销%(count)s项。") % {"count": len(done)})
            return redirect("ledger:dropped", pk)
    values = {
        "decision": decision, "duties": queries.offered_for_withdrawal(decision), "wrong": wrong,
        "ticked": request.POST.getlist("chosen"), "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "ledger/dropped.html", values, status=status)


def _managed(request: HttpRequest, pk: int, title: str) -> Decision:
    decision = get_object_or_404(Decision, pk=pk)
    require(request, can_manage, None, title)
    return decision
