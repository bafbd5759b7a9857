"""Every kind of bad input has its own sentence: what is wrong, where, what is accepted, what to do."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from luodi.core.errors import InputError
from luodi.reading.sources import MAX_BYTES, load, loads

from .builders import W, docx, ole, paragraph, pdf, prose, zipped

MB = 1024 * 1024


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Root may read everything, so that permissions must be tested as somebody else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def _refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    error = _refused(tmp_path / "决定.docx")
    assert error.what == "there is no such file"
    assert error.remedy == f"check the name; the current folder is {Path.cwd()}"


def test_a_folder(tmp_path: Path) -> None:
    assert _refused(tmp_path).what == "this is a folder, not a file"


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "决定.txt"
    path.write_text("一、总则", encoding="utf-8")
    path.chmod(0)
    with _unprivileged():
        assert _refused(path).what == "the file may not be opened: permission denied"


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    assert _refused(tmp_path / ("长" * 200)).what == "the file cannot be opened: File name too long"
    with pytest.raises(InputError, match=r"a\\0b: the file cannot be opened: .*embedded null"):
        load("a\0b")
    (tmp_path / "file").touch()
    assert "Not a directory" in _refused(tmp_path / "file" / "决定.txt").what


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "决定.txt"
    path.touch()
    assert _refused(path).what == "the file is empty"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "决定.txt"
    with path.open("wb") as file:
        file.truncate(200 * MB)
    assert _refused(path).what == "the file is too large: 200 MB, the limit is 50 MB"
    with pytest.raises(InputError, match="more than 50 MB"):
        load("/dev/zero")
    assert MAX_BYTES == 50 * MB


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (ole("WordDocument"), "决定.doc", "an old Word document (.doc), which is not read"),
        (ole("WordDocument"), "决定.wps", "a WPS document (.wps), which is not read"),
        (ole("Workbook"), "分工.xls", "an old Excel workbook (.xls, .et), which is not read"),
        (ole("PowerPoint Document"), "解读.ppt", "an old presentation, which is not read"),
        (ole("EncryptionInfo", "EncryptedPackage"), "决定.docx", "the document is locked with a password"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "分工.xlsx", "an Excel workbook (.xlsx), which is not read"),
        (zipped({"ppt/presentation.xml": b"<a/>"}), "解读.pptx", "a presentation (.pptx), which is not read"),
        (zipped({"OFD.xml": b"<a/>"}), "决定.ofd", "an OFD file (版式文件), which is not read"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
            "决定.odt",
            "an OpenDocument text (.odt), which is not read",
        ),
        (zipped({"决定.txt": b"1."}), "决定.zip", "this is a zip archive, but not a Word document"),
        (b"{\\rtf1 \\u19968?}", "决定.rtf", "an RTF file, which is not read"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "扫描.jpg", "a picture, which is not read"),
        (b"Rar!\x1a\x07\x01\0", "附件.rar", "an archive, which is not read"),
        (b"\x7fELF\x02\x01", "luodi", "a program, which is not read"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related;",
            "a.mht",
            "a web archive (.mht)",
        ),
        (b"<?xml version='1.0'?><akomaNtoso/>", "决定.xml", "an XML file, which is not read"),
        ("一、总则".encode(), "决定.docx", "the name says .docx, but the content is not a Word document"),
        ("一、总则".encode(), "决定.pdf", "the name says .pdf, but the content is not a PDF"),
    ],
)
def test_kinds_that_are_not_read_say_how_to_convert_them(data: bytes, name: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        loads(data, name)
    assert what in caught.value.what
    assert caught.value.accepted
    assert caught.value.remedy


@pytest.mark.parametrize("keep", [30, 200, 0.5, -30])
def test_a_word_document_cut_short(keep: float) -> None:
    whole = docx(paragraph("一、总则"))
    with pytest.raises(InputError, match="the Word document is cut short: its end is missing"):
        loads(whole[: int(keep * len(whole)) if 0 < keep < 1 else int(keep)], "决定.docx")


def test_a_word_document_with_a_damaged_part() -> None:
    whole = bytearray(docx(paragraph("一、总则" * 50)))
    place = whole.index(b"word/document.xml") + 60
    whole[place : place + 20] = bytes(20)
    with pytest.raises(InputError, match="the Word document is damaged"):
        loads(bytes(whole), "决定.docx")
    with pytest.raises(InputError, match="the Word document is damaged"):
        loads(docx("<w:p>"), "决定.docx")


def test_a_locked_zip() -> None:
    whole = bytearray(docx(paragraph("一、总则")))
    for entry in zipfile.ZipFile(io.BytesIO(bytes(whole))).infolist():
        whole[entry.header_offset + 6] |= 1
    at = whole.index(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 1)
    with pytest.raises(InputError, match="locked with a password"):
        loads(bytes(whole), "决定.docx")


def test_a_word_document_of_pictures_only() -> None:
    picture = {"word/media/image1.png": b"\x89PNG", "word/document.xml": b""}
    picture["word/document.xml"] = f"<w:document {W}><w:body><w:p/></w:body></w:document>".encode()
    with pytest.raises(InputError, match="the document holds pictures only, no text"):
        loads(zipped(picture), "决定.docx")


def test_zip_bombs_are_refused_before_they_unpack() -> None:
    body = f"<w:document {W}><w:body>".encode() + b" " * (400 * MB)
    with pytest.raises(InputError, match="unpacks to far more than a document holds"):
        loads(zipped({"word/document.xml": body}), "决定.docx")
    lying = bytearray(zipped({"word/document.xml": body[: 30 * MB]}))
    # the directory says that 30 MB are 1,000 bytes
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 1000)
    with pytest.raises(InputError):
        loads(bytes(lying), "决定.docx")


def test_pdf_bombs_are_refused_before_they_unpack() -> None:
    whole = pdf([prose("一、总则")])
    bomb = zlib.compress(bytes(100 * MB))
    with pytest.raises(InputError, match="unpacks to far more than a document holds"):
        loads(
            whole.replace(b"%%EOF", b"9 0 obj <<>>\nstream\n" + bomb + b"\nendstream endobj\n%%EOF"), "a.pdf"
        )
    twice = whole.replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]")
    with pytest.raises(InputError, match="packed twice over"):
        loads(twice, "a.pdf")


def test_forms_that_call_forms_do_not_make_a_page_endless() -> None:
    def form(number: int) -> str:
        head = (
            f"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F {number + 1} 0 R>>>>/Length 60"
        )
        return f"{number} 0 obj <<{head}>>\nstream\n{'/F Do ' * 10}\nendstream endobj\n"

    whole = pdf([prose("一、总则")], packed=False).replace(b"/I 6 0 R", b"/F 20 0 R")
    whole = whole.replace(b"BT /F1", b"/F Do BT /F1", 1)
    # without its table a PDF is searched for objects, so that they may stand anywhere
    forms = "".join(map(form, range(20, 32))).encode()
    whole = whole[: whole.rindex(b"xref\n0")] + forms + b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF"
    with pytest.raises(InputError, match="page 1 is drawn with more than 20 MB"):
        loads(whole, "a.pdf")


@pytest.mark.parametrize(
    ("printed", "claimed"),
    [
        (b"[32 126 500]", b"[32 9999999999 500]"),
        (b"[32 126 500]", b"[-999999999 126 500]"),
        (b"endbfchar", b"endbfchar 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"),
    ],
)
def test_fonts_that_claim_more_characters_than_there_are(printed: bytes, claimed: bytes) -> None:
    whole = pdf([prose("一、总则")]).replace(printed, claimed)
    with pytest.raises(InputError, match="more characters than there are"):
        loads(whole, "a.pdf")


def test_comments_before_nothing_take_no_time() -> None:
    assert loads(b"<!---->" * 500 + "一".encode(), "决定.txt").media == "text"
