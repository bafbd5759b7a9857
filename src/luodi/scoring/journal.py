"""The journal (计算日志): every choice that was made on the way, stated once and carried with the result.

A note is data: a code and what fills its sentence. The sentence itself, in Chinese and English, stands in
:mod:`luodi.scoring.sentences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from luodi.scoring.sentences import STEPS, Said, Value, said

_NAMED: Final = 8


class Note(msgspec.Struct, kw_only=True, frozen=True):
    """One choice or finding.

    Attributes:
        step: the step that made it.
        code: what was met and what was done, a key of :data:`luodi.scoring.sentences.SENTENCES`.
        values: what fills the sentence, by name.
        where: units, indicators or groups concerned.
    """

    step: str
    code: str
    values: tuple[tuple[str, Value], ...] = ()
    where: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The sentence in English, without full stop."""
        return said(self.code, dict(self.values)).en

    @property
    def what_zh(self) -> str:
        """The sentence in Chinese, without full stop."""
        return said(self.code, dict(self.values)).zh

    @property
    def line(self) -> Said:
        """Step, sentence and places in one line, in both languages."""
        more = len(self.where) - _NAMED
        named = self.where[:_NAMED]
        zh = "、".join(named) + (f"等{len(self.where)}项" if more > 0 else "")
        en = ", ".join(named) + (f" and {more} more" if more > 0 else "")
        return Said(
            zh=f"{STEPS.get(self.step, self.step)}：{self.what_zh}" + (f"（{zh}）" if zh else ""),
            en=f"{self.step}: {self.what}" + (f" ({en})" if en else ""),
        )

    def __str__(self) -> str:
        return self.line.en


class Journal:
    """Notes in the order in which they were made.

    Example:
        >>> journal = Journal()
        >>> journal.note("screen", "left_out", ["Mars"])
        >>> [note.line.zh for note in journal]
        ['筛选：因数据不足或按方案规定不参评（Mars）']
        >>> [str(note) for note in journal]
        ["screen: left out for too few data or by the scheme's wish (Mars)"]
    """

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def note(self, step: str, code: str, where: Sequence[str] = (), /, **values: Value) -> None:
        """Add a note, unless the very same one is there already.

        Args:
            step: the step that makes it.
            code: its sentence's.
            where: units, indicators or groups concerned.
            values: what fills the sentence.

        Raises:
            KeyError: there is no such sentence, or it lacks a value.
        """
        said(code, values)
        self._notes.setdefault(Note(step=step, code=code, values=tuple(values.items()), where=tuple(where)))

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)


def whose(where: str) -> str:
    """Give the id out of a place as messages name it.

    >>> whose("indicator rd, normalise"), whose("group output")
    ('rd', 'output')
    """
    return where.split(",")[0].removeprefix("indicator ").removeprefix("group ")
