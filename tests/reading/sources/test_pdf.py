from __future__ import annotations

import pytest

from luodi.core.errors import InputError
from luodi.reading.sources import loads

from .builders import Box, Picture, Text, pdf, prose

LONG = (
    "到2025年，全市高新技术企业达到192家，科技型中小企业突破300家，全社会研发投入年均增长百分之十以上，"
    "为全面建设社会主义现代化城市提供有力支撑，努力走出一条具有自身特色的创新驱动发展之路。"
)
SECOND = "建立健全容错纠错机制，营造鼓励创新、宽容失败的良好氛围，让各类主体敢闯敢试、竞相迸发创造活力。"


def _text(data: bytes) -> str:
    return loads(data, "决定.pdf").text


def test_lines_broken_by_the_page_width_are_joined_into_paragraphs() -> None:
    page = [Text(200, 80, "关于推进创新的决定", 22), *prose(LONG), *prose(SECOND, y=300)]
    assert _text(pdf([page])).split("\n") == ["关于推进创新的决定", LONG, SECOND]


def test_a_paragraph_goes_on_over_the_page_and_the_furniture_is_left_out() -> None:
    lines = prose(LONG)
    pages = [
        [
            Text(90, 50, "某市人民政府公报", 10),
            *(line._replace(y=600 + 29 * row) for row, line in enumerate(lines[:2])),
        ],
        [
            Text(90, 50, "某市人民政府公报", 10),
            *(line._replace(y=120 + 29 * row) for row, line in enumerate(lines[2:])),
            *prose(SECOND, y=300),
        ],
        [Text(90, 50, "某市人民政府公报", 10), *prose(SECOND)],
    ]
    for number, page in enumerate(pages, 1):
        page.append(Text(290, 800, f"— {number} —", 14))
    assert _text(pdf(pages)).split("\n") == [LONG, SECOND, SECOND]


def test_numbered_items_and_short_lines_begin_anew() -> None:
    items = [
        "一、总体目标",
        "（一）企业倍增。到2025年达到192家。",
        "1.培育科技型中小企业。",
        "——体系更健全。",
    ]
    page = [Text(122, 120 + 29 * row, text) for row, text in enumerate(items)]
    assert _text(pdf([[*page, *prose(SECOND, y=300)]])).split("\n") == [*items, SECOND]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = prose(LONG + SECOND, x=60, y=150, size=12, width=18)
    right = prose(SECOND + LONG, x=320, y=150, size=12, width=18)
    page = [Text(200, 90, "创新发展二十条", 22), *left, *right]
    assert _text(pdf([page])).split("\n") == ["创新发展二十条", LONG + SECOND, SECOND + LONG]


def test_a_ruled_table_becomes_rows_between_the_paragraphs() -> None:
    head, rows = (
        ("任务", "牵头单位", "时限"),
        [("培育企业", "市科技局", "2025年"), ("建设平台", "市经信局", "2024年")],
    )
    page: list[Text | Box | Picture] = [*prose(SECOND, y=100)]
    for row, texts in enumerate([head, *rows]):
        for column, text in enumerate(texts):
            page += [
                Box(90 + 130 * column, 250 + 30 * row, 130, 30),
                Text(95 + 130 * column, 270 + 30 * row, text, 12),
            ]
    page += prose(LONG, y=400)
    assert _text(pdf([page])).split("\n") == [
        SECOND,
        "任务\t牵头单位\t时限",
        "培育企业\t市科技局\t2025年",
        "建设平台\t市经信局\t2024年",
        LONG,
    ]


def test_cells_merged_down_a_ruled_table_speak_for_all_rows() -> None:
    page: list[Text | Box | Picture] = [Box(90, 100, 100, 60), Text(95, 135, "市科技局", 12)]
    for row, text in enumerate(("培育企业", "建设平台")):
        page += [Box(190, 100 + 30 * row, 200, 30), Text(195, 120 + 30 * row, text, 12)]
    page += prose(LONG, y=300)
    assert _text(pdf([page])).split("\n")[:2] == ["市科技局\t培育企业", "市科技局\t建设平台"]


def test_aligned_columns_without_rules_become_rows() -> None:
    rows = [("培育企业", "市科技局"), ("建设平台", "市经信局"), ("引进人才", "市人社局")]
    page = [
        Text(x, 120 + 29 * row, text)
        for row, texts in enumerate(rows)
        for x, text in zip((90, 300), texts, strict=True)
    ]
    assert _text(pdf([[*page, *prose(LONG, y=300)]])).split("\n")[:3] == ["\t".join(row) for row in rows]


def test_radicals_that_look_like_characters_become_them() -> None:
    assert _text(pdf([[*prose(LONG), Text(122, 300, "⼀、⼈才⼯作")]])).split("\n")[1] == "一、人才工作"


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    bold = [Text(122 + shift, 300, "一、总体目标") for shift in (0, 0.4)]
    assert _text(pdf([[*prose(LONG), *bold]])).split("\n")[1] == "一、总体目标"


def test_small_print_at_the_foot_does_not_cut_the_paragraph() -> None:
    lines = prose(LONG)
    first = [line._replace(y=600 + 29 * row) for row, line in enumerate(lines[:3])]
    second = [line._replace(y=120 + 29 * row) for row, line in enumerate(lines[3:])]
    text = _text(pdf([[*first, Text(90, 740, "①指规模以上企业。", 9)], [*second, *prose(SECOND, y=400)]]))
    assert text.split("\n") == [LONG, SECOND, "①指规模以上企业。"]


def test_unpacked_streams_and_files_locked_for_changes_only_are_read() -> None:
    for data in (pdf([prose(LONG)], packed=False), pdf([prose(LONG)], password="")):
        assert _text(data) == LONG


def test_pages_that_are_pictures_are_named() -> None:
    source = loads(pdf([prose(LONG), prose(SECOND), [Picture()]]), "决定.pdf")
    assert source.notes == ("pages that are pictures were not read: 3",)
    assert source.text.split("\n") == [LONG, SECOND]


def test_progress_counts_pages() -> None:
    seen: list[tuple[int, int]] = []
    loads(pdf([prose(LONG)] * 3), "决定.pdf", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf([[Picture()]] * 2), "the PDF has no text layer: its pages are pictures"),
        (pdf([[]]), "the PDF has no text layer"),
        (pdf([prose(SECOND), [Picture()], [Picture()]]), "2 of its 3 pages are pictures"),
        (pdf([prose(LONG)], mapped=False), "have no Unicode value"),
        (pdf([prose(LONG)], password="秘密"), "locked with a password"),
        (pdf([prose(LONG)])[:1500], "cut short"),
        (b"%PDF-1.4\n%%EOF", "the PDF is damaged"),
    ],
)
def test_what_has_no_usable_text_is_refused_by_its_cause(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        _text(data)
