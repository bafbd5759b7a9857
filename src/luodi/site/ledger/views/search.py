"""Searching sentences, duties and reports (检索)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luodi.matching import parse
from luodi.site.base.views.gate import require

from ..rules import can_see_ledger
from ..search.find import MOST, find


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What contains the words asked for, of what one may see."""
    require(request, can_see_ledger, None, _("检索"))
    text = request.GET.get("q", "")[:100].replace("\x00", "")
    query = parse(text)
    found = find(request.user, query) if query.phrases else []
    shown = {"q": text, "query": query, "found": found, "most": MOST, "any": any(each.hits for each in found)}
    return render(request, "ledger/search.html", shown)
