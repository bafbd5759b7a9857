"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .models import Notice
from .navigation import entries
from .rights import standing


def site(request: HttpRequest) -> dict[str, Any]:
    """The workspace's kind, the person's standing, the navigation and how many notices wait."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    unread = Notice.objects.filter(user=user, read_at=None).count() if user.is_authenticated else 0
    return {
        "generated": settings.WORKSPACE.kind == "generated",
        "standing": standing(user),
        "navigation": entries(request),
        "unread": unread,
    }
