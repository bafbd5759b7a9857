"""What one was told (通知)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..models import Notice


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """All notices, newest first."""
    page = Paginator(Notice.objects.filter(user=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "base/notices.html", {"page": page})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    Notice.objects.filter(user=request.user, read_at=None).update(read_at=timezone.now())
    return redirect("notices")
