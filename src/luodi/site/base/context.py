"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import options
from .models import Notice
from .navigation import entries
from .rights import standing


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, the workspace's kind, the person's standing, the navigation and how many notices wait."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    unread = Notice.objects.filter(user=user, read_at=None).count() if user.is_authenticated else 0
    return {
        "site_title": _name(),
        "generated": settings.WORKSPACE.kind == "generated",
        "standing": standing(user),
        "navigation": entries(request),
        "unread": unread,
    }


def _name() -> str:
    """What the administrator calls the site; the name it comes with is said in the reader's language."""
    name = str(options.get("site_name"))
    return _("落地") if name == options.OPTIONS["site_name"].default else name
