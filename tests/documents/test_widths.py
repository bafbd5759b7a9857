"""One width of punctuation in a line of Chinese."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.documents.widths import full_width


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("计划进度60%,实际45%,滞后15个百分点", "计划进度60%，实际45%，滞后15个百分点"),
        ("达到1,234家,其中新增567", "达到1,234家，其中新增567"),
        ("共1,234,567元;按3:2分担", "共1,234,567元；按3:2分担"),
        ("时间:10:30,地点:甲县(市、区)", "时间：10:30，地点：甲县（市、区）"),
        ("已完成, 请核查. ", "已完成，请核查。"),
        ('关于"创新中心"的报告(草案)', "关于“创新中心”的报告（草案）"),
        ("研发投入(R&D)强度2.3%", "研发投入（R&D）强度2.3%"),
        ("PM2.5 (微克/立方米)", "PM2.5（微克/立方米）"),
        ("见 https://example.org/a?b=1,2:3 。", "见 https://example.org/a?b=1,2:3 。"),
        ("联系 a.b@example.org,谢谢", "联系 a.b@example.org，谢谢"),
        ("是否完成?是!", "是否完成？是！"),
        ("1.建成中心", "1.建成中心"),
        ("一. 目标", "一. 目标"),
        ("1)建成中心", "1)建成中心"),
        ("执行GB/T 9704-2012,第3条", "执行GB/T 9704-2012，第3条"),
        ("Report (draft), 12:30, 1,234 items.", "Report (draft), 12:30, 1,234 items."),
        ("(见表),60", "（见表），60"),
        ("占60%,45%", "占60%，45%"),
        ("任务(R&D),GDP", "任务（R&D），GDP"),
        ("用5G, AI建成", "用5G, AI建成"),
        ("督〔2026〕3号", "督〔2026〕3号"),
        ("", ""),
    ],
)
def test_marks_beside_chinese_are_full_width_and_figures_stay(typed, printed):
    assert full_width(typed) == printed


TEXTS = st.text(st.sampled_from('，。、（）“”：；,.;:!?()"% 1234aZ甲市中/@'), max_size=40)


def bare(text: str) -> str:
    """A text without its blanks, its marks plain."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    return re.sub(r"[“”]", '"', re.sub(r"\s", "", plain))


@given(TEXTS)
def test_nothing_but_width_and_blanks_changes_and_a_second_time_nothing(text):
    once = full_width(text)
    assert bare(once) == bare(text)
    assert full_width(once) == once


@given(st.integers(0, 10**12))
def test_a_number_with_its_commas_is_left_alone(number):
    assert full_width(f"共{number:,}家") == f"共{number:,}家"
