from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from luodi.core.errors import InputError
from luodi.core.record import Reading
from luodi.documents import ledger

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml"))


def _attributes(element: etree._Element | None) -> dict[str, str]:
    assert element is not None
    return {key.removeprefix(W): value for key, value in element.attrib.items()}


def test_the_page_is_that_of_the_standard(reading: Reading) -> None:
    section = _part(ledger.to_bytes(reading), "document").find(f".//{W}sectPr")
    assert section is not None
    assert _attributes(section.find(f"{W}pgSz")) == {"w": "11906", "h": "16838"}
    margins = _attributes(section.find(f"{W}pgMar"))
    millimetres = {
        side: round(int(margins[side]) * 25.4 / 1440, 1) for side in ("top", "left", "right", "bottom")
    }
    assert millimetres == {"top": 37.0, "left": 28.0, "right": 26.0, "bottom": 35.0}
    assert _attributes(section.find(f"{W}docGrid")) == {"type": "lines", "linePitch": "579"}
    width = (11906 - int(margins["left"]) - int(margins["right"])) / 20
    height = (16838 - int(margins["top"]) - int(margins["bottom"])) / 20
    assert (int(width / (16 - 5 / 20)), int(height / (579 / 20))) == (28, 22)


def test_every_style_sets_its_east_asian_font(reading: Reading) -> None:
    styles = _part(ledger.to_bytes(reading), "styles")
    found = {}
    for name in ("Normal", "Title", "Heading1", "Heading2", "Heading3"):
        style = styles.find(f"{W}style[@{W}styleId='{name}']")
        assert style is not None
        fonts = _attributes(style.find(f".//{W}rFonts"))
        size = _attributes(style.find(f".//{W}sz"))["val"]
        spacing = _attributes(style.find(f"{W}pPr/{W}spacing"))
        found[name] = (fonts["eastAsia"], int(size) / 2, spacing["line"], spacing["lineRule"])
    assert found == {
        "Normal": ("仿宋_GB2312", 16, "579", "exact"),
        "Title": ("方正小标宋简体", 22, "720", "exact"),
        "Heading1": ("黑体", 16, "579", "exact"),
        "Heading2": ("楷体_GB2312", 16, "579", "exact"),
        "Heading3": ("仿宋_GB2312", 16, "579", "exact"),
    }


def test_fallback_fonts_are_named(reading: Reading) -> None:
    fonts = _part(ledger.to_bytes(reading), "fontTable")
    other = fonts.find(f"{W}font[@{W}name='仿宋_GB2312']/{W}altName")
    assert _attributes(other) == {"val": "仿宋,FangSong,Noto Serif CJK SC"}


def test_page_numbers_stand_odd_right_and_even_left(reading: Reading) -> None:
    data = ledger.to_bytes(reading)
    assert _part(data, "settings").find(f"{W}evenAndOddHeaders") is not None
    found = []
    for name in ("footer1", "footer2"):
        footer = _part(data, name)
        indent = _attributes(footer.find(f".//{W}ind"))
        text = "".join(footer.itertext())
        found.append((_attributes(footer.find(f".//{W}jc"))["val"], indent, text))
        assert {_attributes(size)["val"] for size in footer.iter(f"{W}sz")} == {"28"}
        assert {_attributes(font)["eastAsia"] for font in footer.iter(f"{W}rFonts")} == {"宋体"}
    assert sorted(found, key=str) == [
        ("left", {"left": "280"}, "— PAGE —"),
        ("right", {"right": "280"}, "— PAGE —"),
    ]


def test_no_red_head_number_or_seal_is_added(reading: Reading) -> None:
    body = _part(ledger.to_bytes(reading), "document")
    assert body.findall(f".//{W}color") == []
    assert body.findall(f".//{W}drawing") == []
    assert "文号" not in "".join(body.itertext())


def test_what_it_says(reading: Reading, tmp_path: Path) -> None:
    ledger.write(reading, tmp_path / "清单.docx")
    paragraphs = docx.Document(str(tmp_path / "清单.docx")).paragraphs
    said = [(paragraph.style.name, paragraph.text) for paragraph in paragraphs if paragraph.style is not None]
    assert said[0] == ("Title", "《中共某市委关于推进创新的决定》责任清单")
    assert (
        said[1][1]
        == "制发机关：中国共产党某市第七届委员会；通过日期：2021年7月6日；公布日期：2021年7月14日。"
    )
    assert said[2][1].startswith("共5项量化目标、2项标志性成果、2项政策措施。")
    assert said[3:7] == [
        ("Heading 1", "一、总体目标"),
        ("Heading 2", "1.明确奋斗目标"),
        ("Normal", "（1）高新技术企业：达到192家。时限：2025年。牵头单位：未写明；责任单位：未写明。"),
        ("Normal", "原文：“高新技术企业达到192家”（位置99—111）"),
    ]
    texts = [text for _, text in said]
    assert texts.index("二、重点任务") < texts.index("2.培育企业")
    assert (
        "（1）实施企业倍增计划。牵头单位：市科技局；责任单位：市经济和信息化局、各县(市、区)人民政府。"
        in texts
    )


def test_a_text_without_commitments_says_so(reading: Reading) -> None:
    import msgspec

    empty = msgspec.structs.replace(reading, targets=[], milestones=[], measures=[])
    paragraphs = docx.Document(io.BytesIO(ledger.to_bytes(empty))).paragraphs
    assert paragraphs[-1].text == "本文未读出量化目标、标志性成果或政策措施。"


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_reading_can_be_written(data: st.DataObject, readings: st.SearchStrategy[Reading]) -> None:
    any_reading = data.draw(readings)
    paragraphs = docx.Document(io.BytesIO(ledger.to_bytes(any_reading))).paragraphs
    quotes = [paragraph.text for paragraph in paragraphs if paragraph.text.startswith("原文：“")]
    wanted = len(any_reading.targets) + len(any_reading.milestones) + len(any_reading.measures)
    assert len(quotes) >= wanted


def test_nothing_is_half_written(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        ledger.write(reading, tmp_path / "no" / "l.docx")
