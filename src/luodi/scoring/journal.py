"""The journal (计算日志): every choice that was made on the way, stated once and carried with the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec


class Note(msgspec.Struct, kw_only=True, frozen=True):
    """One choice or finding.

    Attributes:
        step: the step that made it.
        what: what was met and what was done, a sentence without full stop.
        where: units, indicators or groups concerned.
    """

    step: str
    what: str
    where: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = ", ".join(self.where[:8]) + (
            f" and {len(self.where) - 8} more" if len(self.where) > 8 else ""
        )
        return f"{self.step}: {self.what}" + (f" ({named})" if named else "")


class Journal:
    """Notes in the order in which they were made.

    Example:
        >>> journal = Journal()
        >>> journal.note("screen", "left out for missing data", ["Mars"])
        >>> [str(note) for note in journal]
        ['screen: left out for missing data (Mars)']
    """

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def note(self, step: str, what: str, where: Sequence[str] = ()) -> None:
        """Add a note, unless the very same one is there already."""
        self._notes.setdefault(Note(step=step, what=what, where=tuple(where)))

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)
