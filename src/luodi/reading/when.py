"""Times in official texts (时间表述): what year a stretch speaks of, and whether it looks back or ahead.

到2025年, 2023年底前, "十四五"末, 三年内, 今后五年, 五年来, 去年, 2021—2025年, 较2020年 (a baseline).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from luodi.reading.numerals import number

Role = Literal["time", "baseline"]

PLANS: Final = {
    "九": 2000,
    "十": 2005,
    "十一": 2010,
    "十二": 2015,
    "十三": 2020,
    "十四": 2025,
    "十五": 2030,
    "十六": 2035,
}
"""Last years of the five-year plans (五年规划期末), by their number."""

_YEAR: Final = r"(?:19|20)\d\d|二[〇○0零][〇○零一二三四五六七八九]{2}"
_DASH: Final = "(?:-|－|—{1,2}|–|~|～|至|到)"
_TIME: Final = re.compile(
    rf"""
    (?P<base>(?:较|比|与|以|在|由|从|基于|高于|低于)(?:(?P<base_year>{_YEAR})年|“?(?P<base_plan>十?[一二三四五六九十])五”?)
      (?:同期|末|底|期末)?(?:年?(?:水平|基础))?(?:为基[期数]|相比|[之的]?基础上|上)?)
  | (?P<range>(?P<from>{_YEAR})年?{_DASH}(?P<to>{_YEAR})(?:学年度?|年度?))
  | (?P<point>(?P<by>到|至|截至|截止到?|截止)?
      (?:(?P<year>{_YEAR})年(?!代|版)|(?P<this>今年|本年度?|明年|去年|上年(?!末|同期)|前年))
      (?:(?P<month>\d{{1,2}})月)?(?:(?P<day>\d{{1,2}})日)?(?P<edge>年?底之?前?|年?末之?前?|以前|之前|前|起|初|内|度|汛期前)?)
  | (?P<plan>(?P<plan_by>到|至)?“?(?P<plan_number>十?[一二三四五六]|九|十)五”?
      (?P<plan_edge>末|期末|收官|期间|时期|以来|规划期|(?<=”)))
  | (?P<span>(?P<span_by>(?:今后|未来|再用|利用|力争用|用|通过|经过|在)[的]?)?
      (?P<count>[一二两三四五六七八九十]|\d{{1,2}})(?:至[一二三四五六七八九十]|-\d)?(?:个)?年
      (?:左右)?(?:的时间|时间)?(?P<span_edge>内|之内|来|以内|左右|后|累计|共|总计|新增|(?:的)?努力)?)
  | (?P<past>过去(?P<past_count>[一二两三四五六七八九十])?年(?:来)?
      |近(?P<near>[一二两三四五六七八九十])?年来?|近年来?|一年来)
  | (?P<month_only>(?<!\d)(?P<only_month>\d{{1,2}})月
      (?P<only_edge>底前|底|末前|末|前|中旬前?|上旬前?|下旬前?))
  | (?P<year_end>年底之?前|年内|年底|年末前)
    """,
    re.VERBOSE,
)


_OF: Final = re.compile(r"的?\d")
_TIMES_OF: Final = re.compile(r"(?:是|为|恢复|相当于)[到至]?(?:\d|“)?\Z")


@dataclass(slots=True)
class Moment:
    """A time as printed, in folded-text positions.

    Attributes:
        start: where it begins.
        end: where it ends.
        first: first year, when it is a stretch of years.
        last: the year that counts.
        month: the month, when it is printed.
        role: a baseline (基期) is what something is compared with, not when it will be.
        by: it says by when (到…, …前, …末), so it looks ahead unless it lies before the text's own year.
        past: it says that it looks back (五年来, 去年).
    """

    start: int
    end: int
    first: int | None
    last: int
    month: int | None = None
    role: Role = "time"
    by: bool = False
    past: bool = False

    @property
    def label(self) -> str:
        """Write it as on the wire: a year, year and month, or two years."""
        if self.first is not None and self.first != self.last:
            return f"{self.first}-{self.last}"
        return f"{self.last}-{self.month:02d}" if self.month else str(self.last)


def moments(flat: str, base: int | None, start: int = 0, end: int | None = None) -> list[Moment]:
    """Find the times in ``flat[start:end]``, in order.

    Args:
        flat: the folded text.
        base: the year the text was written in; without it, relative times (今年, 三年内) are not found.
        start: where to begin.
        end: where to end.

    >>> [(m.label, m.role) for m in moments("到2025年，较2020年翻番，“十四五”时期，三年内", 2021)]
    [('2025', 'time'), ('2020', 'baseline'), ('2021-2025', 'time'), ('2021-2023', 'time')]
    """
    found = []
    for match in _TIME.finditer(flat, start, len(flat) if end is None else end):
        moment = _moment(match, flat, base)
        if moment is not None:
            found.append(moment)
    return found


def between(found: Sequence[Moment], start: int, end: int) -> Sequence[Moment]:
    """Give the moments that begin in a stretch; ``found`` is in order."""
    if not found:
        return found
    low = bisect_left(found, start, key=lambda moment: moment.start)
    high = low
    while high < len(found) and found[high].start < end:
        high += 1
    return found[low:high]


def _moment(match: re.Match[str], flat: str, base: int | None) -> Moment | None:
    group, (start, end) = match.group, match.span()
    if group("base"):
        if group("base_year"):
            return Moment(start, end, None, int(number(group("base_year"))), role="baseline")
        plan = PLANS.get(group("base_plan"))
        return Moment(start, end, None, plan, role="baseline") if plan and "五”" in match[0] else None
    if group("range"):
        return Moment(start, end, int(number(group("from"))), int(number(group("to"))))
    if group("point"):
        return _point(match, flat, base)
    if group("plan"):
        last = PLANS.get(group("plan_number"))
        edge = group("plan_edge")
        quoted = "“" in match[0] or "”" in match[0]
        if last is None or not (quoted or edge):
            return None
        whole = edge in ("期间", "时期", "以来", "规划期", "")
        return Moment(start, end, last - 4 if whole else None, last, by=edge in ("末", "期末", "收官"))
    if base is None:
        return None
    if group("span"):
        return _span(match, base)
    if group("past"):
        count = group("past_count") or group("near")
        years = int(number(count)) if count else 1
        return Moment(start, end, base - years if years > 1 else None, base - 1, past=True)
    if group("month_only"):
        month = int(group("only_month"))
        return Moment(start, end, None, base, month, by=True) if 1 <= month <= 12 else None
    return Moment(start, end, None, base, by=True)


def _point(match: re.Match[str], flat: str, base: int | None) -> Moment | None:
    group, (start, end) = match.group, match.span()
    edge = group("edge") or ""
    if group("year"):
        year = int(number(group("year")))
    elif base is None:
        return None
    else:
        year = base + {"今": 0, "本": 0, "明": 1, "去": -1, "上": -1, "前": -2}[group("this")[0]]
    if edge == "起" or (group("day") and flat[end : end + 1] == "起"):
        return None
    before = flat[max(0, start - 1) : start]
    compared = before in ("较", "比", "与", "同", "于") and not group("by") and "前" not in edge
    if not compared and _OF.match(flat, end):
        # 是2020年的4.2倍, 恢复至2019年的108.5%
        compared = bool(_TIMES_OF.search(flat[max(0, start - 4) : start + 1]))
    if compared:
        return Moment(start, end, None, year, role="baseline")
    month = int(group("month")) if group("month") else None
    if month is not None and not 1 <= month <= 12:
        month = None
    by = bool(group("by") in ("到", "至") or "前" in edge)
    past = group("by") in ("截至", "截止", "截止到") or (group("this") or "")[:1] in ("去", "上", "前")
    return Moment(start, end, None, year, month, by=by, past=past)


def _span(match: re.Match[str], base: int) -> Moment | None:
    group, (start, end) = match.group, match.span()
    years, edge, by = int(number(group("count"))), group("span_edge") or "", group("span_by") or ""
    if edge == "来":
        return Moment(start, end, base - years, base - 1, past=True)
    if not (
        by[:2] in ("今后", "未来")
        or edge in ("内", "之内", "以内", "累计", "共", "总计", "新增")
        or edge.endswith("努力")
    ):
        return None
    if not 1 < years <= 15:
        return None
    first = base + 1 if by.startswith("今后") else base
    return Moment(start, end, first, first + years - 1, by=True)
