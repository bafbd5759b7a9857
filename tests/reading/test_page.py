"""Folding: what is joined, cut, dropped and set aside, and that every character leads back to the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from luodi.reading.page import Page, fold


def blocks(text: str, kind: str = "text") -> list[str]:
    page = fold(text)
    return [page.flat[block.start : block.end] for block in page.blocks if block.kind == kind]


def test_page_breaks_inside_words_and_labels_are_joined() -> None:
    text = (
        "（一）加强研究。加强研发、测\n\n试、标准能力。（牵头部\n— 7 —\n\n"
        "门：市科委）\n\n（二）选育。选育或引进2-3\n\n个品种。"
    )
    assert blocks(text) == [
        "（一）加强研究。加强研发、测试、标准能力。（牵头部门：市科委）",
        "（二）选育。选育或引进2-3个品种。",
    ]


def test_headings_are_not_joined_to_their_text() -> None:
    text = "一、总体思路\n\n以新思想为指导，全面落实。\n\n二、深化改革，激发活力\n\n深化改革。"
    assert blocks(text) == [
        "一、总体思路",
        "以新思想为指导，全面落实。",
        "二、深化改革，激发活力",
        "深化改革。",
    ]


def test_text_wrapped_at_one_width_is_unwrapped() -> None:
    text = """
    一、总体要求
    以习近平新时代中国特色社会主义思想为指导，全面
贯彻党的二十大精神，坚持市场主导、政府引导，到2025
年，全市社会物流总额突破3000亿元，培育5A级物流企业3
家，建成物流园区8个以上。
    （一）完善物流通道。加快推进高速公路、铁路专用
线建设，构建“五横三纵”的物流通道网络。推进市级物
流枢纽建设。
"""
    assert [len(block) for block in blocks(text)] == [6, 92, 54]


def test_headings_of_like_length_are_no_wrapped_text() -> None:
    body = "继续推进生产全程机械化，牢固树立减损就是增产意识，" * 6 + "减少损失。"
    headings = [
        f"（{n}）聚焦减损提质，推动{m}生产机械化发展"
        for n, m in zip("一二三四五六", "粮油菜果畜禽", strict=True)
    ]
    text = "\n".join(f"{heading}\n{body}" for heading in headings)
    assert blocks(text) == [block for heading in headings for block in (heading, body)]


def test_endless_line_is_cut_at_its_gaps() -> None:
    body = "加强领导。" * 80
    text = (
        f"国务院关于环境保护的决定国发〔2005〕39号各省：　　现决定如下"
        f"：　　一、意义　　（一）意义重大。{body}　　（二）形势严峻。"
    )
    assert blocks(text) == [
        "国务院关于环境保护的决定",
        "国发〔2005〕39号",
        "各省：",
        "现决定如下：",
        "一、意义",
        f"（一）意义重大。{body}",
        "（二）形势严峻。",
    ]


def test_endless_line_without_gaps_is_cut_at_its_numbering() -> None:
    body = "加强领导。" * 400
    assert blocks(f"决定如下。一、提高认识（一）意义重大。{body}二、落实责任（二）健全机制。{body}") == [
        "决定如下。",
        "一、提高认识",
        f"（一）意义重大。{body}",
        "二、落实责任",
        f"（二）健全机制。{body}",
    ]


def test_jump_of_a_newspaper_joins_both_halves() -> None:
    text = (
        "一、经济。公共预算收入达到120亿(下转第3版)\n某公司招聘启事\n第03版：要闻\n(上接第1版)元，增长3.5%。"
    )
    assert blocks(text) == ["一、经济。公共预算收入达到120亿元，增长3.5%。"]
    assert "招聘" not in fold(text).flat


def test_headlines_and_buttons_around_a_text_are_furniture() -> None:
    text = """01：一版要闻
本版列表新闻
市长主持召开会议强调增收50亿元
2021年07月14日 星期三 放大 缩小 默认
中共某市委关于创新的决定
一、目标
1.到2025年达到192家。
责任编辑：张三
关于学习的通知
"""
    assert blocks(text) == ["中共某市委关于创新的决定", "一、目标", "1.到2025年达到192家。"]


def test_label_of_responsible_units_is_no_furniture() -> None:
    assert blocks("1.推进改革。\n主办单位：市科技局\n联系电话：12345") == [
        "1.推进改革。",
        "主办单位：市科技局",
    ]


def test_markdown_marks_are_borne() -> None:
    assert blocks("# 决定\n\n- **发布日期**：2021年\n> ## （一）`目标`\n---\n* 到2025年") == [
        "决定",
        "发布日期：2021年",
        "（一）目标",
        "到2025年",
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| 指标 | 2025年 |\n|---|:--:|\n| 户数 | 30 |  |", ["指标\t2025年", "户数\t30\t"]),
        ("指标\t2025年\n户 数\t\t30", ["指标\t2025年", "户数\t\t30"]),
        (
            "指 标   2020年   2025年\n户数    20     30\n人口    1.5    2.5",
            ["指标\t2020年\t2025年", "户数\t20\t30", "人口\t1.5\t2.5"],
        ),
        ("| 1 | 市科技局<br>市财政局 |", ["1\t市科技局；市财政局"]),
    ],
)
def test_tables_become_rows(text: str, rows: list[str]) -> None:
    assert blocks(text, "row") == rows


def test_table_of_contents_is_no_table() -> None:
    assert blocks("一、基础 ...... 1\n二、要求 ...... 3", "row") == []


def test_widths_are_folded_only_where_chinese_text_has_them() -> None:
    assert fold("到２０２５年,产值1,300.5亿元;见http://a.b/c?d,比例1:3(含税)").flat == (
        "到2025年，产值1,300.5亿元；见http://a.b/c？d，比例1:3（含税）"
    )


def leads_back(page: Page) -> None:
    assert len(page.at) == len(page.flat) + 1
    assert all(a < b for a, b in zip(page.at, page.at[1:], strict=False))
    joined = "\n".join(page.flat[block.start : block.end] for block in page.blocks)
    assert joined == page.flat
    for i, c in enumerate(page.flat):
        if c.isalpha() and c.isascii() is False and ord(c) < 0xFF00:
            assert page.text[page.at[i]] == c


SHARDS = st.sampled_from(
    [
        *"一二（）()，,。；：“”《》|\t\n\r 　12年个%-—#*>`~版",
        "\n\n",
        "（一）",
        "1.",
        "下转第3版",
        "（上接第1版）",
        "<br>",
        "| a | b |\n",
        "\t\n",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(SHARDS, max_size=120).map("".join)))
@example("\n|\n||\n| |\n")
@example("a\t")
def test_any_text_folds_and_leads_back(text: str) -> None:
    leads_back(fold(text))
