"""What a part of a document speaks of: what has been (回顾), what shall be (目标, 任务), or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.record import Document
from luodi.reading.marks import NUMBERING
from luodi.reading.page import Block, Page
from luodi.reading.when import Calendar, Time, calendar_of, times

Tense = Literal["past", "future"]

_REVIEW: Final = re.compile(
    r"回顾|过去[一五]|成就|成效|成绩|现状|发展基础|(?:工作|执行|完成|进展)情况|形势|发展环境|背景|以来|取得|(?:上半年|去年)工作|基本情况|"
    r"五年来|总体评价|历程"
)
_INNER_REVIEW: Final = re.compile(
    "回顾|过去[一五]年|发展现状|发展基础|主要成就|工作情况|基本情况|主要成效|形势|严峻|存在(?:的)?问题|不相适应"
)
_PLAN: Final = re.compile(
    r"目标|任务|安排|重点工作|总体(?:要求|思路|部署)|今后|下一步|下一年|展望|蓝图|要求|思路|愿景|今年(?:的)?(?:工作|政府)|建议"
)
_TURN: Final = re.compile(
    r"今年.{0,12}(?:主要)?预期目标|主要预期目标|今后五年.{0,30}(?:目标|总体要求)|(?:做好|抓好)今年|今年(?:是|，我们将?)|今年政府工作|重点(?:抓好|做好)以下"
)
_RANKS: Final = {
    "unit": 0,
    "comma": 1,
    "bracket": 2,
    "decimals": 3,
    "arabic": 3,
    "arabic_bracket": 4,
    "first": 5,
}
_REPORT: Final = re.compile("政府工作报告|工作报告")
_RULEBOOK: Final = re.compile(r"(?:办法|规定|条例|细则|政策|准则|指南|规程)(?:（[^）]*）)*\Z")
_PLAN_TITLE: Final = re.compile("规划|纲要|计划|方案|要点|分工|清单")


@dataclass(slots=True)
class Setting:
    """Where a block stands.

    Attributes:
        tense: past (its figures happened) or future (its figures are promised).
        heading_time: the time that the nearest heading names.
        level: how deep its heading is numbered.
        bullet: it is one of several points under a sentence before.
    """

    tense: Tense
    heading_time: Time | None = None
    bullet: bool = False


@dataclass(slots=True)
class Frame:
    """What holds for a whole document."""

    calendar: Calendar
    report: bool
    communique: bool
    rulebook: bool
    past_year: int | None
    """The year that a review speaks of when it names none."""


def frame_of(page: Page, document: Document) -> Frame:
    """Tell what kind of document it is and which years it lives in."""
    title = "".join((document.title or "").split())
    calendar = calendar_of(document, page.flat[:2000])
    report = _REPORT.search(title) is not None
    communique = document.kind == "communique"
    if report or communique:
        found = re.search(r"((?:19|20)\d\d)年", title)
        year = int(found[1]) if found else calendar.issued
        if report:
            if year is None and (found := re.search(r"((?:19|20)\d\d)年\d{1,2}月", page.flat[:1500])):
                year = int(found[1])
            calendar.issued = calendar.start = calendar.horizon = year
            calendar.late = False
            past = year - 1 if year else None
        else:
            past = year if found or year is None else year - 1
            calendar.issued = calendar.start = past
        return Frame(calendar, report, communique, False, past)
    past = calendar.start - 1 if calendar.start else None
    return Frame(calendar, False, False, _RULEBOOK.search(title) is not None, past)


def settings(page: Page, frame: Frame) -> Iterator[tuple[Block, Setting]]:
    """Yield the blocks that are read, each with where it stands."""
    flat = page.flat
    calendar = frame.calendar
    headings: list[tuple[int, str, Tense | None, Time | None]] = []
    begun = False
    tense: Tense = "past" if frame.report or frame.communique else "future"
    default: Tense = tense
    for block in page.blocks:
        if block.kind == "furniture":
            continue
        match = NUMBERING.match(flat, block.start, block.end) if block.kind != "row" else None
        kind = match.lastgroup if match else None
        rank = _RANKS.get(kind or "")
        bullet = kind in ("dash", "bullet", "circled")
        if match and rank is not None:
            begun = True
            headings = [each for each in headings if each[0] < rank]
            end = flat.find("。", match.end(), min(block.end, match.end() + 60))
            text = flat[match.end() : end if end >= 0 else min(block.end, match.end() + 60)]
            short = end >= 0 or block.end - match.end() <= 60
            said: Tense | None = None
            if rank <= 2 and short:
                review = (_REVIEW if rank < 2 else _INNER_REVIEW).search(text)
                plan = _PLAN.search(text)
                if review and not (plan and plan.start() > review.start()):
                    said = "past"
                elif plan or frame.report:
                    said = "future" if plan else None
            when = None
            if short:
                when = next(
                    (t for t in times(text, 0, len(text), calendar) if t.role != "baseline" and t.explicit),
                    None,
                )
            headings.append((rank, text, said, when))
        told = next((each[2] for each in reversed(headings) if each[2]), None)
        if told:
            tense = told
        elif frame.report or frame.communique:
            tense = default
        else:
            tense = "future"
        if frame.communique:
            tense = "past"
        elif (
            frame.report
            and tense == "past"
            and _TURN.search(flat, block.start, min(block.end, block.start + 80))
        ):
            tense = default = "future"
        elif not frame.report and not begun and not frame.rulebook and block.kind != "row":
            tense = "past"
        when = next((each[3] for each in reversed(headings) if each[3]), None)
        yield block, Setting(tense, when, bullet)
