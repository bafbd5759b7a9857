"""The report as a circular (考核通报) in official layout.

Plain form: no red head, number or seal is added.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from luodi.delivery.report import Promise, Report
from luodi.documents.official import KAI, Paper
from luodi.documents.plain import one_line, write_bytes
from luodi.documents.report import said
from luodi.documents.report.words import EVIDENCE, GRADES, MARKS, ROLES, Group

COLUMNS: Final = (
    ("条款", 13.0),
    ("承诺", 31.0),
    ("要求", 22.0),
    ("期限", 14.0),
    ("最近数据", 30.0),
    ("差距", 19.0),
    ("状态", 14.0),
    ("完成概率", 13.0),
)
"""Header and width in millimetres; together the 156 mm of the text area."""


def write(report: Report, path: str | Path) -> None:
    """Write the report as a .docx in official layout.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(Path(path), to_bytes(report))


def to_bytes(report: Report) -> bytes:
    """Make the circular."""
    paper = Paper(f"{one_line(report.city.zh)}落实情况通报")
    paper.text(
        f"现将{said.document(report)}截至{said.day(report.as_of)}的落实情况通报如下。"
        "本报告逐项对照决定原文与公开数据：只有直接而完整的数据才据以定论，其余数据注明性质，不作判断；"
        "所用数据均为该日以前已公开的版本。"
    )
    paper.heading("一、总体情况", 1)
    paper.text(said.lead(report).zh + "。")
    counts = "，".join(f"{mark.word.zh}{report.totals.by_status[key]}项" for key, mark in MARKS.items())
    paper.text(f"按状态分：{counts}。{said.evidence(report).zh}。")
    paper.heading("二、各项承诺", 1)
    rows = [[name for name, _ in COLUMNS], *map(_row, report.promises)]
    paper.table(rows, [millimetres for _, millimetres in COLUMNS], size=9)
    _told(paper, "三、已兑现的承诺", _of(report, "delivered"), "截至目前，没有可据数据认定已完成的承诺。")
    _told(paper, "四、滞后的承诺", _of(report, "slipped"), "截至目前，没有可据数据认定滞后的承诺。")
    paper.heading("五、无法衡量的承诺", 1)
    unknown = _of(report, "unknown")
    for index, promise in enumerate(unknown, 1):
        lacks = f"尚缺：{said.missing(promise).zh}。" if promise.missing else ""
        paper.text(
            f"（{index}）{one_line(promise.indicator)}（{said.article(promise.article).zh}，"
            f"{EVIDENCE[promise.evidence][0].zh}）：{one_line(promise.reason.zh)}。{lacks}"
        )
    if not unknown:
        paper.text("没有无法衡量的承诺。")
    paper.heading("六、数据说明", 1)
    for line in _notes(report):
        paper.text(line)
    return paper.to_bytes()


def _of(report: Report, group: Group) -> list[Promise]:
    return [it for it in report.promises if MARKS[it.status].group == group and it.restates is None]


def _row(promise: Promise) -> list[str]:
    again = f"（重申{one_line(promise.restates)}）" if promise.restates else ""
    return [
        said.article(promise.article).zh,
        one_line(promise.indicator) + again,
        one_line(promise.demand.words.zh),
        said.due(promise).zh,
        said.last(promise).zh,
        said.distance(promise).zh,
        MARKS[promise.status].word.zh,
        said.chance(promise).zh,
    ]


def _told(paper: Paper, title: str, promises: list[Promise], none: str) -> None:
    paper.heading(title, 1)
    for number, promise in enumerate(promises, 1):
        paper.text(_sentence(number, promise))
        paper.text(f"原文：“{one_line(promise.quote)}”（{said.article(promise.article).zh}）", font=KAI)
    if not promises:
        paper.text(none)


def _sentence(number: int, promise: Promise) -> str:
    parts = [
        f"（{number}）{one_line(promise.indicator)}：{MARKS[promise.status].word.zh}",
        one_line(promise.reason.zh),
        *(
            f"{name}{word.zh}"
            for name, word in (
                ("差距：", said.distance(promise)),
                ("所需进度：", said.required(promise)),
                ("实际进度：", said.actual(promise)),
                ("余期所需：", said.needed(promise)),
                ("完成概率：", said.chance(promise)),
                ("预测：", said.forecast(promise)),
            )
            if word != said.NOTHING
        ),
    ]
    return "。".join(parts) + "。"


def _notes(report: Report) -> list[str]:
    sources = dict.fromkeys(
        (one_line(it.source_title), it.grade, it.role)
        for promise in report.promises
        for it in said.figures(promise)
    )
    named = "；".join(f"{title}（{grade.value}级，{ROLES[role].zh}）" for title, grade, role in sources)
    return [
        "数据等级：" + "；".join(f"{grade.value}级为{word.zh}" for grade, word in GRADES.items()) + "。",
        *(f"{one_line(note.zh)}。" for note in report.notes),
        said.counts(report).zh + "。",
        *(f"未能对应的绑定{one_line(it.id)}：{one_line(it.reason.zh)}。" for it in report.lost),
        f"数据来源：{named or '无'}。",
    ]
