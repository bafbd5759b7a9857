"""The review page: a text beside what was found in it (审核)."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.fresh import as_read, kept
from luodi.site.base.lines import drawn
from luodi.site.base.models import Job
from luodi.site.base.ready import first
from luodi.site.base.refusals import Refusal
from luodi.site.base.views.gate import require

from .. import marking, outline, parts
from ..actions import intake, review
from ..forms.intake import Reason
from ..models import DocumentVersion, Finding
from ..queries import review as queries
from ..rules import can_review, can_see_version

LOOK = gettext_lazy("查看文本")
PLAIN = {"accept": review.accept, "reject": review.reject, "undo": review.undo, "separate": review.separate}


def opened(request: HttpRequest, pk: int) -> DocumentVersion:
    """The version, if the person may see it."""
    version = first(queries.version(pk))
    if version is None:
        raise Http404
    require(request, can_see_version, version, LOOK)
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
    """One text: being read, failed, under review, or adopted; a long one in parts."""
    version = opened(request, pk)
    if version.state in (version.State.READING, version.State.FAILED):
        job = Job.objects.filter(kind=intake.READ, arguments__version=pk).order_by("-id").first()
        return render(request, "ledger/version_waiting.html", {"version": version, "job": job})
    chosen = filters(request.GET)
    if "next" in request.GET:
        after = version.findings.filter(pk=number(request.GET["next"])).first()
        return redirect(address(version, parts.next_waiting(version, after), chosen))
    about = outline.of(version)
    hit = _sought(request, version)
    at = _start(request, version, hit)
    reviewing = version.state == version.State.REVIEW and can_review.test(request.user)
    which = (pk, version.number, *chosen.values(), at, hit, reviewing)
    seen = kept(
        as_read("part of a text"), which, lambda: _seen(version, about, chosen, at, hit, reviewing=reviewing)
    )
    part, counts = seen.part, seen.counts
    values = {
        "version": version, "part": part, "outline": about, "first": part.start, "may_review": reviewing,
        "marked_text": mark_safe(seen.text), "listed": mark_safe(seen.listed),
        "later": version.number > 1, "discard": Reason(), "find": request.GET.get("find", ""), "hit": hit,
        "here": next((each for each in reversed(about.places) if each.start <= part.start), None),
        "all": sum(counts.kinds.values()) if not chosen["kind"] else counts.kinds.get(chosen["kind"], 0),
    }  # fmt: skip
    return render(request, "ledger/review.html", values | _counts(counts, chosen))


class Seen(NamedTuple):
    """A part of a text as it is seen: without its findings, which are drawn; its words marked; its findings as lines."""

    part: parts.Part
    counts: queries.Counts
    text: str
    listed: str


def _seen(
    version: DocumentVersion, about: outline.Outline, chosen: dict[str, str], at: int, hit: tuple[int, int] | None,
    *, reviewing: bool,
) -> Seen:  # fmt: skip
    counts, narrowed = queries.counted(version, **chosen), any(chosen.values())
    asked = queries.asked(version, **chosen)
    part = parts.part(asked, about, counts.total, at, narrowed=narrowed and not hit)
    marked = parts.marks(version, part, narrowed=narrowed)
    stretches = marking.stretches(
        parts.words(version, part), marked, part.start, part.end, offset=part.start, hit=hit or (0, 0)
    )
    lines = {"findings": part.findings, "may_review": reviewing, "later": version.number > 1}
    return Seen(
        part._replace(findings=[]),
        counts,
        drawn("ledger/stretches.html", stretches=stretches),
        drawn("ledger/findings.html", **lines) if part.findings else "",
    )


def address(version: DocumentVersion, finding: Finding | None, chosen: dict[str, str] | None = None) -> str:
    """The page, in a long text the part, on which a finding stands."""
    asked = {name: value for name, value in (chosen or {}).items() if value}
    if finding and not parts.is_whole(outline.of(version), version.findings.count()):
        asked["at"] = str(finding.pk)
    page = reverse("ledger:version", args=[version.pk]) + (f"?{urlencode(asked)}" if asked else "")
    return f"{page}#f{finding.pk}" if finding else page


def _start(request: HttpRequest, version: DocumentVersion, hit: tuple[int, int] | None) -> int:
    """Where the part asked for starts: before the words looked for, before a finding, or at a place."""
    if hit:
        sentence = Finding(start=hit[0], end=hit[1])
        return parts.around(version.findings, sentence)
    key = number(request.GET.get("at"))
    at = version.findings.filter(pk=key).first() if key else None
    return parts.around(version.findings, at) if at else number(request.GET.get("from")) or 0


def _sought(request: HttpRequest, version: DocumentVersion) -> tuple[int, int] | None:
    """The span of the words looked for: the first after a place, or from the start again."""
    words = request.GET.get("find", "").strip()[:100]
    if not words:
        return None
    found = version.text.find(words, number(request.GET.get("after")) or 0)
    if found < 0:
        found = version.text.find(words)
    if found < 0:
        messages.info(request, _("全文没有“%(words)s”。") % {"words": words})
        return None
    return found, found + len(words)


def _counts(counts: queries.Counts, chosen: dict[str, str]) -> dict:
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
        "waiting": counts.waiting,
        "chosen": chosen,
    }


@login_required
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one verb of the review; asked by the page's script, answer with the parts that changed."""
    version = opened(request, pk)
    require(request, can_review, None, _("审核条目"))
    chosen = filters(request.POST)
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    named, _colon, seen = rest.partition(":")
    quiet = "application/json" in request.headers.get("Accept", "")
    replaced = version.findings.filter(pk=number(named), state__in=queries.STATES["replaced"]).exists()
    try:
        finding = _done(request, version, verb, named, seen, chosen["kind"])
    except Refusal as error:
        if quiet:
            return JsonResponse({"error": str(error)}, status=error.status)
        messages.error(request, str(error))
        finding = None
    held = finding or version.findings.filter(pk=number(named)).first()
    back = address(version, held, chosen)
    if not quiet or finding is None or verb == "merge" or replaced:
        return JsonResponse({"go": back}) if quiet else redirect(back)
    counts = _counts(queries.counted(version, **chosen), chosen)
    later = version.number > 1
    drawn_anew = {
        f"f{finding.pk}": drawn("ledger/findings.html", findings=[finding], may_review=True, later=later),
        "counts": render_to_string("ledger/_counts.html", {"version": version} | counts, request),
    }
    return JsonResponse({"parts": drawn_anew})


def _done(request, version, verb: str, named: str, seen: str, kind: str) -> Finding | None:
    actor = Actor.of(request)
    if verb == "accept_rest":
        count = review.accept_rest(actor, version, kind=kind)
        messages.success(request, _("已接受其余%(count)s条。") % {"count": count})
        return None
    light = Finding.objects.select_related("version", "twin").defer("version__text", "version__reading")
    finding = get_object_or_404(light, pk=number(named), version=version)
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
