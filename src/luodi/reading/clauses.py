"""Sentences and clauses (分句): where a promise begins and ends, brackets and quotation marks kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from luodi.core.record import Provision
from luodi.reading.page import Page

_MARK: Final = re.compile(r"[，。；！？：\t]|[“（《【〔]|[”）》】〕]")
_OPEN: Final = frozenset("“（《【〔")
_CLOSE: Final = frozenset("”）》】〕")
_END: Final = frozenset("。；！？\t")
_FEWEST: Final = 4
"""Characters of the shortest clause that can promise something."""
NO_PROMISE: Final = re.compile(
    r"指导思想|基本原则|总体要求|总要求|总体思路|重要意义|重大意义|重大使命|充分认识|重要性|形势|现状|背景|发展基础|"
    r"回顾|成效|取得|严峻|不相适应|总体情况|编制依据|适用范围|工作原则|定义"
)
"""Headings of parts that set out principles, reasons or what has been, rather than what will be done."""
GOALS: Final = re.compile(r"(?:目标|愿景)\Z")
"""Headings of parts that say what shall have been reached, not by which deeds."""


@dataclass(slots=True)
class Clause:
    """A clause in folded-text positions.

    Attributes:
        start: where it begins.
        end: where it ends, the mark behind it not included.
        block: the block it stands in.
        first: it begins a sentence.
        sentence: where its sentence begins.
        goal: it stands in a part that sets goals (目标).
    """

    start: int
    end: int
    block: int
    first: bool
    sentence: int
    goal: bool = False


def clauses_of(page: Page, start: int, end: int, block: int) -> Iterator[Clause]:
    """Cut a stretch at ，。；：, outside brackets and quotation marks.

    >>> from luodi.reading.page import fold
    >>> page = fold("建设“一网，一图”，完善平台。推广应用。")
    >>> [page.flat[c.start : c.end] for c in clauses_of(page, 0, len(page.flat), 0)]
    ['建设“一网，一图”', '完善平台', '推广应用']
    """
    depth, at, sentence, first = 0, start, start, True
    flat = page.flat
    for match in _MARK.finditer(flat, start, end):
        mark = match[0]
        if mark in _OPEN:
            depth += 1
            continue
        if mark in _CLOSE:
            depth = max(0, depth - 1)
            continue
        # a quotation that never closes must not swallow the paragraph
        if depth and mark != "。":
            continue
        depth = 0
        if match.start() - at >= _FEWEST:
            yield Clause(at, match.start(), block, first, sentence)
            first = False
        at = match.end()
        if mark in _END:
            sentence, first = at, True
    if end - at >= _FEWEST:
        yield Clause(at, end, block, first, sentence)


def promising(page: Page, provisions: Sequence[Provision]) -> list[Clause]:
    """Give the clauses of all parts that promise something: headings, principles and reviews are left out."""
    barred = _under(provisions, NO_PROMISE)
    goals = _under(provisions, GOALS)
    headed = _headed(page, provisions)
    found: list[Clause] = []
    for position, block in enumerate(page.blocks):
        if block.kind not in ("text", "row") or block.provision is None or block.provision in barred:
            continue
        start = max(block.start, headed.get(block.start, block.start))
        clauses = clauses_of(page, start, block.end, position)
        if block.provision in goals:
            for clause in clauses:
                clause.goal = True
                found.append(clause)
        else:
            found.extend(clauses)
    return found


def _under(provisions: Sequence[Provision], heading: re.Pattern[str]) -> set[str]:
    """The provisions with such a heading, and all within them."""
    found: set[str] = set()
    for provision in provisions:
        if provision.parent in found or heading.search(provision.heading or ""):
            found.add(provision.id)
    return found


def _headed(page: Page, provisions: Sequence[Provision]) -> dict[int, int]:
    """Where the text behind each provision's numbering and heading begins, by the block's beginning."""
    found: dict[int, int] = {}
    places = {page.at[block.start]: block for block in page.blocks}
    for provision in provisions:
        block = places.get(provision.start)
        if block is None or block.kind == "row":
            continue
        begin = block.start + len(provision.number or "")
        if provision.heading:
            at = page.flat.find("。", begin, min(block.end, begin + 120))
            begin = at + 1 if at >= 0 else block.end
        found[block.start] = min(begin, block.end)
    return found
