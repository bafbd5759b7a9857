"""The rows behind a number (明细): what every count, chart and tile of the ledger links to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luodi.site.base.refusals import NotAllowed

from ..machine import VERBS
from ..queries import duties_seen_by, narrow
from ..rules import can_see_ledger


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """The duties one may see that the address asks for, by due day."""
    if not can_see_ledger.test(request.user):
        raise NotAllowed(VERBS["report"].title)
    found = narrow.narrowed(duties_seen_by(request.user), request.GET)
    page = Paginator(
        found.duties.select_related(None).order_by("due_on", "id").values_list("pk", flat=True), 50
    ).get_page(request.GET.get("page"))
    page.object_list = narrow.in_order(list(page.object_list))
    return render(request, "ledger/rows.html", {"page": page, "words": found.words})
