"""Units named in running text: 由甲会同乙…, 由甲牵头，乙配合, 甲要会同乙…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from luodi.core.record import Responsibility
from luodi.reading.names import is_strong_unit
from luodi.reading.page import Page

_HIT: Final = re.compile(r"会同|牵头|负责")
_CLAUSE_START: Final = re.compile(r"[，。；：、！？“”\n]|由|经|请")
_SUBJECT: Final = re.compile("是|作为|要|应|负责")
_REACH: Final = 60
"""Characters before and behind 会同 and 牵头 in which units are looked for."""
_MODAL: Final = re.compile(r"(?:要|应|应当|须|需|将|可|可以|负责|具体|共同|积极|及时|定期)+\Z")
_PARTNER: Final = re.compile(
    r"(?P<name>[^，。；：、\n]{0,8}?(?:有关|相关)(?:部门|单位|方面|地区)|[^，。；：、\n]{0,24}?(?:人民政府|管委会|委员会|办公室|组织部|"
    r"宣传部|统战部|政法委|监督管理局|局|委(?![托员])|办(?![理法公事])|厅|部(?![门署级分队])|院(?!校)|署|"
    r"会(?![同商议计展员审])|室(?![内外])|中心|公司|集团|部门|单位))"
)


def narrated(page: Page) -> Iterator[Responsibility]:
    """Yield the units that running text makes responsible.

    >>> from luodi.reading.page import fold
    >>> duty = next(narrated(fold("具体办法由环保总局会同国务院有关部门拟定。")))
    >>> duty.lead, duty.cooperating, duty.quote
    (['环保总局'], ['国务院有关部门'], '由环保总局会同国务院有关部门')
    """
    flat = page.flat
    for block in page.blocks:
        if block.kind != "text":
            continue
        for hit in _HIT.finditer(flat, block.start, block.end):
            lead = _lead(flat, max(block.start, hit.start() - _REACH), hit)
            if lead is None:
                continue
            by = flat[lead[0] - 1 : lead[0]] == "由"
            partners = _partners(flat, hit, min(block.end, hit.end() + _REACH))
            if not partners and not by:
                continue
            start = lead[0] - 1 if by else lead[0]
            end = partners[-1][1] if partners else hit.end()
            begin, finish = page.span(start, end)
            yield Responsibility(
                provision=block.provision,
                lead=[_shown(page, lead)],
                cooperating=[_shown(page, partner) for partner in partners],
                narrative=True,
                quote=page.text[begin:finish],
                start=begin,
                end=finish,
            )


def _shown(page: Page, span: tuple[int, int]) -> str:
    return "".join(page.text[page.at[i]] for i in range(*span))


def _lead(flat: str, low: int, hit: re.Match[str]) -> tuple[int, int] | None:
    """The unit before the word: back to 由 or the beginning of the clause."""
    before = flat[low : hit.start()]
    cut = max((match.end() for match in _CLAUSE_START.finditer(before)), default=0)
    modal = _MODAL.search(before, cut)
    end = modal.start() if modal else len(before)
    if hit[0] == "负责" and (before[cut - 1 : cut] != "由" or "会同" in before[cut:]):
        return None
    if end <= cut and cut > 1 and before[cut - 1] == "，":
        # 甲是…主体，要会同乙: the subject stands at the beginning of the clause before
        cut = max((match.end() for match in _CLAUSE_START.finditer(before, 0, cut - 1)), default=0)
        subject = _SUBJECT.search(before, cut)
        end = subject.start() if subject else end
    return (low + cut, low + end) if is_strong_unit(before[cut:end]) else None


def _partners(flat: str, hit: re.Match[str], high: int) -> list[tuple[int, int]]:
    """The units behind 会同, or before 配合 in the clause behind 牵头."""
    at = hit.end()
    if hit[0] != "会同":
        comma = flat.find("，", at, at + 12)
        helps = re.search("配合|参与|协助", flat[comma:high]) if comma >= 0 else None
        if helps is None or re.search("[。；]", flat[comma : comma + helps.start()]):
            return []
        at, high = comma + 1, comma + helps.start()
    found: list[tuple[int, int]] = []
    while match := _PARTNER.match(flat, at, high):
        found.append(match.span("name"))
        if flat[match.end() : match.end() + 1] != "、":
            break
        at = match.end() + 1
    return [span for span in found if is_strong_unit(flat[slice(*span)])]
