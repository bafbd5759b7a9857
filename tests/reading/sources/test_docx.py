from __future__ import annotations

import io

import docx as python_docx
import pytest
from docx.oxml import parse_xml

from luodi.core.errors import InputError
from luodi.reading.sources import loads

from .builders import W, docx, levels, listed, paragraph, zipped

OFFICIAL = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def _text(data: bytes) -> str:
    return loads(data, "决定.docx").text


def _saved(document: python_docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def _table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = python_docx.Document()
    document.add_heading("一、总体目标", 1)
    document.add_paragraph("到2025年达到192家。")
    table = document.add_table(2, 3)
    for row, texts in enumerate((("任务", "牵头单位", "时限"), ("培育企业", "市科技局", "2025年"))):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("二、附则")
    assert _text(_saved(document)).split("\n") == [
        "一、总体目标",
        "到2025年达到192家。",
        "任务\t牵头单位\t时限",
        "培育企业\t市科技局\t2025年",
        "二、附则",
    ]


def test_merged_cells_speak_for_all_their_rows_but_a_figure_is_said_once() -> None:
    document = python_docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "任务分工"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "市科技局"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "192家"
    table.cell(1, 2).text, table.cell(2, 2).text = "培育企业", "建设平台"
    assert _text(_saved(document)).split("\n") == [
        "任务分工",
        "市科技局\t192家\t培育企业",
        "市科技局\t\t建设平台",
    ]


def test_automatic_numbers_are_written_out_and_restart_under_a_new_heading() -> None:
    body = "".join(
        [
            listed("总则", 0),
            listed("原则", 1),
            listed("企业", 2),
            listed("平台", 2),
            listed("目标", 1),
            listed("人才", 2),
            listed("保障", 0),
            listed("组织", 1),
        ]
    )
    assert _text(docx(body, numbering=OFFICIAL)).split("\n") == [
        "一、总则",
        "（一）原则",
        "1. 企业",
        "2. 平台",
        "（二）目标",
        "1. 人才",
        "二、保障",
        "（一）组织",
    ]


def test_a_level_that_never_restarts_runs_through_the_chapters() -> None:
    numbering = OFFICIAL.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="（%2）"/>'
    )
    body = listed("甲", 0) + listed("子", 1) + listed("乙", 0) + listed("丑", 1)
    assert _text(docx(body, numbering=numbering)).split("\n") == ["一、甲", "（一）子", "二、乙", "（二）丑"]


def test_a_second_list_with_a_start_of_its_own_begins_anew() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    numbering = OFFICIAL.replace("</w:numbering>", again)
    body = listed("甲", 0) + listed("乙", 0) + listed("子", 0, num=2) + listed("丑", 0, num=2)
    assert _text(docx(body, numbering=numbering)).split("\n") == ["一、甲", "二、乙", "一、子", "二、丑"]


@pytest.mark.parametrize(
    ("form", "text", "label"),
    [
        ("chineseCountingThousand", "第%1条", "第一条 "),
        ("decimal", "第%1条", "第1条 "),
        ("decimalEnclosedCircleChinese", "%1", "① "),
        ("decimal", "（%1）", "（1）"),
        ("ideographTraditional", "%1、", "甲、"),
        ("upperRoman", "%1.", "I. "),
        ("none", "附件：", "附件："),
        ("bullet", "\uf06c", "• "),
        ("bullet", "——", "—— "),
    ],
)
def test_the_forms_that_chinese_documents_count_in(form: str, text: str, label: str) -> None:
    assert _text(docx(listed("研发", 0), numbering=levels((form, text)))) == f"{label}研发"


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="章"/><w:basedOn w:val="H1"/></w:style>'
        "</w:styles>"
    )
    body = paragraph("总则", '<w:pStyle w:val="H1"/>') + paragraph("目标", '<w:pStyle w:val="Own"/>')
    plain = paragraph("不编号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    text = _text(docx(body + plain, styles=styles, numbering=OFFICIAL))
    assert text.split("\n") == ["一、总则", "二、目标", "不编号"]


def test_tracked_changes_show_as_accepted() -> None:
    def change(kind: str, text: str, tag: str = "t") -> str:
        return f'<w:{kind} w:id="1" w:author="a"><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>'

    body = (
        "<w:p><w:r><w:t>达到</w:t></w:r>"
        + change("del", "180", "delText")
        + change("ins", "192")
        + change("moveFrom", "户")
        + change("moveTo", "家")
        + "</w:p>"
    )
    assert _text(docx(body)) == "达到192家"


def test_a_deleted_paragraph_end_joins_the_paragraphs_and_counts_no_number() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = f'{number}<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = paragraph("全市", gone) + paragraph("达到192家。") + listed("其他", 0)
    assert _text(docx(body, numbering=OFFICIAL)).split("\n") == ["一、全市达到192家。", "二、其他"]
    empty = f"<w:p><w:pPr>{gone}</w:pPr></w:p>" + listed("唯一", 0)
    assert _text(docx(empty, numbering=OFFICIAL)) == "一、唯一"


def test_notes_stand_at_the_end_and_their_separators_nowhere() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("指规模以上企业。")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>企业</w:t><w:footnoteReference w:id="2"/><w:t>达标</w:t></w:r></w:p>'
    assert _text(docx(body, footnotes=notes)).split("\n") == ["企业达标", "指规模以上企业。"]


def test_headers_footers_comments_hidden_text_fields_and_contents_are_left_out() -> None:
    document = python_docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "— 1 —"
    document.add_comment(document.add_paragraph("第一条 总则").runs[0], text="再议", author="甲")
    document.add_paragraph("看不见").runs[0].font.hidden = True
    field = (
        f'<w:p {W}><w:r><w:t>见第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>'
    )
    contents = (
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph('第一条 总则……1')}</w:sdtContent></w:sdt>"
    )
    body = document.element.body
    for xml in (contents, field):
        body.insert(len(body) - 1, parse_xml(xml))
    assert _text(_saved(document)).split("\n") == ["第一条 总则", "见第3页"]


