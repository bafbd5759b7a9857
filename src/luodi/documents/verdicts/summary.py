"""Verdicts on many entities in a terminal: how many meet each condition, and the first of them by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from luodi.documents.verdicts.text import outcome, result
from luodi.documents.verdicts.words import VERDICTS, WORDS, Language
from luodi.rules.model import Rule
from luodi.rules.verdicts import Verdicts

if TYPE_CHECKING:
    from rich.console import RenderableType

LISTED: Final = 20
"""Entities listed by name."""


class Summary:
    """Counts verdicts batch by batch.

    Args:
        rule: the rule.
        language: ``zh`` or ``en``.
    """

    def __init__(self, rule: Rule, language: Language) -> None:
        self.rule, self.language = rule, language
        self.rows = self.shown = 0
        self.counts = {condition.id: np.zeros(4, np.int64) for condition in rule.conditions}
        self.lines: list[str] = []

    def add(self, verdicts: Verdicts, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
        """Count a batch and list some of its entities."""
        self.rows += verdicts.rows
        self.shown += len(rows)
        for name, counts in self.counts.items():
            counts += np.bincount(verdicts.verdict(name) + 1, minlength=4)
        names = [entry.id for entry in self.rule.inputs if entry.identity]
        for row in rows[: LISTED - len(self.lines)]:
            cells = [verdicts.facts.columns[name][row] for name in names]
            who = " ".join(str(cell) for cell in cells if cell is not None)
            said = self._said(verdicts, int(row))
            self.lines.append(
                f"{verdicts.facts.place(int(row), '').removesuffix(', column ')}  {who}  {said}"
            )

    def _said(self, verdicts: Verdicts, row: int) -> str:
        if self.rule.outcome is not None:
            return outcome(verdicts, row, self.language)
        stated = {figure.id: figure for figure in self.rule.figures}
        return "；".join(result(verdicts, stated[name], row, self.language) for name in self.rule.results)

    def parts(self) -> Iterator[RenderableType]:
        """Say the counts, then the entities."""
        from rich.table import Table

        said, rule = WORDS[self.language], self.rule
        yield f"{rule.zh if self.language == 'zh' else rule.en}  {self.rows} {said['entities']}"
        table = Table(box=None, pad_edge=False)
        table.add_column(said["condition"], overflow="fold")
        dated = any(counts[3] for counts in self.counts.values())
        for word in ("met", "not_met", "unknown", "not_asked")[: 4 if dated else 3]:
            table.add_column(VERDICTS[self.language][word], justify="right")
        for condition in rule.conditions:
            label = condition.zh if self.language == "zh" else condition.en
            failed, unknown, met, idle = self.counts[condition.id]
            cells = [str(count) for count in (met, failed, unknown, idle)[: 4 if dated else 3]]
            table.add_row(f"{condition.id} {label}", *cells)
        yield table
        yield from self.lines
        if self.shown > len(self.lines):
            yield said["rest"].format(self.shown - len(self.lines))
