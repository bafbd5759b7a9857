"""No bytes and no broken file get anything but a text or one of our own errors out of the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.core.errors import LuodiError
from luodi.reading.sources import loads

from .builders import Box, Text, docx, levels, listed, ole, paragraph, pdf, prose

TEXT = "一、总体目标\n（一）企业。到2025年，高新技术企业达到192家。\n"
VALID = {
    "决定.txt": TEXT.encode(),
    "国标.txt": TEXT.encode("gb18030"),
    "决定.html": (
        f"<html><meta charset=utf-8><table><tr><td rowspan=2>{TEXT}<td>乙</table><ol><li>丙</ol>"
    ).encode(),
    "决定.docx": docx(
        listed("总则", 0) + f"<w:tbl><w:tr><w:tc>{paragraph(TEXT)}</w:tc></w:tr></w:tbl>",
        numbering=levels(("chineseCounting", "%1、")),
    ),
    "决定.pdf": pdf([[*prose(TEXT), Box(90, 300, 100, 30), Text(95, 320, "甲")]], packed=False),
    "紧缩.pdf": pdf([prose(TEXT)]),
    "决定.doc": ole("WordDocument"),
}


def _read(data: bytes, name: str) -> None:
    try:
        source = loads(data, name)
    except LuodiError as error:
        assert error.exit_code == 2
        assert "\n" not in str(error)
    else:
        assert source.text.strip()
        source.text.encode()
        assert "\r" not in source.text


@given(st.binary(max_size=2000), st.sampled_from(sorted(VALID)))
def test_any_bytes(data: bytes, name: str) -> None:
    _read(data, name)


@given(st.text(max_size=500), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-8-sig"]))
def test_any_text(text: str, encoding: str) -> None:
    _read(text.encode(encoding, errors="ignore"), "决定.txt")
    _read(f"<html><p>{text}".encode(encoding, errors="ignore"), "决定.html")


@pytest.mark.parametrize("name", sorted(VALID))
@settings(deadline=None)
@given(data=st.data())
def test_a_valid_file_with_changes_anywhere(name: str, data: st.DataObject) -> None:
    whole = bytearray(VALID[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 12))
        whole[at : at + length] = data.draw(st.binary(max_size=12))
    _read(bytes(whole), name)
    _read(bytes(whole[: data.draw(st.integers(0, len(whole)))]), name)


PILES = [
    "（",
    "一",
    "1",
    "〔",
    "第",
    "<",
    "<p>",
    "<td>1",
    "一、",
    "12,",
    "。1.",
    "%",
    "&amp;",
    "<!--",
    "\n",
    "\t一\n",
]


@pytest.mark.parametrize("unit", PILES)
def test_ten_megabytes_piled_up(unit: str) -> None:
    _read((unit * (10_000_000 // len(unit.encode()))).encode(), "决定.txt")


@pytest.mark.parametrize("box", [b"[0 0 595 0]", b"[0 0 0 0]", b"[0 0 1e40 1e40]", b"[1 2]", b"null"])
def test_pages_of_any_size(box: bytes) -> None:
    _read(pdf([prose(TEXT)]).replace(b"[0 0 595.0 842.0]", box), "决定.pdf")


@pytest.mark.parametrize("place", [b"1e30", b"-1e30", b"99999999999999999999", b"0"])
def test_characters_at_the_end_of_the_world(place: bytes) -> None:
    _read(pdf([prose(TEXT)], packed=False).replace(b"1 0 0 1 90", b"1 0 0 1 " + place), "决定.pdf")
