"""What follows a migration or a signing in: triggers are laid anew, and the journal names who signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.http import HttpRequest

from .action import Actor
from .actions import people
from .journal import triggers
from .models import User


def lay_triggers(using: str = "default", **_: Any) -> None:
    """Lay every trigger again, because a migration may have added a column or made a table anew."""
    triggers.install(connections[using])


def note_signing_in(user: User, request: HttpRequest | None = None, **_: Any) -> None:
    """Note the day of a signing in as an action does, so that no change of the site's own is without a name."""
    people.sign_in(Actor(user, getattr(request, "on_record", "")), user)


def name_signing_in() -> None:
    """Take the place of Django's own receiver, which writes the same day past every action."""
    user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
    user_logged_in.connect(note_signing_in, dispatch_uid="luodi.signing_in")
