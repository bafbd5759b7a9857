"""Papers of a supervision office (督办文书) in official layout, plain form: order, circular, brief.

What goes into them is made by whoever keeps the ledger; here it is only laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from luodi.documents.official import KAI, Paper
from luodi.documents.widths import chinese_line

GENERATED: Final = "演示数据：文中单位、人员和数据均为生成，不是真实情况。（GENERATED）"
_HEADINGS: Final = (
    re.compile(r"[一二三四五六七八九十百]+、"),
    re.compile(r"[（(][一二三四五六七八九十百]+[)）]"),
)
_MATTERS: Final = ("序号", "事项", "牵头单位", "时限", "计划", "实际", "亮灯", "滞后原因")
_WIDTHS: Final = (10.0, 51.0, 24.0, 20.0, 12.0, 12.0, 10.0, 17.0)


class Matter(NamedTuple):
    """One duty as a paper prints it (涉及事项); all are words ready to print."""

    title: str
    unit: str
    due: str
    planned: str
    actual: str
    light: str
    cause: str


class Official(NamedTuple):
    """A paper ready to be laid out (文书).

    Attributes:
        title: its title.
        issuer: who signs it.
        day: its date.
        number: document number such as 督〔2026〕3号; empty for a draft.
        addressee: to whom; empty for none.
        body: paragraphs, one a line; 一、 and （一） begin headings.
        matters: the duties it is about.
        closing: rows of a form below (a label, what is already known), for an order.
        approved_by: who approved it; empty if nobody had to.
        generated: whether the data are made up, which the paper then says.
    """

    title: str
    issuer: str
    day: date
    number: str = ""
    addressee: str = ""
    body: str = ""
    matters: Sequence[Matter] = ()
    closing: Sequence[tuple[str, str]] = ()
    approved_by: str = ""
    generated: bool = False


def to_bytes(official: Official) -> bytes:
    """Lay a paper out (GB/T 9704-2012, plain form) and give the .docx."""
    paper = Paper(chinese_line(official.title), number=chinese_line(official.number))
    if official.generated:
        paper.text(GENERATED, font=KAI)
    if not official.number:
        paper.text("草稿，未编号，不得印发。", font=KAI)
    if official.addressee:
        paper.addressee(chinese_line(official.addressee))
    _body(paper, official.body.splitlines())
    if official.matters:
        paper.table(matter_rows(official.matters), list(_WIDTHS))
    if official.approved_by:
        paper.text(f"签发人：{chinese_line(official.approved_by)}")
    if official.issuer:
        paper.signature(chinese_line(official.issuer), official.day)
    if official.closing:
        paper.word.add_paragraph()
        rows = [["办理栏", ""], *([label, chinese_line(known)] for label, known in official.closing)]
        paper.table(rows, [36.0, 120.0], size=14)
    return paper.to_bytes()


def matter_rows(matters: Iterable[Matter]) -> list[list[str]]:
    """The table of duties, its header first."""
    return [
        list(_MATTERS),
        *([str(number), *map(chinese_line, matter)] for number, matter in enumerate(matters, 1)),
    ]


def _body(paper: Paper, lines: Iterable[str]) -> None:
    for line in lines:
        text = chinese_line(line)
        if not text:
            continue
        level = next((depth for depth, form in enumerate(_HEADINGS, 1) if form.match(text)), 0)
        # a heading ends in no full stop; a numbered sentence is running text
        if level and not text.endswith(("。", "；")):
            paper.heading(text, level)
        else:
            paper.text(text)
