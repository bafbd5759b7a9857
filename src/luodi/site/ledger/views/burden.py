"""What forms cost the units (填报负担)."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.asked import number
from luodi.site.base.fresh import as_read, kept, kept_in_words
from luodi.site.base.lines import drawn
from luodi.site.base.models import Organisation
from luodi.site.base.views.gate import require

from .. import burden as asking
from .. import burden_rows as rows
from ..rules import can_see_burden

PERIOD = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?")


def _year(request: HttpRequest) -> int:
    require(request, can_see_burden, None, _("查看填报负担"))
    asked = number(request.GET.get("year"))
    return asked if asked and 2000 <= asked <= 2099 else timezone.localdate().year


@login_required
def burden(request: HttpRequest) -> HttpResponse:
    """Minutes and forms per unit and month."""
    year = _year(request)
    table = kept_in_words("table of the burden", (year,), lambda: _table(year))
    sums = kept(as_read("sums of the burden"), (year,), lambda: _sums(year))
    values = {
        "year": year,
        "years": [each for each in (year - 1, year + 1) if each <= timezone.localdate().year],
        "table": table,
        "kinds": sums.kinds,
        "whole": sums.whole,
        "months": range(1, 13),
    }
    return render(request, "ledger/burden.html", values)


def _table(year: int) -> str:
    """The table's body, thousands of cells where units are many; empty where no form was sent."""
    lines = asking.burden(year).units
    return drawn("ledger/burden.html", lines=lines, year=year) if lines else ""


def _sums(year: int) -> asking.Burden:
    """The lines of the kinds and of the whole, without those of the units."""
    return asking.burden(year)._replace(units=[])


@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The forms behind a number: of a month or a year, of all units or of one, of all kinds or of one."""
    require(request, can_see_burden, None, _("查看填报负担"))
    found = PERIOD.fullmatch(request.GET.get("period", ""))
    year, month = (int(found[1]), int(found[2] or 0) or None) if found else (timezone.localdate().year, None)
    unit, kind, kinds = request.GET.get("unit", ""), request.GET.get("kind", ""), asking.kinds()
    if kind and kind not in kinds:
        raise Http404
    of = get_object_or_404(Organisation, pk=number(unit) or 0) if unit else None
    asked = rows.Asked(year, month, of, kind)
    page, whole = rows.behind(asked, request.GET.get("page"))
    values = {
        "asked": asked,
        "kind": kinds.get(kind, ""),
        "kinds": kinds,
        "page": page,
        "whole": whole,
    }
    return render(request, "ledger/burden_reports.html", values)


@login_required
def chart(request: HttpRequest) -> JsonResponse:
    """The months' sums."""
    words = {"minutes_name": _("用时(分钟)"), "forms_name": _("表单(份)")}
    return JsonResponse(asking.as_chart(_year(request)) | words)
