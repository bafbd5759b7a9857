from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from luodi.documents import supervision
from luodi.documents.supervision import Matter, Official

MATTER = Matter("建成创新中心", "市科技局", "2026-11-20", "60%", "29%", "红灯", "用地")


def order(**changes) -> Official:
    given = {
        "title": "关于创新中心建设的督办单", "issuer": "示例市委督查室", "day": date(2026, 11, 27),
        "number": "督〔2026〕3号", "addressee": "市科技局",
        "body": "一、存在问题\n（一）进度\n经查，任务滞后。\n\n二、办理要求\n（一）请于12月4日前回复。",
        "matters": [MATTER], "closing": [("签收时间", ""), ("核查意见", "")],
    } | changes  # fmt: skip
    return Official(**given)


def opened(official: Official):
    return docx.Document(io.BytesIO(supervision.to_bytes(official)))


def test_an_order_from_number_to_date():
    word = opened(order())
    lines = [(each.style.name, each.text) for each in word.paragraphs if each.text]
    assert lines == [
        ("Normal", "督〔2026〕3号"),
        ("Title", "关于创新中心建设的督办单"),
        ("Normal", "市科技局："),
        ("Heading 1", "一、存在问题"),
        ("Heading 2", "（一）进度"),
        ("Normal", "经查，任务滞后。"),
        ("Heading 1", "二、办理要求"),
        ("Normal", "（一）请于12月4日前回复。"),
        ("Normal", "示例市委督查室"),
        ("Normal", "2026年11月27日"),
    ]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["序号", "事项", "牵头单位", "时限", "计划", "实际", "亮灯", "滞后原因"],
        ["1", "建成创新中心", "市科技局", "2026-11-20", "60%", "29%", "红灯", "用地"],
    ]
    assert [[cell.text for cell in row.cells] for row in word.tables[1].rows] == [
        ["办理栏", ""],
        ["签收时间", ""],
        ["核查意见", ""],
    ]


def test_the_date_stands_four_characters_from_the_right_and_the_name_is_centred_over_it():
    name, day = (
        each for each in opened(order()).paragraphs if each.text in ("示例市委督查室", "2026年11月27日")
    )
    insets = [int(each._p.pPr.ind.get(qn("w:rightChars"))) for each in (name, day)]
    assert insets == [400, 400]  # seven characters over seven
    long_name = next(
        each for each in opened(order(issuer="示例市督查室")).paragraphs if each.text == "示例市督查室"
    )
    assert long_name._p.pPr.ind.get(qn("w:rightChars")) == "450"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"generated": True}, supervision.GENERATED),
        ({"number": ""}, "草稿，未编号，不得印发。"),
        ({"approved_by": "张三"}, "签发人：张三"),
    ],
)
def test_what_a_paper_must_say_it_says(changes, said):
    texts = [[each.text for each in opened(official).paragraphs] for official in (order(), order(**changes))]
    assert [said in each for each in texts] == [False, True]


def test_control_characters_do_not_break_it():
    assert opened(order(title="关于\x00创新\x0b的通报")).paragraphs[2].text == "关于创新的通报"
