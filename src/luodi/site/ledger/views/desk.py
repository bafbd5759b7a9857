"""Everyone's own page (工作台)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import queries


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What is late, what is due, what waits for me."""
    duties = queries.duties_seen_by(request.user).order_by("due_on", "id")[:50]
    return render(request, "ledger/desk.html", {"duties": duties})
