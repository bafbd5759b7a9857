"""What one was told (通知)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ..action import Actor
from ..actions.notices import read_all
from ..models import Notice
from ..paging import paged
from ..queries.notices import notices


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """All notices, newest first."""
    found = Notice.objects.filter(user=request.user)
    page = paged(found, notices, request.GET.get("page"), which=(request.user.pk,))
    return render(request, "base/notices.html", {"page": page})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    read_all(Actor.of(request), request.user)
    return redirect("notices")
