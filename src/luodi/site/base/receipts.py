"""A form answered twice (重复提交): the second answer is the first one's."""

from __future__ import annotations

import secrets
from typing import Final

from .models import Receipt, User

LONGEST: Final = Receipt._meta.get_field("url").max_length or 0


def new_token() -> str:
    """A token for a form that is about to be shown."""
    return secrets.token_urlsafe(24)


def answered(token: str, user: User) -> str | None:
    """Where the answer to this form is, if it was dealt with before (by the same person)."""
    if not token:
        return None
    found = Receipt.objects.filter(token=token[:43], user=user).first()
    return found.url if found else None


def answer(token: str, user: User, action: str, url: str) -> None:
    """Note that the form is dealt with; call it in the transaction that does it.

    Raises:
        django.db.IntegrityError: somebody is dealing with the same form at this moment.
    """
    if token:
        if len(url) > LONGEST:  # a long filter, say: who clicks twice comes to the page without it
            url = url.partition("?")[0]
        Receipt.objects.create(token=token[:43], user=user, action=action, url=url)
