"""What a paragraph's style adds to it: list numbers, and whether it is a line of the table of contents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{W}val"
_TOC: Final = re.compile(r"toc ?\d|目录 ?\d", re.IGNORECASE)


class NumberRef(msgspec.Struct, kw_only=True, frozen=True):
    """A reference to a list: ``num`` as in numbering.xml (0: none), ``level`` from 0; None where not said."""

    num: int | None = None
    level: int | None = None


def number_ref(properties: _Element | None) -> NumberRef | None:
    """Read ``w:numPr`` out of paragraph properties."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    return NumberRef(num=integer(found.find(f"{W}numId")), level=integer(found.find(f"{W}ilvl")))


def integer(element: _Element | None, default: int | None = None) -> int | None:
    """Read ``w:val`` as a number."""
    value = element.get(VAL) if element is not None else None
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default


class Styles:
    """The paragraph styles of a document.

    Args:
        root: styles.xml, or None when the document has none.
    """

    def __init__(self, root: _Element | None) -> None:
        self._base: dict[str, str] = {}
        self._number: dict[str, NumberRef] = {}
        self._contents: set[str] = set()
        self.default = ""
        for style in root.iterfind(f"{W}style") if root is not None else ():
            name = style.get(f"{W}styleId") or ""
            based, called = style.find(f"{W}basedOn"), style.find(f"{W}name")
            if based is not None:
                self._base[name] = based.get(VAL) or ""
            number = number_ref(style.find(f"{W}pPr"))
            if number is not None:
                self._number[name] = number
            if called is not None and _TOC.fullmatch(called.get(VAL) or ""):
                self._contents.add(name)
            if style.get(f"{W}default") in {"1", "true", "on"} and style.get(f"{W}type") == "paragraph":
                self.default = name

    def number(self, style: str) -> tuple[NumberRef, str] | None:
        """Give the list a style belongs to, its own or inherited, with the style that says so."""
        for name in self.line(style):
            if name in self._number:
                return self._number[name], name
        return None

    def line(self, style: str) -> list[str]:
        """Name a style and those it is based on, nearest first; a circle ends where it closes."""
        names: list[str] = []
        while style and style not in names and len(names) < 50:
            names.append(style)
            style = self._base.get(style, "")
        return names

    def is_contents(self, style: str) -> bool:
        """Say whether paragraphs of this style are lines of a table of contents."""
        return style in self._contents
