"""The ledger's errands (定时任务): taking up what the search index has not read yet."""

from __future__ import annotations

from typing import Final

from luodi.site.base.clock import errand

from .search import index

BATCH: Final = 1000
BATCHES: Final = 20
"""So many at one turn, so that sealing and reminders are not kept waiting after a large import."""


@errand("search index", 5)
def catch_up() -> None:
    """Index what is marked, in short transactions."""
    for _ in range(BATCHES):
        if index.catch_up(BATCH) < BATCH:
            return
