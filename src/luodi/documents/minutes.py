"""Minutes of a conference (会议纪要): when, where, who, what was discussed, what was resolved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from luodi.documents.official import KAI, Paper
from luodi.documents.supervision import GENERATED
from luodi.documents.widths import chinese_line


class Minutes(NamedTuple):
    """What minutes hold; ``resolutions`` are text, lead unit, day and task number."""

    title: str
    day: date
    place: str
    chair: str
    attendees: Sequence[str]
    agenda: str
    text: str
    resolutions: Sequence[tuple[str, str, str, str]]
    issuer: str
    generated: bool = False


def to_bytes(minutes: Minutes) -> bytes:
    """Lay minutes out (GB/T 9704-2012 measures, plain form) and give the .docx."""
    title = chinese_line(minutes.title)
    ending = "" if title.endswith("纪要") else "纪要" if title.endswith("会议") else "会议纪要"
    paper = Paper(title + ending)
    if minutes.generated:
        paper.text(GENERATED, font=KAI)
    day = f"{minutes.day.year}年{minutes.day.month}月{minutes.day.day}日"
    known = {
        "时间": day,
        "地点": minutes.place,
        "主持": minutes.chair,
        "出席": "、".join(minutes.attendees),
    }
    for label, text in known.items():
        if text:
            paper.text(f"{label}：{chinese_line(text)}")
    parts = [("议题", minutes.agenda), ("会议情况", minutes.text)]
    numerals = iter("一二三")
    for heading, text in parts:
        lines = [line for line in map(chinese_line, text.splitlines()) if line]
        if lines:
            paper.heading(f"{next(numerals)}、{heading}", 1)
            for line in lines:
                paper.text(line)
    if minutes.resolutions:
        paper.heading(f"{next(numerals)}、议定事项", 1)
        rows = [["序号", "议定事项", "牵头单位", "时限", "任务编号"]]
        rows += [[str(number), *map(chinese_line, row)] for number, row in enumerate(minutes.resolutions, 1)]
        paper.table(rows, [12.0, 72.0, 28.0, 24.0, 20.0])
    if minutes.issuer:
        paper.signature(chinese_line(minutes.issuer), minutes.day)
    return paper.to_bytes()
