"""The empty table that a user fills in (填报模板)."""

from __future__ import annotations

import csv
import io

from luodi.documents.verdicts.words import Language
from luodi.rules.model import Input, Rule


def to_csv(rule: Rule, language: Language = "zh") -> bytes:
    """Write the template of a rule: the columns, and a line that begins with # with what each holds.

    The byte-order mark makes spreadsheets read it as UTF-8.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [(name, entry) for entry in rule.inputs for name in entry.columns]
    writer.writerow([name for name, _ in columns])
    told = [_told(name, entry, language) for name, entry in columns]
    writer.writerow([f"# {told[0]}", *told[1:]])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _told(name: str, entry: Input, language: Language) -> str:
    yes, no = ("是", "否") if language == "zh" else ("yes", "no")
    label = entry.label(name, language)
    if entry.type == "boolean":
        return f"{label}（{yes}/{no}）" if language == "zh" else f"{label} ({yes}/{no})"
    if entry.type == "date":
        return f"{label} 2026-06-30"
    if entry.type == "choice":
        words = [choice.zh if language == "zh" else choice.en for choice in entry.choices]
        return f"{label} [{' | '.join(words)}]"
    return f"{label} [{entry.unit}]" if entry.unit else label
