"""Duties: the list with its filters, one duty (责任事项)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.asked import number, numbers
from luodi.site.base.exports import saved_as
from luodi.site.base.once import once
from luodi.site.base.ready import first, hang
from luodi.site.base.refusals import NotAllowed, Unfit
from luodi.site.base.uploads import KINDS
from luodi.site.base.views.gate import require

from .. import exporting, listing, queries
from ..actions import filters as saving
from ..actions import pressing
from ..attached import attached
from ..dossier import dossier
from ..forms.filters import Filter
from ..machine import VERBS
from ..models import Duty, SavedFilter
from ..queries import behind
from ..queries.lanes import LANES
from ..queries.narrow import narrowed
from ..rules import can_manage, can_see_duty, can_see_ledger
from .acts import ON_DUTY

AT_ONCE = ("register", "sign", "hand_down", "archive")
"""Verbs that ask nothing: a click on the duty's page does them."""
DANGER = ("withdraw", "decline", "send_back")
BULK = {"hand_down": pressing.hand_down_many, "remind": pressing.remind_many}
OPENED = "filtering"
"""In the address: show the filter's form, for those whose browser does not fetch it."""
XLSX = KINDS[".xlsx"][0]


def _seen(request: HttpRequest) -> None:
    require(request, can_see_ledger, None, _("查看责任事项"))


USUAL = ("register", "hand_down", "sign", "report", "close")
"""What most who open a duty came to do: these buttons stand first."""


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The duties one may see, filtered and sorted."""
    _seen(request)
    return _list(request, request.GET, {}, 200)


def _list(request: HttpRequest, query: QueryDict, wrong: dict[str, str], status: int) -> HttpResponse:
    found = narrowed(queries.duties_seen_by(request.user), query)
    part = listing.sliced(found.duties, query.get("sort", ""), query.get("after", ""))
    count, more = listing.counted(found.duties, part)
    kept = query.copy()
    for name in ("after", OPENED):
        kept.pop(name, None)
    values = {
        "form": Filter(query) if OPENED in query or not found.fits else None, "part": part, "count": count, "more": more, "wrong": wrong,
        "query": kept.urlencode(), "filtered": found.words, "may_manage": can_manage.test(request.user),
        "saved": SavedFilter.objects.filter(user=request.user, page="duties"),
        "ticked": request.POST.getlist("chosen"), "lanes": LANES.items(), "lane": query.get("lane", ""),
    }  # fmt: skip
    return render(request, "ledger/duties.html", values, status=status)


@login_required
def filtering(request: HttpRequest) -> HttpResponse:
    """The form of the filter alone: most who open the list never open it, and it is half of the page."""
    _seen(request)
    return render(request, "ledger/_filter.html", {"form": Filter(request.GET)})


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One verb done to every ticked duty, or to none."""
    _seen(request)
    verb, query = request.POST.get("verb", ""), QueryDict(request.POST.get("query", ""))
    if verb not in BULK or not can_manage.test(request.user):
        raise NotAllowed(_("批量办理"))
    back = f"{reverse('ledger:duties')}?{query.urlencode()}"
    chosen = numbers(request.POST.getlist("chosen"))[:500]
    if not chosen:
        messages.warning(request, _("请先勾选要办理的事项。"))
        return redirect(back)

    def do() -> str:
        done = BULK[verb](Actor.of(request), list(Duty.objects.filter(pk__in=chosen)))
        words = _("已%(verb)s%(count)s项。") % {"verb": VERBS[verb].title, "count": len(done)}
        messages.success(request, words)
        return back

    try:
        return once(request, f"duty.{verb}_many", do)
    except Unfit as refusal:
        return _list(request, query, refusal.fields, refusal.status)


@login_required
def export(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """What is filtered, as a file."""
    _seen(request)
    found = narrowed(queries.duties_seen_by(request.user), request.GET).duties
    if ending == "csv":
        answer = StreamingHttpResponse(exporting.as_csv(found), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(exporting.as_workbook(found), content_type=XLSX)
    saved_as(answer, f"duties-{timezone.localdate()}", ending)
    return answer


@login_required
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter under a name."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    title = request.POST.get("title", "")
    try:
        saving.save(Actor.of(request), page="duties", title=title, query=query)
        messages.success(request, _("已保存到“常用筛选”。"))
    except Unfit as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('ledger:duties')}?{query}")


@login_required
@require_POST
def drop_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a saved filter away."""
    saving.drop(Actor.of(request), get_object_or_404(SavedFilter, pk=pk))
    return redirect("ledger:duties")


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty with all that stands behind it."""
    duty = first(behind.the_duty(pk))
    if duty is None:
        raise Http404
    hang(duty, "nodes", behind.nodes(pk))
    there = attached(duty)
    require(request, can_see_duty, duty, _("查看责任事项"))
    values = dossier(
        request.user, duty, there, number(request.GET.get("before")), number(request.GET.get("older"))
    )
    values["waits"] = _waiting(values)
    offered = [verb for verb in values["verbs"] if verb in ON_DUTY]
    values["buttons"] = [
        (verb, VERBS[verb].title, verb in AT_ONCE, verb in DANGER, not place and verb in USUAL)
        for place, verb in enumerate(sorted(offered, key=lambda verb: verb not in USUAL))
    ]
    return render(request, "ledger/duty.html", values)


def _waiting(values: dict) -> list[tuple[str, str]]:
    """What waits on the page for whoever reads it: where it stands, and in words how much."""
    reports = [told.pk for told, acts, _figures in values["reports"] if acts]
    files = sum(judge and file.state == file.State.OFFERED for file, judge in values["evidence"])
    asked = sum(decide for _asked, decide in values["extensions"])
    found = [
        (f"report-{reports[-1]}" if reports else "reports", len(reports), _("%(count)s份反馈待审核")),
        ("extensions", asked, _("%(count)s项延期申请待审批")),
        ("evidence", files, _("%(count)s份佐证待核验")),
    ]
    return [(anchor, words % {"count": count}) for anchor, count, words in found if count]
