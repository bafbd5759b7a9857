"""A figure under way: what was found at one place before it becomes a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from luodi.core.record import Comparator, Direction, Kind
from luodi.reading.figures.setting import Tense
from luodi.reading.mentions import Mention
from luodi.reading.units import COUNT_WORDS

_SHARE: Final = ("率", "比重", "占比", "比例", "指数", "度", "强度", "水平")
_MYRIAD: Final = "万亿千百十"


@dataclass(slots=True)
class Draft:
    """A figure in folded-text positions; its fields are those of the records."""

    start: int
    end: int
    indicator: str
    comparator: Comparator
    value: float | None
    high: float | None
    unit: str | None
    tense: Tense
    year: str | None = None
    move: str = ""
    reach: bool = False
    relate: bool = False
    average: bool = False
    hedged: bool = False
    baseline_year: str | None = None
    area: str | None = None
    provision: str | None = None
    rank: bool = False

    @property
    def direction(self) -> Direction:
        """Decrease when the number is the size of a fall (下降5%), not the level after it (降至5%)."""
        return "decrease" if self.move == "shrink" and not self.reach else "increase"

    @property
    def kind(self) -> Kind:
        """Which kind of quantity it is."""
        percent = self.unit in ("%", "个百分点", "百分点", "‰")
        if self.rank:
            return "rank"
        if self.value is None or self.relate or self.unit == "倍":
            return "relative"
        if self.move in ("grow", "shrink") and not self.reach:
            return "growth" if self.unit == "%" else "increment"
        if percent:
            return "growth" if self.indicator.endswith(("增速", "增长", "涨幅", "增幅")) else "share"
        if self.indicator.startswith("新增"):
            return "increment"
        return "count" if is_count(self.unit) else "level"


def is_count(unit: str | None) -> bool:
    """Whether a unit counts things.

    >>> is_count("万家"), is_count("亿元")
    (True, False)
    """
    return unit is not None and unit.lstrip(_MYRIAD).split("（")[0] in COUNT_WORDS


def from_mention(mention: Mention, start: int, end: int, indicator: str, tense: Tense) -> Draft:
    """A draft with a mention's number."""
    return Draft(
        start,
        end,
        indicator,
        mention.comparator,
        mention.value,
        mention.high,
        mention.unit,
        tense,
        rank=mention.form == "rank",
    )
