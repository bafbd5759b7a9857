"""What of the ledger takes a second to load (预热): the dictionary of words, the calendar of holidays."""

from __future__ import annotations

from django.utils import timezone

from luodi.matching import index_tokens
from luodi.site.base.warming import warmed

from . import calendar


@warmed
def dictionary() -> None:
    """The words by which texts are cut for the search index."""
    index_tokens("预热")


@warmed
def holidays() -> None:
    """The official holidays, without asking the database for one's own."""
    calendar.is_working_day(timezone.localdate(), {})
