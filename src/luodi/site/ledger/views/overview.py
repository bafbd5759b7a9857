"""Overviews, the tile map and the charts (总览)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from luodi.site.base.fresh import kept_in_words
from luodi.site.base.lines import drawn
from luodi.site.base.views.gate import require

from ..models import Decision, Duty
from ..queries import charts, duties_seen_by, lanes, overview
from ..rules import can_see_ledger


def _may(request: HttpRequest) -> None:
    require(request, can_see_ledger, None, _("查看总览"))


@login_required
def matrix(request: HttpRequest, kind: str = "unit") -> HttpResponse:
    """Duties counted by article, unit, county or state."""
    _may(request)
    if kind not in overview.KINDS:
        raise Http404
    duties = duties_seen_by(request.user)
    decisions = overview.decisions_of(duties) if kind == "article" else []
    decision = _chosen(request, decisions)
    if decision is not None:
        duties = duties.filter(commitment__decision=decision)
    table = kept_in_words(f"overview by {kind}", _which(duties), lambda: _matrix(kind, duties))
    shown = {
        "decisions": decisions,
        "decision": decision,
        "kind": kind,
        "kinds": overview.KINDS,
        "how": overview.KINDS[kind],
        "table": table,
        "lanes": lanes.LANES,
    }
    return render(request, "ledger/overview.html", shown)


def _which(duties: QuerySet[Duty]) -> QuerySet[Duty, Any]:
    """What tells these duties from others, for sums that are kept."""
    return duties.select_related(None).order_by().values("pk")


def _matrix(kind: str, duties: QuerySet[Duty]) -> str:
    lines = overview.matrix(kind, duties)
    return drawn("ledger/matrix.html", lines=lines) if lines else ""


def _chosen(request: HttpRequest, decisions: list[Decision]) -> Decision | None:
    """The decision asked for, else the newest: articles of two decisions have the same numbers."""
    asked = request.GET.get("decision", "")
    return next((each for each in decisions if str(each.pk) == asked), decisions[0] if decisions else None)


@login_required
def tiles(request: HttpRequest) -> HttpResponse:
    """The schematic map of the counties."""
    _may(request)
    shown = {"tiles": overview.tiles(duties_seen_by(request.user)), "kind": "tiles", "kinds": overview.KINDS}
    return render(request, "ledger/tiles.html", shown)


@login_required
def pictures(request: HttpRequest) -> HttpResponse:
    """The charts, each with its table."""
    _may(request)
    duties = duties_seen_by(request.user)
    made = kept_in_words("charts", _which(duties), lambda: _charts(duties))
    return render(request, "ledger/charts.html", {"charts": made, "kind": "charts", "kinds": overview.KINDS})


def _charts(duties: QuerySet[Duty]) -> str:
    made = [make(duties) for make in charts.CHARTS.values()]
    return render_to_string("ledger/_charts.html", {"charts": made})


@login_required
def chart(request: HttpRequest, name: str) -> JsonResponse:
    """One chart's numbers, cut to what the person may see."""
    _may(request)
    if name not in charts.CHARTS:
        raise Http404
    return JsonResponse(charts.CHARTS[name](duties_seen_by(request.user)).as_json())
