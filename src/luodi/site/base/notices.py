"""Telling people (通知): once, on the site; by mail too where a mail server is set."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Notice, User


def tell(users: Iterable[User], key: str, text: str, url: str = "") -> None:
    """Tell each person once; the same key never reaches the same person twice, and a closed account none."""
    Notice.objects.bulk_create(
        [Notice(user=user, key=key[:120], text=text[:400], url=url) for user in users if user.is_active],
        ignore_conflicts=True,
    )
