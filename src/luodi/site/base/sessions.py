"""Who is signed in (会话): as Django keeps it, read by questions made ready, for every page asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from .models import User
from .ready import first, ready


@ready
def _open(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@ready
def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Any:
        found = first(_open(self.session_key, timezone.now())) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class Accounts(ModelBackend):
    """Accounts in the database; one that was shut is nobody's from the next page on."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, or None where it is gone or shut."""
        found = first(_person(int(user_id)))
        return found if found is not None and self.user_can_authenticate(found) else None
