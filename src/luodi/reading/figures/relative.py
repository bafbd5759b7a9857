"""Targets without a number of their own: 高于全国平均水平, 与经济增长同步."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from luodi.core.record import Comparator

_PATTERN: Final = re.compile(
    r"(?P<sync>(?P<name>[^，。；：、\n]{2,24}?)(?:与|和|同|跟)(?P<with>[^，。；：、\n]{2,16}?)(?:保持)?(?:基本)?(?:同步|持平|相适应)(?:增长|提高)?)(?=[，。；、）\n]|\Z)"
)
_MEASURED: Final = re.compile(r"增长|增速|收入|提高|水平|报酬")


@dataclass(slots=True)
class Relative:
    """A comparison without a number, in folded-text positions."""

    start: int
    end: int
    indicator: str
    comparator: Comparator


def relatives(flat: str, start: int, end: int) -> list[Relative]:
    """Find the comparisons of a stretch.

    >>> [(r.indicator, r.comparator) for r in relatives("居民收入增长和经济增长基本同步。", 0, 16)]
    [('居民收入增速', 'approx')]
    """
    found = []
    for word in ("同步", "持平"):
        at = flat.find(word, start, end)
        while at >= 0:
            match = None
            low = max(start, at - 44)
            cut = max(flat.rfind(mark, low, at) for mark in "，。；：\n")
            match = _PATTERN.match(flat, max(low, cut + 1), min(end, at + 6))
            if match and _MEASURED.search(match["name"]) and _MEASURED.search(match["with"]):
                name = re.sub(r"^(?:力争|确保|实现|努力|城乡(?=居民))+", "", match["name"])
                name = re.sub(r"增长\Z", "增速", name)
                found.append(Relative(match.start(), match.end("sync"), name, "approx"))
            at = flat.find(word, at + 2, end)
    return found
