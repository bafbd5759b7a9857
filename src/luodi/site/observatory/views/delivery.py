"""The delivery report of the loaded city (落实情况): run, list, one promise, its chart."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.models import Job
from luodi.site.base.once import once
from luodi.site.base.refusals import Unfit
from luodi.site.base.views.gate import require

from .. import actions, queries
from ..models import DeliveryLine, DeliveryRun
from ..rules import can_publish_delivery, can_run_delivery, can_see_delivery


def _may(request: HttpRequest) -> None:
    require(request, can_see_delivery, None, _("查看落实情况"))


@login_required
def newest(request: HttpRequest) -> HttpResponse:
    """The latest report, or how to get the first."""
    _may(request)
    run = queries.latest()
    return _page(request, run)


@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One report."""
    _may(request)
    return _page(request, get_object_or_404(DeliveryRun, pk=pk))


def _page(request: HttpRequest, run: DeliveryRun | None, wrong: str = "", status: int = 200) -> HttpResponse:
    shown = {
        "run": run, "recent": queries.recent(), "job": queries.at_work(), "loaded": actions.city_folder() is not None, "wrong": wrong,
        "may_run": can_run_delivery.test(request.user), "may_publish": can_publish_delivery.test(request.user),
    }  # fmt: skip
    if run is not None:
        lines = run.lines.filter(restates=False)
        asked = request.GET.get("status")
        if asked in run.totals["by_status"]:
            lines = lines.filter(status=asked)
            shown["asked"] = asked
        shown |= {"totals": queries.totals(run), "lines": queries.lines(lines)}
        shown |= {name: queries.spoken(run.said[name]) for name in ("lead", "evidence")}
        shown["notes"] = [queries.spoken(each) for each in run.said["notes"]]
        shown["city"] = queries.spoken(run.city)
    return render(request, "observatory/delivery.html", shown, status=status)


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have the report worked out, as of the day that was chosen."""
    text = request.POST.get("as_of", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return _page(request, queries.latest(), _("请按“2025-12-31”的样子填写日期。"), 422)

    def do() -> str:
        actions.ask(Actor.of(request), as_of=day)
        return reverse("observatory:delivery")

    try:
        return once(request, "observatory.ask", do)
    except Unfit as refusal:
        return _page(request, queries.latest(), str(refusal), refusal.status)


@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """How far the job is; when it is done, the way to its result."""
    _may(request)
    job = Job.objects.filter(kind=actions.KIND).order_by("-id").first()
    response = render(request, "observatory/_progress.html", {"job": job})
    if job and job.state == Job.State.DONE and request.htmx:
        response["HX-Redirect"] = job.result_url
    return response


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a report, or take it back."""
    actions.publish(
        Actor.of(request),
        get_object_or_404(DeliveryRun, pk=pk),
        published=request.POST.get("published") == "1",
    )
    return redirect("observatory:run", pk)


def _line(pk: int, position: int) -> DeliveryLine:
    found = DeliveryLine.objects.filter(run=pk, position=position).select_related("run", "commitment").first()
    if found is None:
        raise Http404
    return found


@login_required
def promise(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One promise: its sentence, every figure with grade and source, its chart."""
    _may(request)
    line = _line(pk, position)
    record = queries.promise(line)
    shown = {
        "line": line, "facts": queries.facts(line), "rows": queries.rows(line), "reason": queries.spoken(record.reason),
        "remark": queries.spoken(record.remark) if record.remark else "", "chart": queries.chart(line), "city": queries.spoken(line.run.city),
    }  # fmt: skip
    return render(request, "observatory/promise.html", shown)


@login_required
def chart(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """The numbers of a promise's chart."""
    _may(request)
    return JsonResponse(queries.chart(_line(pk, position)))
