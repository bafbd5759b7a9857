"""The ledger's errands (定时任务): lights by day, reminders in office hours, then one mail a day to each person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from luodi.site.base import mail, options
from luodi.site.base.clock import errand

from . import pressing
from .actions import paper_reminders, reminders, shining

_shone: list[Any] = []


def shine_daily() -> None:
    """Bring the lights up to date once a day, and again when the rules or the holidays were changed."""
    now = [timezone.localdate(), options.get("lights"), options.get("own_holidays")]
    if now != _shone:
        shining.shine_all(now[0])
        _shone[:] = now


def press(now: datetime | None = None) -> int:
    """Press what is near or past its day, and mail what people were told; nothing at night or on a holiday."""
    now = now or timezone.now()
    if not pressing.Hour.at(now).open:
        return 0
    return reminders.press(now) + paper_reminders.press(now) + mail.digest(now)


errand("lights", 600)(shine_daily)
errand("reminders", 1800)(press)
