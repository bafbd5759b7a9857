"""The ledger's errands (定时任务): taking up what the search index has not read yet."""

from __future__ import annotations

from luodi.site.base.clock import errand

from .search import index

errand("search index", 5)(lambda: index.catch_up(5000))
