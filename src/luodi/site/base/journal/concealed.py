"""What of the journal not every reader may see (留痕中的个人信息): columns of tables, by the right that guards them elsewhere.

The journal keeps what every column held. A room whose pages hide a column from somebody says so here too, or the journal
would be the way round it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib.auth.models import AnonymousUser

from ..models import JournalEntry
from ..rights import Person

Columns = frozenset[str]
Concealing = Callable[[Person], Callable[[JournalEntry], Columns]]
"""For a reader: which columns of an entry they do not see. It is called once a page, so that it can remember."""
CONCEALED: Final[dict[str, Concealing]] = {}


def conceal(table: str, concealing: Concealing) -> None:
    """Hide columns of a table from those who have no right to them; a room does it in its ``apps.py``."""
    CONCEALED[table] = concealing


def concealed(reader: Person | None) -> Callable[[JournalEntry], Columns]:
    """Which columns of an entry a reader does not see; None: anybody, who sees the least."""
    person = AnonymousUser() if reader is None else reader
    asked: dict[str, Callable[[JournalEntry], Columns]] = {}

    def columns(entry: JournalEntry) -> Columns:
        concealing = CONCEALED.get(entry.table)
        if concealing is None:
            return frozenset()
        if entry.table not in asked:
            asked[entry.table] = concealing(person)
        return asked[entry.table](entry)

    return columns