def test_a_text_box_follows_its_paragraph_and_is_said_once() -> None:
    spaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    box = f"<w:txbxContent>{paragraph('专栏1 主要指标')}</w:txbxContent>"
    body = (
        f'<w:p {spaces}><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert _text(docx(body)).split("\n") == ["正文", "专栏1 主要指标"]


def test_line_breaks_tabs_symbols_and_content_controls() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>温度</w:t><w:sym w:font="Symbol" w:char="00B0"/></w:r></w:p>'
        f"<w:sdt><w:sdtContent>{paragraph('丁')}</w:sdtContent></w:sdt>"
    )
    assert _text(docx(body)).split("\n") == ["甲", "乙\t丙", "温度°", "丁"]


def test_a_serial_number_column_keeps_its_automatic_numbers() -> None:
    number = (
        '<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    )
    body = _table(number + _cell("培育企业"), number + _cell("建设平台"))
    assert _text(docx(body, numbering=levels(("decimal", "%1")))).split("\n") == [
        "1\t培育企业",
        "2\t建设平台",
    ]


def test_deleted_rows_are_gone_and_shifted_rows_stay_in_their_columns() -> None:
    gone = f'<w:trPr><w:del w:id="1" w:author="a"/></w:trPr>{_cell("旧")}{_cell("任务")}'
    shifted = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{_cell("市教育局")}'
    wide = _cell("合计", '<w:gridSpan w:val="2"/>') + _cell("3")
    assert _text(docx(_table(_cell("甲") + _cell("市科技局"), gone, shifted, wide))).split("\n") == [
        "甲\t市科技局",
        "\t市教育局",
        "合计\t\t3",
    ]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    new = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{new}"><w:body>{paragraph("一、总则")}</w:body></w:document>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    target = f'<Relationship Id="r" Type="{kind}" Target="/word/document.xml"/>'
    rels = f'<Relationships xmlns="{package}">{target}</Relationships>'
    assert _text(zipped({"_rels/.rels": rels.encode(), "word/document.xml": body.encode()})) == "一、总则"


@pytest.mark.parametrize(
    ("part", "declared"),
    [
        ("document", '<!DOCTYPE a [<!ENTITY b "一"><!ENTITY c "&b;&b;">]>'),
        ("document", '<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
    ],
)
def test_entities_are_never_expanded(part: str, declared: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        document = f"<w:document {W}><w:body>{paragraph('x')}</w:body></w:document>"
        xml = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{document}'
        with pytest.raises(InputError, match="declares XML entities"):
            _text(zipped({f"word/{part}.xml": xml.encode(encoding)}))


def test_parts_nested_too_deeply_are_refused() -> None:
    body = "<w:smartTag>" * 300 + "</w:smartTag>" * 300
    with pytest.raises(InputError, match="256 deep"):
        _text(docx(f"<w:p>{body}</w:p>"))
