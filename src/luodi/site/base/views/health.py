"""How the site is (运行状况): a probe for machines that says yes or no, a page for the administrator that says why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..queries.health import checks
from .gate import administrators_only


@require_safe
@never_cache
def probe(request: HttpRequest) -> HttpResponse:
    """200 if all is in order, 503 if not; no details, for anybody may ask."""
    fine = all(check.fine for check in checks())
    return JsonResponse({"ok": fine}, status=200 if fine else 503)


@administrators_only
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Each check with what was found and what to do."""
    from luodi import __version__

    return render(request, "base/health.html", {"checks": checks(), "version": __version__})
