from __future__ import annotations

import io

import docx
import msgspec
from tests.delivery.sample import sample

from luodi.documents.report import paper


def _paragraphs(report: object = None) -> list[tuple[str, str]]:
    made = docx.Document(io.BytesIO(paper.to_bytes(report or sample())))  # type: ignore[arg-type]
    return [(it.style.name, it.text) for it in made.paragraphs if it.style is not None and it.style.name]


def test_the_shape_of_a_circular() -> None:
    said = _paragraphs()
    assert said[0] == ("Title", "样例市（虚构）落实情况通报")
    assert [text for style, text in said if style == "Heading 1"] == [
        "一、总体情况",
        "二、各项承诺",
        "三、已兑现的承诺",
        "四、滞后的承诺",
        "五、无法衡量的承诺",
        "六、数据说明",
    ]


def test_the_table_has_every_promise_within_the_text_area() -> None:
    table = docx.Document(io.BytesIO(paper.to_bytes(sample()))).tables[0]
    assert len(table.rows) == 1 + len(sample().promises)
    assert [cell.text for cell in table.rows[1].cells] == [
        "第3条",
        "高新技术企业",
        "达到192家",
        "2025年",
        "201家（2025年，直接，B级）",
        "超出9家（完成104.7%）",
        "已完成",
        "—",
    ]
    assert [row.cells[-1].text for row in table.rows[:5]] == ["完成概率", "—", "—", "18%", "—"]
    assert sum(millimetres for _, millimetres in paper.COLUMNS) == 156


def test_what_slipped_is_told_with_its_sentence_and_pace() -> None:
    texts = [text for _, text in _paragraphs()]
    at = texts.index("四、滞后的承诺")
    promise = sample().promises[3]
    assert texts[at + 3] == (
        f"（2）{promise.indicator}：偏离进度。{promise.reason.zh}。"
        "差距：还差120家（完成60%）。所需进度：每年+30家，+14.9%（2020—2025）。"
        "实际进度：每年+10家，+6.3%（2020—2023），为所需的0.33倍。余期所需：每年+60家，+29.1%（2023—2025）。"
        "预测：不给出概率：只有2个年度数据，预测至少要3个。"
    )
    assert texts[at + 4] == f"原文：“{promise.quote}”（第4条）"


def test_sections_without_promises_say_so() -> None:
    texts = [text for _, text in _paragraphs(msgspec.structs.replace(sample(), promises=[]))]
    assert "截至目前，没有可据数据认定滞后的承诺。" in texts
    assert "没有无法衡量的承诺。" in texts
