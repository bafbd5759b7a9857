"""Cells of exported tables (导出单元格): what a spreadsheet would run as a formula is made plain text."""

from __future__ import annotations

from typing import Any, Final

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with, or is taken for one when a line is pasted; Chinese spreadsheets take the wide signs, too."""


def neutral(value: Any) -> Any:
    """The value as a cell may hold it: text that begins like a formula gets an apostrophe before it.

    >>> neutral("=HYPERLINK(1)"), neutral("-5"), neutral(-5), neutral("200家")
    ("'=HYPERLINK(1)", "'-5", -5, '200家')
    """
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value
