"""The numbers of a stretch, each with the clause it stands in and the words that may belong to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from luodi.reading.figures.draft import is_count
from luodi.reading.mentions import Mention

HAN: Final = re.compile("[一-龥A-Za-z“（《]")
NO_NOUN: Final = re.compile(
    r"(?:的?(?:目标|任务|水平|台阶|大关|关口|要求|预期|增速|增长|幅度|速度|比例|标准|规模|基础|峰值|限额)|左右|以上|以内|以下|，|（|）|目标任务|"
    r"大关|行列|之间|区间|合理区间|。|；|$|/|增长|下降)"
)
REACH_BACK: Final = 90
"""Characters before a number that are read for its name."""
_CUT: Final = re.compile(r"“[^”\n]{0,40}”|《[^》\n]{0,80}》|(?P<mark>[，；：。！？\n\t])")
_SEPARATOR: Final = re.compile("、|以及|和|及|与")
_STOP: Final = frozenset("。！？\n\t")
_REACH_ON: Final = 60
_MOST_LISTED: Final = 16
"""Numbers in a row that one enumeration of names may have."""
_WITHIN: Final = re.compile(r"(?!的?(?:目标|建成|新增|达到))[^，。；、：（）和及]+\Z")
_MOVES: Final = re.compile(
    r"(?:进一步|逐步|分别)?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩小|缩短|压缩|压减|优化|调整|升|降|增|变)[到至为](?:(?:19|20)\d\d年的?)?"
)
"""What stands between a figure and the one it grows to: 由1.9%提高到2.6%."""
_SIZE: Final = re.compile(r"[^，。；、：（）的]{2,12}(?:超过?|突破|达到|过|逾)\Z")


@dataclass(slots=True)
class Item:
    """A number and the words that may belong to it."""

    mention: Mention
    clause: int
    left: int
    clause_end: int
    right: int
    sentence: int


def cuts_of(flat: str, start: int, end: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Where clauses end, and the names in quotation marks that are not looked into."""
    cuts, opaque = [start - 1], []
    for match in _CUT.finditer(flat, start, end):
        if match["mark"]:
            if match[0] == "：" or match[0] != "：":
                cuts.append(match.start())
        else:
            opaque.append(match.span())
    cuts.append(end)
    return cuts, opaque


def inside(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of the spans, which are in order."""
    place = bisect_right(spans, (at, 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def items_of(flat: str, found: list[Mention], cuts: list[int], start: int, end: int) -> list[Item]:
    """Give each number its clause, and the part of it that is its own."""
    items: list[Item] = []
    sentence = start
    marks = [cut for cut in cuts[1:-1] if flat[cut] in _STOP]
    for position, mention in enumerate(found):
        place = bisect_right(cuts, mention.start)
        clause, clause_end = cuts[place - 1] + 1, cuts[place]
        clause_end = min(max(clause_end, mention.end), mention.end + _REACH_ON)
        clause = max(clause, mention.start - REACH_BACK)
        stop = bisect_right(marks, mention.start)
        sentence = marks[stop - 1] + 1 if stop else start
        opened = flat.rfind("（", clause, mention.start)
        if opened >= 0 and flat.find("）", opened, mention.start) < 0:
            clause = opened + 1
            closed = flat.find("）", mention.end, clause_end)
            clause_end = closed if closed >= 0 else clause_end
        else:
            opened = flat.find("（", mention.end, clause_end)
            if opened >= 0 and re.search(r"\d|责任|牵头|[局委厅办]", flat[opened:clause_end]):
                clause_end = opened
        left, right = clause, clause_end
        if items and items[-1].clause == clause:
            left = _split(flat, items[-1].mention.end, mention.comparator_start, items[-1].left)
        following = found[position + 1] if position + 1 < len(found) else None
        if following is not None and following.start < clause_end:
            begin = mention.end
            right = begin
            for match in _SEPARATOR.finditer(flat, begin, following.comparator_start):
                right = match.start()
                if right == begin:
                    break
            if right == begin and not _SEPARATOR.match(flat, begin):
                right = following.comparator_start
        if items and items[-1].clause == clause and _kind_of(flat, items[-1].mention, mention):
            # 营业收入超10亿元企业10家: the first number tells what is counted
            left = items.pop().left
        if items and _sized(flat, items[-1], mention):
            # 8个产业规模超千亿元: the second number tells which ones are counted
            items[-1].right = mention.end
            continue
        items.append(Item(mention, clause, left, clause_end, right, sentence))
    return items


def _kind_of(flat: str, size: Mention, counted: Mention) -> bool:
    """Whether a number is part of the name of what the next one counts."""
    between = flat[size.end : counted.comparator_start]
    return (
        0 < len(between) <= 14
        and is_count(counted.unit)
        and size.unit not in (None, "%", "个百分点")
        and not is_count(size.unit)
        and _WITHIN.match(between) is not None
    )


def _sized(flat: str, counted: Item, mention: Mention) -> bool:
    """Whether a number only says how large the things are that the number before counts."""
    between = flat[counted.mention.end : mention.start]
    return (
        len(between) <= 16
        and is_count(counted.mention.unit)
        and not is_count(mention.unit)
        and mention.unit != "%"
        and mention.comparator in ("gt", "ge")
        and _SIZE.match(between) is not None
    )


def _split(flat: str, begin: int, end: int, before: int) -> int:
    """Where the words of a number begin that follows another in one clause."""
    first = _SEPARATOR.match(flat, begin, end)
    if first:
        return first.end()
    if _MOVES.fullmatch(flat, begin, end):
        return begin
    at = -1
    for match in _SEPARATOR.finditer(flat, begin, end):
        at = match.end()
    if at >= 0:
        return at
    return before if begin < end and HAN.match(flat, begin) else begin


def row_of(flat: str, items: list[Item], position: int) -> list[Item]:
    """The numbers that follow each other with nothing but 、和 between."""
    group = [items[position]]
    for item in items[position + 1 : position + _MOST_LISTED]:
        between = flat[group[-1].mention.end : item.mention.comparator_start]
        if between not in ("、", "和", "及", "与", "以及", "，"):
            break
        group.append(item)
    commas = any(flat[item.mention.end] == "，" for item in group[:-1])
    return group[:1] if commas and "分别" not in flat[group[0].left : group[0].mention.start] else group
