"""The review page: a text beside what was found in it (审核)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.models import Job
from luodi.site.base.refusals import NotAllowed, Refusal

from .. import marking
from .. import queries_review as queries
from ..actions import intake, review
from ..forms.intake import Reason
from ..models import DocumentVersion, Finding
from ..rules import can_review, can_see_version

LOOK = gettext_lazy("查看文本")
PLAIN = {"accept": review.accept, "reject": review.reject, "undo": review.undo, "separate": review.separate}


def opened(request: HttpRequest, pk: int) -> DocumentVersion:
    """The version, if the person may see it."""
    version = get_object_or_404(
        DocumentVersion.objects.select_related("decision", "file", "adopted_by"), pk=pk
    )
    if not can_see_version.test(request.user, version):
        raise NotAllowed(LOOK)
    return version


def filters(source) -> dict[str, str]:
    """The kind and the state group that a page shows; anything unknown means all."""
    kind, group = source.get("kind", ""), source.get("group", "")
    return {
        "kind": kind if kind in Finding.Kind.values else "",
        "group": group if group in queries.STATES else "",
    }


@login_required
@never_cache
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One text: being read, failed, under review, or adopted."""
    version = opened(request, pk)
    if version.state in (version.State.READING, version.State.FAILED):
        job = Job.objects.filter(kind=intake.READ, arguments__version=pk).order_by("-id").first()
        return render(request, "ledger/version_waiting.html", {"version": version, "job": job})
    findings = list(version.findings.select_related("twin"))
    chosen = filters(request.GET)
    values = {
        "version": version,
        "stretches": marking.stretches(version.text, findings),
        "findings": queries.chosen(findings, **chosen),
        "may_review": version.state == version.State.REVIEW and can_review.test(request.user),
        "later": version.number > 1,
        "discard": Reason(),
    }
    return render(request, "ledger/review.html", values | _counts(findings, chosen))


def _counts(findings: list[Finding], chosen: dict[str, str]) -> dict:
    counts = queries.counted(findings, **chosen)
    groups = {
        "proposed": _("待审核"),
        "taken": _("拟采用"),
        "rejected": _("不采用"),
        "replaced": _("已拆分或合并"),
    }
    return {
        "kinds": [("", _("全部"), sum(counts.kinds.values()))]
        + [(kind, label, counts.kinds.get(kind, 0)) for kind, label in Finding.Kind.choices],
        "groups": [("", _("全部"), sum(counts.states.values()))]
        + [(name, label, counts.states.get(name, 0)) for name, label in groups.items()],
        "waiting": sum(each.state == Finding.State.PROPOSED for each in findings),
        "chosen": chosen,
    }


@login_required
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one verb of the review; asked by the page's script, answer with the parts that changed."""
    version = opened(request, pk)
    if not can_review.test(request.user):
        raise NotAllowed(_("审核条目"))
    chosen = filters(request.POST)
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    number, _colon, seen = rest.partition(":")
    quiet = "application/json" in request.headers.get("Accept", "")
    replaced = (
        number.isdigit() and version.findings.filter(pk=number, state__in=queries.STATES["replaced"]).exists()
    )
    try:
        finding = _done(request, version, verb, number, seen, chosen["kind"])
    except Refusal as error:
        if quiet:
            return JsonResponse({"error": str(error)}, status=error.status)
        messages.error(request, str(error))
        finding = None
    place = f"#f{finding.pk}" if finding else (f"#f{number}" if number.isdigit() else "")
    back = (
        f"{reverse('ledger:version', args=[pk])}?{urlencode({k: v for k, v in chosen.items() if v})}{place}"
    )
    if not quiet or finding is None or verb == "merge" or replaced:
        return JsonResponse({"go": back}) if quiet else redirect(back)
    findings = list(version.findings.select_related("twin"))
    values = {"version": version, "finding": finding, "may_review": True} | _counts(findings, chosen)
    parts = {
        f"f{finding.pk}": render_to_string("ledger/_finding.html", values, request),
        "counts": render_to_string("ledger/_counts.html", values, request),
    }
    return JsonResponse({"parts": parts})


def _done(request, version, verb: str, number: str, seen: str, kind: str) -> Finding | None:
    actor = Actor.of(request)
    if verb == "accept_rest":
        count = review.accept_rest(actor, version, kind=kind)
        messages.success(request, _("已接受其余%(count)s条。") % {"count": count})
        return None
    if not number.isdigit():
        raise Http404
    finding = get_object_or_404(Finding.objects.select_related("version", "twin"), pk=number, version=version)
    if verb == "merge":
        other = queries.before(finding, kind)
        if other is None:
            raise Http404
        return review.merge(actor, finding, second=other, seen=seen)
    if verb not in PLAIN:
        raise Http404
    return PLAIN[verb](actor, finding, seen=seen)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a text under review."""
    version = opened(request, pk)
    intake.discard(Actor.of(request), version, reason=request.POST.get("reason", ""))
    return redirect("ledger:version", pk)
