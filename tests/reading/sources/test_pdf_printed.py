"""PDFs as a browser prints them: embedded fonts, subsets, justified lines, running heads."""

from __future__ import annotations

from luodi.reading.sources import loads
from luodi.reading.sources.lookalikes import LOOKALIKES
from luodi.reading.sources.plain import common_share

PARAGRAPHS = [
    "到2025年，全市高新技术企业达到192家，科技型中小企业突破300家，全社会研发投入年均增长10%以上，研发经费投入强度达到2.5%，"
    "为全面建设社会主义现代化城市提供有力支撑，努力走出一条具有自身特色的创新驱动发展之路。",
    "支持企业建设5G、AI、Big Data等新型基础设施，推广open source社区治理经验，每年新增省级以上创新平台10个，"
    "对通过认定的企业给予最高1,000,000元奖励。",
    "——建立健全容错纠错机制，营造鼓励创新、宽容失败的良好氛围，让各类主体敢闯敢试、竞相迸发创造活力。",
]
STYLE = """<meta charset=utf-8><style>
  @page { size: A4; margin: 37mm 26mm 35mm 28mm } body { font: 16pt/28.95pt "Noto Serif CJK SC"; margin: 0 }
  h1 { font-size: 22pt; text-align: center; font-weight: normal; line-height: 36pt }
  p { text-indent: 2em; margin: 0; text-align: justify } table { border-collapse: collapse; width: 100% }
  td { border: 1px solid; font-size: 12pt; line-height: 20pt; padding: 4px } td.no { border: 0 }
  .two { columns: 2; column-gap: 2em; font-size: 12pt; line-height: 20pt }</style>"""


def _printed(browser: object, body: str, **options: object) -> list[str]:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.set_content(STYLE + body)
    data = page.pdf(prefer_css_page_size=True, **options)
    page.close()
    return loads(data, "决定.pdf").text.split("\n")


def _p(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_pages_with_a_running_head_and_numbers(browser: object) -> None:
    texts = [f"{number}.{text}" for number, text in enumerate(PARAGRAPHS * 6, 1)]
    lines = _printed(
        browser,
        f"<h1>关于深入实施创新驱动发展战略推动高质量发展的决定</h1>{_p(texts)}",
        display_header_footer=True,
        header_template="<span style='font: 10px serif; margin-left: 28mm'>某市人民政府公报</span>",
        footer_template="<p style='font: 14px serif; margin: auto'>— <b class=pageNumber></b> —</p>",
    )
    assert lines == ["关于深入实施创新驱动发展战略推动高质量发展的决定", *texts]


def test_two_columns(browser: object) -> None:
    texts = PARAGRAPHS * 4
    lines = _printed(browser, f"<h1>创新发展 2025</h1><div class=two>{_p(texts)}</div>")
    assert lines == ["创新发展 2025", *texts]


def test_a_table_with_merged_cells_between_paragraphs(browser: object) -> None:
    table = """<table><tr><td>牵头单位<td>任务<td>时限
      <tr><td rowspan=2>市科技局<td>培育高新技术企业，建设省级以上创新平台，完善科技创新服务体系<td>2025年
      <tr><td>建设平台<td>2024年</table>"""
    assert _printed(browser, _p(PARAGRAPHS) + table + _p(PARAGRAPHS)) == [
        *PARAGRAPHS,
        "牵头单位\t任务\t时限",
        "市科技局\t培育高新技术企业，建设省级以上创新平台，完善科技创新服务体系\t2025年",
        "市科技局\t建设平台\t2024年",
        *PARAGRAPHS,
    ]


def test_columns_without_rules(browser: object) -> None:
    rows = [("培育企业", "市科技局"), ("建设平台", "市经信局"), ("引进人才", "市人社局")]
    table = "".join("<tr>" + "".join(f"<td class=no>{cell}" for cell in row) for row in rows)
    lines = _printed(browser, f"{_p(PARAGRAPHS)}<table>{table}</table>")
    assert lines == [*PARAGRAPHS, *("\t".join(row) for row in rows)]


def test_no_everyday_character_comes_back_as_the_radical_that_looks_like_it(browser: object) -> None:
    words = [word for word in dict.fromkeys(LOOKALIKES.values()) if len(word) == common_share(word) == 1]
    assert len(words) > 250
    assert "".join(
        _printed(browser, f"<div style='word-break: break-all'>{''.join(words)}</div>")
    ) == "".join(words)
