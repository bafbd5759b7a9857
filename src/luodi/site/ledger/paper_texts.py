"""First drafts of the office's papers (拟稿): what the ledger knows, in the usual words; a person edits them.

These papers are Chinese whatever the page's language is: they go to Chinese offices.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from luodi.site.base import options

from .briefs import Brief
from .helping import in_words
from .lights import reason_on
from .models import Duty, SupervisionPaper

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
FULL_WIDTH: Final = str.maketrans(",()", "，（）")
WORDS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "none": "未亮灯"}


def day(value: date) -> str:
    """A date as official papers write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def number_in_words(paper: SupervisionPaper, codes: dict[str, str] | None = None) -> str:
    """The number as printed (发文字号), such as 督〔2026〕3号; empty for a draft.

    Args:
        paper: the paper.
        codes: the office's code for each kind (机关代字); None: read the setting.
    """
    if paper.number is None:
        return ""
    code = (options.get("paper_codes") if codes is None else codes).get(paper.kind, "督")
    return f"{code}〔{paper.year}〕{paper.number}号"


def order(duties: Sequence[Duty], on: date, answer_by: date) -> tuple[str, str]:
    """Title and body of a supervision order (督办单) to one unit."""
    title = (
        f"关于“{duties[0].title}”的督办单"
        if len(duties) == 1
        else f"关于“{duties[0].title}”等{len(duties)}项任务的督办单"
    )
    reasons = [f"“{duty.title}”：{_reason(duty, on) or '进度滞后'}。" for duty in duties]
    lines = [
        f"截至{day(on)}，贵单位牵头的下列{len(duties)}项任务进度滞后，现予督办。",
        "一、存在问题",
        *reasons,
        "二、办理要求",
        *_helping(duties),
        f"请核实情况，分析原因，提出赶进度的措施和时间安排，于{day(answer_by)}前书面回复，并在系统中反馈进展。",
    ]
    return title[:200], "\n".join(lines)


def _helping(duties: Sequence[Duty]) -> list[str]:
    """Who helps with what, where somebody does, for the lead unit to work with."""
    told = [(duty, in_words(duty.co_units.all())) for duty in duties]
    return [
        f"“{duty.title}”的协办单位及分工：{words}。请牵头会同协办单位按分工推进。"
        for duty, words in told
        if words
    ]


def circular(duties: Sequence[Duty], on: date) -> tuple[str, str]:
    """Title and body of a circular (通报) on the duties chosen."""
    title = f"关于{on.year}年{on.month}月重点任务进展情况的通报"
    lights = Counter(duty.light for duty in duties)
    told = "，".join(
        f"{WORDS[light]}{lights[light]}项" for light in ("red", "yellow", "green") if lights[light]
    )
    units = Counter(str(duty.lead) for duty in duties if duty.lead)
    lines = [
        f"截至{day(on)}，纳入本次通报的任务共{len(duties)}项，其中{told or '均未亮灯'}。现将有关情况通报如下。",
        "一、总体情况",
        "按牵头单位：" + "，".join(f"{unit}{count}项" for unit, count in units.most_common()) + "。",
        "二、存在问题",
        *[f"{duty.lead or '未明确牵头单位'}“{duty.title}”：{_reason(duty, on) or '—'}。" for duty in duties],
        "三、工作要求",
        "有关单位要对照时限抓紧推进，涉及跨部门的问题及时提请协调；下一次督查将核查整改情况。",
    ]
    return title, "\n".join(lines)


def brief(facts: Brief) -> tuple[str, str]:
    """Title and body of a weekly brief (督查周报)."""
    title = f"督查周报（{day(facts.since)}至{day(facts.until)}）"
    compared = any(facts.before.values())  # the first brief has nothing to be held against
    counted = "，".join(
        f"{WORDS[light]}{count}项" + (f"（{_change(count - facts.before[light])}）" if compared else "")
        for light, count in facts.lights.items()
    )
    worse = [
        f"{duty.lead or '—'}“{duty.title}”由{WORDS[was]}转为{WORDS[duty.light]}：{_reason(duty)}。"
        for duty, was in facts.worse
    ]
    closed = [f"{duty.lead or '—'}“{duty.title}”。" for duty in facts.closed]
    overdue = (
        f"超过时限未办结{facts.overdue_count}项"
        + (f"，列出时限最早的{len(facts.overdue)}项" if facts.overdue_count > len(facts.overdue) else "")
        + ("，见下表。" if facts.overdue else "。")
    )
    lines = [
        "一、总体情况",
        f"在办任务{sum(facts.lights.values())}项：{counted}。",
        "二、本周亮灯变差",
        *(worse or ["无。"]),
        "三、本周销号",
        *([f"共{len(closed)}项：", *closed] if closed else ["无。"]),
        "四、逾期任务",
        overdue,
        *_instructed(facts.instructions),
        f"注：亮灯按台账本周末的记录，{'与一周前的记录相比' if compared else '一周前没有在办任务，未作比较'}；"
        "滞后原因由牵头单位填报。",
    ]
    return title, "\n".join(lines)


def _instructed(counts: dict[str, int]) -> list[str]:
    """The brief's part on leaders' instructions; none where there are none."""
    if not any(counts.values()):
        return []
    words = "本周批示{written}件，办结{closed}件；现有未办结{open}件，其中逾期{late}件。"
    return ["五、领导批示", words.format(**counts)]


def _reason(duty: Duty, on: date | None = None) -> str:
    """Why a duty's light is what it is, as official papers write it; its numbers as of a day, like the table's."""
    words = reason_on(duty, list(duty.nodes.all()), on) if on else duty.light_reason
    words = DAY.sub(lambda found: day(date.fromisoformat(found[0])), words)
    return words.translate(FULL_WIDTH)


def _change(by: int) -> str:
    return "与上周持平" if by == 0 else f"比上周{'增加' if by > 0 else '减少'}{abs(by)}项"
