from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.reading.sources import loads
from luodi.reading.sources.plain import is_text

TEXT = "一、总体目标\n1.到2025年，高新技术企业达到192家。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("gb2312"),
        b"\x84\x31\x95\x33" + TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
    ids=[
        "utf8",
        "utf8-bom",
        "gb18030",
        "gbk",
        "gb2312",
        "gb18030-bom",
        "utf16le",
        "utf16be",
        "utf32",
        "crlf",
        "cr",
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert loads(data, "决定.txt").text == TEXT


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    text = f"一{text}"
    if "\ufffd" not in text and not text.startswith("\ufeff"):
        assert loads(text.encode(), "决定.txt").text == text.replace("\u2028", "\n").replace("\u2029", "\n")


@given(st.text(st.sampled_from("一二三到年月，。达万元家企业的国在发展0123456789、—“”（）%"), min_size=8))
def test_official_chinese_in_gb18030_is_read_as_it_is(text: str) -> None:
    assert loads(f"一、{text}".encode("gb18030"), "决定.txt").text == f"一、{text}"


def test_rare_characters_of_names_do_not_matter_among_the_everyday_ones() -> None:
    assert (
        loads("镕喆等出席会议，乐山市犍为县。".encode("gbk"), "决定.txt").text
        == "镕喆等出席会议，乐山市犍为县。"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (bytes(range(256)) * 20, "zero bytes"),
        ("高新技術企業達到一百九十二家，創新發展".encode("big5"), "no.? known encoding|not text in a known"),
        ("ベンチャー企業の数を増やす計画です".encode("shift-jis"), "not text in a known encoding"),
        (TEXT.encode() * 20 + b"\xe4\xb8" + TEXT.encode(), "UTF-8 but damaged: byte 1361"),
        ("\ufffd到\ufffd年\ufffd达\ufffd到".encode(), "lost before"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8", "mark of UTF-16-LE but is not in it"),
        (TEXT.encode("utf-16-le"), "zero bytes"),
        (b" \n\t\r\n", "only white space"),
        ("\u3000\n".encode("gb18030"), "only white space"),
    ],
    ids=["binary", "big5", "shift-jis", "damaged", "lost", "utf16", "utf16-no-mark", "space", "wide-space"],
)
def test_what_is_no_text_is_refused_by_its_cause(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        loads(data, "决定.txt")
    assert caught.value.remedy


def test_damage_is_placed() -> None:
    with pytest.raises(InputError) as caught:
        loads(TEXT.encode() + b"\xff\xff" + TEXT.encode() * 9, "决定.txt")
    assert caught.value.where == "决定.txt line 3"


def test_utf16_without_a_mark_looks_like_no_text() -> None:
    assert not is_text(TEXT.encode("utf-16-le").decode("latin-1"), chinese=False)
