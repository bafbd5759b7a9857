"""A letter that issues another document (印发通知): where the letter ends and the document begins."""

from __future__ import annotations

from typing import Final

from luodi.reading.marks import DATE_LINE, STRONG_TITLE, TITLE
from luodi.reading.page import Page

_REACH: Final = 4
"""Blocks between the letter's date and the title of what it issues (附件, a rule, an issuer)."""


def issued_at(page: Page) -> int | None:
    """Find the block at which the document that a letter issues begins; None for a text without one.

    >>> from luodi.reading.page import fold
    >>> letter = "关于印发方案的通知\\n现印发给你们。\\n市科技局\\n2022年6月1日\\n"
    >>> page = fold(letter + "附件\\n科技创新方案\\n一、目标\\n" + "支持企业创新。" * 9)
    >>> page.flat[page.blocks[issued_at(page) or 0].start :][:6]
    '科技创新方案'
    """
    blocks = [(i, block) for i, block in enumerate(page.blocks) if block.kind == "text"]
    for at, (_, block) in enumerate(blocks):
        if not DATE_LINE.match(page.flat, block.start, block.end) or page.flat[block.start] == "（":
            continue
        for i, below in blocks[at + 1 : at + 1 + _REACH]:
            text = page.flat[below.start : below.end]
            if TITLE.match(text) and STRONG_TITLE.search(text) and len(text) <= 80 and "：" not in text:
                return i if _is_longer(page, i) else None
    return None


def _is_longer(page: Page, block: int) -> bool:
    """Whether more text follows than stands before: a short annex to a long text is no document."""
    middle = page.blocks[block].start
    return len(page.flat) - middle > middle
