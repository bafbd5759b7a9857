"""What every template knows."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import options
from .exports import generated
from .models import Notice, Setting, User
from .navigation import drawn
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
        "generated": generated(),
        "standing": standing(user),
        "navigation": drawn(request),
        "unread": unread if unread < MANY else f"{MANY - 1}+",
    }


MANY: Final = 100
"""Notices that wait are counted to here: whoever has more has many."""
ASKED: Final = (
    f"SELECT (SELECT value FROM {Setting._meta.db_table} WHERE name = %s), "
    f"(SELECT count(*) FROM (SELECT 1 FROM {Notice._meta.db_table} WHERE user_id = %s AND read_at IS NULL LIMIT {MANY}) few)"
)
"""What every page asks: written out, for the object layer takes longer to write it than the database to answer."""


def _asked(user: User | AnonymousUser) -> tuple[str, int]:
    """What the administrator calls the site and how many notices wait for the person, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, ["site_name", user.pk])
        name, unread = cursor.fetchone()
    return options.OPTIONS["site_name"].default if name is None else json.loads(name), unread
