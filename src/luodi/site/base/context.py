"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import options
from .models import Notice, Setting, User
from .navigation import entries
from .rights import standing


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, the workspace's kind, the person's standing, the navigation and how many notices wait."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    name, unread = _asked(user)
    unnamed = name == options.OPTIONS["site_name"].default
    return {
        "site_title": _("落地") if unnamed else name,  # the name it comes with, in the reader's language
        "generated": settings.WORKSPACE.kind == "generated",
        "standing": standing(user),
        "navigation": entries(request),
        "unread": unread,
    }


def _asked(user: User | AnonymousUser) -> tuple[str, int]:
    """What the administrator calls the site and how many notices wait for the person, in one query."""
    if not user.is_authenticated:
        return options.get("site_name"), 0
    waiting = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    counted = Subquery(waiting.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    named = Subquery(Setting.objects.filter(name="site_name").values("value"))
    found = User.objects.filter(pk=user.pk).values_list(named, Coalesce(counted, 0))
    name, unread = found.get()
    return options.OPTIONS["site_name"].default if name is None else name, unread
