"""The ledger's errands (定时任务): lights by day, reminders in office hours, one mail a day; the search index."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from luodi.site.base import mail, options
from luodi.site.base.clock import errand

from . import pressing
from .actions import paper_reminders, reminders, shining, vacancies
from .search import index

BATCH: Final = 1000
BATCHES: Final = 20
"""So many at one turn, so that sealing and reminders are not kept waiting after a large import."""
_shone: list[Any] = []


@errand("search index", 5)
def catch_up() -> None:
    """Index what is marked, in short transactions."""
    for _ in range(BATCHES):
        if index.catch_up(BATCH) < BATCH:
            return


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
    return reminders.press(now) + paper_reminders.press(now) + vacancies.press(now) + mail.digest(now)


errand("lights", 600)(shine_daily)
errand("reminders", 1800)(press)
