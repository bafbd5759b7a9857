"""The worker's heartbeat (后台心跳): a file in the workspace, touched while it works."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from django.conf import settings

EVERY: Final = 5.0
DEAD: Final = 120.0
"""Seconds without a beat after which the worker is taken for gone."""
_last = float("-inf")


def path() -> Path:
    """Where the heartbeat is felt."""
    return Path(settings.WORKSPACE.folder) / "worker.beat"


def beat() -> None:
    """Say that the worker is at work; more often than every five seconds it costs nothing."""
    global _last
    if time.monotonic() - _last < EVERY:
        return
    _last = time.monotonic()
    path().touch()


def age() -> float | None:
    """Seconds since the last beat, None if there never was one."""
    try:
        return max(0.0, time.time() - path().stat().st_mtime)
    except FileNotFoundError:
        return None
