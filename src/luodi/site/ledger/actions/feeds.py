"""Making and ending a calendar feed (日历订阅)."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotNow
from luodi.site.base.rights import is_signed_in

from ..models import CalendarToken


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action("feed.open", gettext_lazy("生成日历订阅"), right=is_signed_in)
def open_feed(actor: Actor) -> str:
    """Make a new secret address for one's own calendar, ending the one before; the secret is told once."""
    if actor.user is None:
        raise NotNow("a feed belongs to a person")
    secret = secrets.token_urlsafe(24)
    CalendarToken.objects.update_or_create(user=actor.user, defaults={"digest": digest(secret)})
    return secret


@action("feed.close", gettext_lazy("停用日历订阅"), right=is_signed_in)
def close_feed(actor: Actor) -> None:
    """End one's calendar feed: its address answers no more."""
    CalendarToken.objects.filter(user=actor.user).delete()
