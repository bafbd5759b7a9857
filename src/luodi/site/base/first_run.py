"""The first administrator (首个管理员): made when there is no account yet, with a password printed once."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.db import transaction

from .journal.context import Hand, told
from .locks import only_one
from .models import Grant, Role, User


class Made(NamedTuple):
    """An account and its one-time password, which is kept nowhere."""

    username: str
    password: str


def first_administrator() -> Made | None:
    """Make the first account, an administrator, if there is none; there is no default password anywhere."""
    with transaction.atomic():
        only_one("administrators")  # of two processes that start at once
        if User.objects.exists():
            return None
        made = Made("admin", one_time_password())
        with told(Hand(None, None, "account.first", "", "")):
            user = User(username=made.username, name="系统管理员", must_change_password=True)
            user.set_password(made.password)
            user.save()
            Grant.objects.create(user=user, role=Role.ADMINISTRATOR)
        return made


def one_time_password() -> str:
    """A password of 14 letters and digits that are not mistaken for each other."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "".join(secrets.choice(letters) for _ in range(14))
