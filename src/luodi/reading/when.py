"""Times (时间表述) in official texts: 到2025年, “十四五”末, 三年内, 较2020年, 2022年至2024年, 年底前.

A :class:`Time` says which years are meant and in which role; what it is the deadline or the period of is
decided by the figures that stand behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.record import Document
from luodi.reading.numerals import number

Role = Literal["deadline", "during", "baseline", "annual"]

_FIVE_YEAR_PLANS: Final = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
"""First year of each five-year plan (五年规划), by its ordinal."""
_YEAR: Final = r"(?:(?:19|20)\d\d)"
_HAN_YEAR: Final = "二[〇零○][〇零○一二三四五六七八九]{2}"
_DASH: Final = "(?:-|－|—{1,2}|–|~|～|至|到)"
_PATTERN: Final = re.compile(
    rf"""
    (?P<before>到|至|在|于|较|比|与|由|从|自|截至|截止|以|争取|力争|展望|前瞻)?
    (?:
      (?P<first>{_YEAR})年?{_DASH}(?P<last>{_YEAR})年(?!度)(?:期间|时期)?
    | (?P<year>{_YEAR})年(?!代)(?:度|(?P<month>\d{{1,2}})月(?:\d{{1,2}}日)?)?
    | (?P<han>{_HAN_YEAR})年
    | “?(?P<plan>十[一二三四五]?)五”?(?=[期时规末以至头开中]|这五年|[的各]|[，\n）]|主要|全市|全省)(?:规划)?
    | 第(?P<full_plan>十[一二三四五]?)个五年(?:规划|计划)
    | (?P<span>(?:今后|未来|接下来)?[三五两]年(?:[以之]?内|左右的?时间)?(?=[，累新共内总]|来|以来)
      |(?:今后|未来)[三五两]年)
    | (?P<this>今年以?来?|本年度?|年内|全年|当年|年底(?!薪)|年末|岁末)
    | (?P<previous>去年|上一?年度?末?|过去一年|一年来)
    )
    (?P<after>(?:年?[底末初]|[上下]半年|汛期)?(?:[之以]?前|之内|以内)?(?:的?基础上|以来|来(?=，)|的(?=\d)|期间|时期)?)
    """,
    re.VERBOSE,
)
_PRE: Final = re.compile(r"20\d\d|[年十五]")
_BASE_BEFORE: Final = frozenset(("较", "比", "与", "由", "从", "自"))


@dataclass(slots=True)
class Time:
    """A time as printed, in folded-text positions.

    Attributes:
        start: where it begins, 到 or 较 included.
        end: where it ends.
        first: first year meant.
        last: last year meant: the one that counts.
        shown: as records show it: "2025", "2021-2025", "2024-06".
        role: deadline, during (a period), or baseline (较2020年).
        explicit: the years are printed, not told from the document's date.
    """

    start: int
    end: int
    first: int
    last: int
    shown: str
    role: Role
    explicit: bool = True


@dataclass(slots=True)
class Calendar:
    """The years a document lives in.

    Attributes:
        issued: year it was issued; None when it does not say.
        start: first year of what it plans.
        horizon: its own deadline, by its title; None when the title names none.
        late: issued in the last quarter, so that 今后五年 begins the year after.
    """

    issued: int | None
    start: int | None
    horizon: int | None
    late: bool = False


def calendar_of(document: Document, top: str = "") -> Calendar:
    """Tell the years of a document from its title, dates and number; ``top`` is the text's beginning.

    >>> from luodi.core.record import Document
    >>> calendar_of(Document(title="某市行动计划（2021—2023年）", text_sha256=""))
    Calendar(issued=None, start=2021, horizon=2023, late=False)
    """
    title = "".join((document.title or "").split())
    date = document.adopted_on or document.published_on or ""
    found = re.search(r"[〔\[（]((?:19|20)\d\d)[〕\]）]", document.number or "")
    issued = int(date[:4]) if date else int(found[1]) if found else None
    late = date[5:7] in ("10", "11", "12")
    years = [int(year) for year in re.findall(_YEAR, title)]
    start = horizon = None
    if len(years) >= 2 and years[-1] > years[0]:
        start, horizon = years[0], years[-1]
    elif plan := re.search(r"“(十[一二三四五]?)五”(?!.*贯彻)|第(十[一二三四五]?)个五年", title):
        start = _FIVE_YEAR_PLANS[plan[1] or plan[2]]
        horizon = start + 4
        if re.search(r"贯彻|落实", title[: plan.start()]) and issued:
            start = max(start, issued)
    elif years:
        start = horizon = years[0]
    if issued is None and not start and (found_top := re.search(rf"({_YEAR})年\d{{1,2}}月\d{{1,2}}日", top)):
        issued = int(found_top[1])
    return Calendar(issued, start or issued, horizon, late)


def times(flat: str, start: int, end: int, calendar: Calendar) -> Iterator[Time]:
    """Yield the times of a stretch, in order.

    >>> text = "到2025年，产值较2020年翻番，“十四五”期间新增3家"
    >>> [(t.shown, t.role) for t in times(text, 0, len(text), Calendar(2021, 2021, None))]
    [('2025', 'deadline'), ('2020', 'baseline'), ('2021-2025', 'during')]
    """
    if _PRE.search(flat, start, end) is None:
        return
    for match in _PATTERN.finditer(flat, start, end):
        time = _time(match, calendar)
        if time is not None:
            yield time


def _time(match: re.Match[str], calendar: Calendar) -> Time | None:
    group = match.group
    before, after = group("before") or "", group("after")
    explicit = True
    if group("first"):
        first, last = int(group("first")), int(group("last"))
        if last <= first:
            return None
    elif group("year"):
        first = last = int(group("year"))
    elif group("han"):
        first = last = int(number(group("han")))
    elif plan := group("plan") or group("full_plan"):
        first = _FIVE_YEAR_PLANS[plan]
        last = first + 4
        if "初" in after:
            last = first
        elif after[:1] in ("末", "底") or "年末" in after:
            first = last
    else:
        explicit = False
        issued = calendar.issued or calendar.start
        if issued is None:
            return None
        if group("this"):
            first = last = issued
        elif group("previous"):
            first = last = issued - 1
        else:
            count = int(number(re.sub("[^一二三四五两]", "", group("span"))))
            if re.match("来|以来", match.string[match.end("span") : match.end("span") + 2]):
                first, last = issued - count, issued - 1
            elif calendar.horizon and calendar.start and calendar.horizon - calendar.start == count - 1:
                first, last = calendar.start, calendar.horizon
            else:
                first = issued + 1 if calendar.late else issued
                last = first + count - 1
    role: Role = (
        "deadline"
        if before in ("到", "至", "展望")
        or "前" in after
        or "内" in after
        or (group("span") or "").endswith("内")
        else "during"
    )
    if "基础上" in after or after.endswith("的") or before in _BASE_BEFORE:
        role = "baseline"
    if "以来" in after or after.endswith("来"):
        role = "during"
    month = group("month")
    shown = f"{first}-{last}" if last > first else f"{last}-{int(month):02d}" if month else str(last)
    return Time(match.start(), match.end(), first, last, shown, role, explicit)
