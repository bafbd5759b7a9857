"""Pages that need no account (公开页面)."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from luodi.site.base.asked import number
from luodi.site.base.cells import neutral
from luodi.site.base.downloads import attachment
from luodi.site.base.exports import saved_as
from luodi.site.base.models import Area
from luodi.site.base.paging import paged
from luodi.site.observatory.queries import spoken
from luodi.site.observatory.queries import totals as delivery_totals

from . import queries

PAGE_AGE = 300
DATA_AGE = 600


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the visitor's own browser keep a page for five minutes; it carries their form token, so nobody else's may."""

    @functools.wraps(view)
    @require_safe
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = f"private, max-age={PAGE_AGE}"
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return answer


@kept
def home(request: HttpRequest) -> HttpResponse:
    """What is published: decisions and what became of them, county by county."""
    run = queries.run()
    shown = {
        "decisions": queries.all_decisions(), "tiles": queries.tiles(reverse("public:commitments")), "editions": queries.newest_editions(),
        "run": run, "totals": [(each.status, each.amount) for each in delivery_totals(run)] if run else [],
        "recent": queries.promises(queries.recent()),
    }  # fmt: skip
    return render(request, "public/home.html", shown)


@kept
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision's text with the sentences that are followed."""
    found = get_object_or_404(queries.decisions(), pk=pk)
    version = queries.text_of(found)
    spans = queries.spans(version) if version else []
    return render(request, "public/decision.html", {"decision": found, "version": version, "spans": spans})


def _asked(request: HttpRequest):
    found, words = queries.commitments(), []
    if area := number(request.GET.get("area")):
        chosen = Area.objects.filter(pk=area).first()
        found = queries.in_area(found, area)
        words += [chosen.name] if chosen else []
    if decided := number(request.GET.get("decision")):
        chosen = queries.decisions().filter(pk=decided).first()
        found = found.filter(decision=decided)
        words += [chosen.title] if chosen else []
    return found.order_by("decision", "start", "id"), words


@kept
def commitments(request: HttpRequest) -> HttpResponse:
    """The commitments that are published, with their status in plain words."""
    found, words = _asked(request)
    page = paged(found, queries.listed, request.GET.get("page"))
    return render(
        request,
        "public/commitments.html",
        {"page": page, "promises": queries.promises(page.object_list), "words": words},
    )


@kept
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment: its sentence, who does it, how far it is."""
    found = get_object_or_404(queries.commitments(), pk=pk)
    (promise,) = queries.promises([found])
    return render(request, "public/commitment.html", {"promise": promise, "commitment": found})


@require_safe
def edition(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a published edition."""
    return attachment(get_object_or_404(queries.editions(), pk=pk).file)


def _open(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={DATA_AGE}"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))  # states and grades are in the reader's words
    return response


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The published commitments as a table."""
    found, _ = _asked(request)
    text = io.StringIO()
    writer = csv.writer(text)
    extra = ["generated"] if settings.WORKSPACE.generated else []
    writer.writerow([*queries.FIELDS, *extra])
    for record in queries.records(queries.promises(found)):
        writer.writerow(
            [neutral("" if value is None else value) for value in record.values()]
            + (["GENERATED 生成数据"] if extra else [])
        )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    saved_as(response, "commitments", "csv")
    return _open(response)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The published commitments as JSON, with the totals of the published delivery report."""
    found, _ = _asked(request)
    run = queries.run()
    told = {
        "generated": settings.WORKSPACE.generated,
        "commitments": queries.records(queries.promises(found)),
        "delivery": {"city": spoken(run.city), "as_of": run.as_of, "by_status": run.totals["by_status"]}
        if run
        else None,
    }
    return _open(JsonResponse(told, json_dumps_params={"ensure_ascii": False}))
