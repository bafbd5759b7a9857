"""Jobs: mine, one with its bar, stopping it (后台任务)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..action import Actor
from ..actions import jobs as actions
from ..models import Job
from ..rights import can_see_job
from .gate import require


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The jobs one has set going, newest first."""
    page = Paginator(Job.objects.filter(by=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "base/jobs.html", {"page": page})


@login_required
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One job; asked by the page itself, only the part that moves."""
    job = get_object_or_404(Job, pk=pk)
    require(request, can_see_job, job, _("查看后台任务"))
    return render(request, "base/_job.html" if request.htmx else "base/job.html", {"job": job})


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    actions.stop(Actor.of(request), get_object_or_404(Job, pk=pk))
    return redirect("job", pk)
