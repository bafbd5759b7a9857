"""How much must be drawn for a PDF page: forms that call forms can make a small file take for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from luodi.core.unpacking import MB, bomb, megabytes
from luodi.reading.sources.pdf_fonts import check_fonts

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_DRAWN: Final = 20 * MB
"""Drawing instructions of one page, forms counted as often as they are called. A broadsheet needs 1 MB."""
_DEEPEST: Final = 30
_CALL: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def check_page(page: Page, where: str, fonts: set[int]) -> None:
    """Refuse a page before it is drawn if that would take far too long.

    Args:
        page: a page as pdfplumber gives it.
        where: the file, for the message.
        fonts: numbers of the fonts looked at already; they are added to.

    Raises:
        InputError: its instructions, with all forms they call, are more than any page of a document has.
    """
    from pdfminer.pdftypes import PDFStream, resolve1

    known: dict[int, int] = {}

    def drawn(stream: PDFStream, outer: Any, depth: int) -> int:
        name = stream.objid or id(stream)
        if name not in known:
            known[name] = MAX_DRAWN if depth > _DEEPEST else 0  # 0: a form that calls itself is not drawn
            data = stream.get_data()
            resources = resolve1(stream.attrs.get("Resources")) or outer
            check_fonts(resources, where, fonts)
            forms = resolve1(resources.get("XObject")) or {}
            total = len(data)
            for call in _CALL.finditer(data):
                form = resolve1(forms.get(call[1].decode("latin-1")))
                if isinstance(form, PDFStream) and str(form.attrs.get("Subtype")) == "/'Form'":
                    total += drawn(form, resources, depth + 1)
            known[name] = min(total, 2 * MAX_DRAWN)
        return known[name]

    total = 0
    for part in page.page_obj.contents:
        stream = resolve1(part)
        if isinstance(stream, PDFStream):
            total += drawn(stream, resolve1(page.page_obj.resources) or {}, 0)
    if total > MAX_DRAWN:
        raise bomb(where, f"page {page.page_number} is drawn with more than {megabytes(MAX_DRAWN)}")
