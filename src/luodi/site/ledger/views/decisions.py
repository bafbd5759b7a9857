"""Decisions: list, one decision with its texts and commitments, taking in a text (决定)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luodi.site.base import store
from luodi.site.base.action import Actor
from luodi.site.base.asked import numbers
from luodi.site.base.fresh import kept
from luodi.site.base.once import once
from luodi.site.base.paging import paged
from luodi.site.base.ready import first
from luodi.site.base.refusals import NotAllowed, Refusal
from luodi.site.base.views.gate import require

from ..actions import adopt as adopting
from ..actions import intake
from ..forms.intake import LaterText, NewDecision
from ..models import Commitment, Decision, DocumentVersion
from ..queries import review as queries
from ..queries.seen import seen_among
from ..rules import can_publish, can_review, can_see_ledger, can_see_version

LOOK = gettext_lazy("查看决定")


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The decisions one may see."""
    require(request, can_see_ledger, None, LOOK)
    seen = queries.with_newest(queries.decisions_seen_by(request.user), request.user)
    page = Paginator(seen, 50).get_page(request.GET.get("page"))
    states, promises = dict(DocumentVersion.State.choices), queries.promises_of(page)
    for decision in page:
        decision.promises = promises.get(decision.pk, 0)
        decision.newest_words = states.get(decision.newest_state, "")
    values = {"page": page, "may_review": can_review.test(request.user)}
    return render(request, "ledger/decisions.html", values)


@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: its texts, and what it promises."""
    decision = seen(request, pk)
    versions = [each for each in queries.versions(decision.pk) if can_see_version.test(request.user, each)]
    found = Commitment.objects.filter(decision=decision).order_by("start", "id")
    article = request.GET.get("article", "")
    if article:
        found = found.filter(article=article)
    page = paged(found, queries.commitments, request.GET.get("page"), which=(pk, article))
    by_pk = {version.pk: version for version in versions}
    for each in page.object_list:
        each.decision = decision
        if each.dropped_in_id:
            each.dropped_in = by_pk[each.dropped_in_id]
    values = {
        "decision": decision,
        "versions": versions,
        "page": page,
        "opened": seen_among(request.user, page.object_list),
        "articles": queries.articles_of(decision),
        "article": article,
        "may_review": can_review.test(request.user),
        "may_publish": can_publish.test(request.user),
        "to_register": kept("unregistered", (pk,), lambda: queries.unregistered(decision).count()),
        "to_withdraw": kept("to withdraw", (pk,), lambda: queries.offered_for_withdrawal(decision).count()),
    }
    return render(request, "ledger/decision.html", values)


def seen(request: HttpRequest, pk: int) -> Decision:
    """The decision, if the person may see it."""
    decision = first(queries.decision(pk))
    if decision is None:
        raise Http404
    if not can_see_ledger.test(request.user) or not queries.is_seen_by(request.user, decision):
        raise NotAllowed(LOOK)
    return decision


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Take in a new decision."""
    return _upload(request, None, NewDecision, _("上传决定"))


@login_required
def later(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a later text of a decision."""
    decision = get_object_or_404(Decision, pk=pk)
    return _upload(request, decision, LaterText, _("上传新文本:%(title)s") % {"title": decision.title})


def _upload(request: HttpRequest, decision: Decision | None, form_class: type, title: str) -> HttpResponse:
    require(request, can_review, None, _("上传决定"))
    form = form_class(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in form.fields}

        def bring() -> None:
            given["file"] = store.bring(given["file"], intake.ACCEPTED)

        def do() -> str:
            job = intake.upload(Actor.of(request), decision, **given)
            return reverse("job", args=[job.pk])

        try:
            return once(request, "intake.upload", do, first=bring)
        except Refusal as error:
            form.refuse({"file": str(error)})
            status = error.status
    lead = _("文件保存后在后台识别,完成后进入审核。原文不会被改动。")
    values = {"form": form, "title": title, "button": _("上传并识别"), "lead": lead}
    return render(request, "base/plain_form.html", values, status=status)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decision, or the ticked commitments, to the public; or no longer."""
    decision = get_object_or_404(Decision, pk=pk)
    verb = request.POST.get("do", "")
    actor, published = Actor.of(request), verb.startswith("publish")
    if verb.endswith("_decision"):
        adopting.publish_decision(actor, decision, published=published)
    else:
        ticked = numbers(request.POST.getlist("chosen"))
        count = adopting.publish(actor, decision, commitments=ticked, published=published)
        words = _("已公开%(count)s条。") if published else _("已取消公开%(count)s条。")
        messages.success(request, words % {"count": count})
    return redirect("ledger:decision", pk)
