"""What follows a migration: triggers are laid anew."""

from __future__ import annotations

from typing import Any

from django.db import connections

from .journal import triggers


def lay_triggers(using: str = "default", **_: Any) -> None:
    """Lay every trigger again, because a migration may have added a column or made a table anew."""
    triggers.install(connections[using])
