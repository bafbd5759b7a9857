"""Pages that need no account (公开页面)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luodi.site.ledger.models import Decision


def home(request: HttpRequest) -> HttpResponse:
    """What is published: decisions and what became of them."""
    return render(request, "public/home.html", {"decisions": Decision.objects.filter(published=True)})
