"""What reporting costs the units (填报负担)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.refusals import NotAllowed

from .. import burden as asking
from ..rules import can_see_burden


def _year(request: HttpRequest) -> int:
    if not can_see_burden.test(request.user):
        raise NotAllowed(_("查看填报负担"))
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2099 else timezone.localdate().year


@login_required
def burden(request: HttpRequest) -> HttpResponse:
    """Minutes and forms per unit and month."""
    year = _year(request)
    *lines, whole = asking.burden(year)
    values = {
        "year": year,
        "years": [year - 1, year + 1],
        "lines": lines,
        "whole": whole,
        "months": range(1, 13),
    }
    return render(request, "ledger/burden.html", values)


@login_required
def chart(request: HttpRequest) -> JsonResponse:
    """The months' sums."""
    words = {"minutes_name": _("用时(分钟)"), "forms_name": _("表单(份)")}
    return JsonResponse(asking.as_chart(_year(request)) | words)
