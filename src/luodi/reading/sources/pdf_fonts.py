"""Fonts of a PDF that claim more characters than there are: a library would count through all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from luodi.core.unpacking import bomb

_CODES: Final = 0x10FFFF
_CODESPACE: Final = re.compile(rb"begincodespacerange.{0,4000}?endcodespacerange", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]{1,64})>\s*<([0-9A-Fa-f]{1,64})>")


def check_fonts(resources: Any, where: str, seen: set[int]) -> None:
    """Look at the fonts among a page's resources before they are read.

    Args:
        resources: the resolved resources of a page or form.
        where: the file, for the message.
        seen: numbers of the fonts looked at already; they are added to.

    Raises:
        InputError: a range of character codes in a font is longer than Unicode.
    """
    from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

    for name in (resolve1(resources.get("Font")) or {}).values():
        if isinstance(name, PDFObjRef):
            if name.objid in seen:
                continue
            seen.add(name.objid)
        font = resolve1(name)
        if not isinstance(font, dict):
            continue
        for part in (font, *map(resolve1, islice(resolve1(font.get("DescendantFonts")) or [], 9))):
            for key in ("W", "W2"):
                if sum(_widths(map(resolve1, resolve1(part.get(key)) or []))) > _CODES:
                    raise bomb(where, "a font claims more characters than there are")
        for key in ("ToUnicode", "Encoding"):
            table = resolve1(font.get(key))
            if isinstance(table, PDFStream) and sum(_ranges(table.get_data())) > _CODES:
                raise bomb(where, "a font maps more characters than there are")


def _widths(widths: Iterable[Any]) -> Iterator[int]:
    """Give how many characters each range ``first last width`` covers (ISO 32000-1, 9.7.4.3)."""
    run: list[float] = []
    for value in widths:
        if isinstance(value, int | float):
            run.append(value)
        elif isinstance(value, list):
            run.clear()
        if len(run) == 3:
            yield max(0, int(run[1] - run[0]))
            run.clear()


def _ranges(table: bytes) -> Iterator[int]:
    """Give how many codes each range of a character map covers; the lengths of codes are no ranges."""
    for first, last in _RANGE.findall(_CODESPACE.sub(b"", table)):
        if len(first) == len(last):
            yield max(0, int(last[-8:], 16) - int(first[-8:], 16))
