"""What addresses and forms carry besides forms' own fields (请求参数): read without trust, and without a broken page."""

from __future__ import annotations

from collections.abc import Iterable


def number(text: str | None) -> int | None:
    """A key or a version as a whole number of at most 18 digits, or None for anything else.

    >>> number("7"), number("²"), number("-1"), number("9" * 30), number(None)
    (7, None, None, None, None)
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of some texts that are such numbers."""
    return [found for text in texts if (found := number(text)) is not None]
