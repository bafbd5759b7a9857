"""Which database: SQLite in the workspace, or PostgreSQL by URL."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from luodi.core.errors import InputError
from luodi.site.workspace import Workspace


def of(url: str, workspace: Workspace) -> dict[str, Any]:
    """Django's description of a database.

    SQLite writes with WAL and takes its write lock at the start of a transaction, standing in line for up to 20 s: 24
    writers at once then never meet "database is locked" (docs/decisions/0006). Reads take no lock, for requests are not
    wrapped in transactions; actions are.

    Args:
        url: empty for SQLite, or ``postgresql://user:password@host:5432/name``.
        workspace: where the SQLite file lies.

    Raises:
        InputError: the URL names another kind of database.
    """
    if not url:
        return {
            "ENGINE": "luodi.site.sqlite",
            "NAME": workspace.database,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
            },
            # to open it means to read the schema with all its triggers, which took longer than most pages
            "CONN_MAX_AGE": 600,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise InputError(
            f"no database of the kind {parts.scheme!r} is served",
            where="DATABASE_URL",
            accepted="nothing, for SQLite, or postgresql://user:password@host:5432/name",
            remedy="correct the variable",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # behind a pooler that changes connections between transactions, prepared statements would be missed
        "OPTIONS": {"prepare_threshold": 3 if os.environ.get("LUODI_PREPARE", "1") != "0" else None},
    }
