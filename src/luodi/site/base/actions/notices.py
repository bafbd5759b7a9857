"""What one was told, marked as read (全部标为已读)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..action import Actor, action
from ..models import Notice, User
from ..rights import is_oneself


@action("notices.read", gettext_lazy("全部标为已读"), right=is_oneself)
def read_all(actor: Actor, user: User) -> int:
    """Mark all of a person's notices as read (全部标为已读); says how many were not."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
