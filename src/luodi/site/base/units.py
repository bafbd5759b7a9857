"""Units of figures (计量单位) in the reader's language; one that is not in the list stays as the source writes it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import pgettext_lazy

UNITS: Final[dict[str, Any]] = {
    "万元": pgettext_lazy("unit", "万元"),
    "人": pgettext_lazy("unit", "人"),
    "项": pgettext_lazy("unit", "项"),
    "分": pgettext_lazy("unit", "分"),
    "天": pgettext_lazy("unit", "天"),
    "年": pgettext_lazy("unit", "年"),
}


def unit(name: str) -> str:
    """A unit as the page prints it."""
    return str(UNITS.get(name, name))


def with_unit(number: str, name: str) -> str:
    """A number and its unit: set close in Chinese and for %, apart in English."""
    words = unit(name)
    return f"{number} {words}" if words[:1].isascii() and words[:1].isalnum() else number + words
