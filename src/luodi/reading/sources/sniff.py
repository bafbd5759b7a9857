"""What a file is, by its first bytes; and the way out for the many kinds that are not read."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NoReturn

from luodi.core.errors import InputError
from luodi.reading.sources.limits import READ

if TYPE_CHECKING:
    from luodi.reading.sources import Media

_HEAD: Final = 4096
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div"
    r"|p|br|table|article|section|main|h[1-6]|ul|ol|span|font|center|frameset|form)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_MHT: Final = re.compile(
    r"\s*(?:From: |MIME-Version:|Content-Type: multipart/related|Subject: )", re.IGNORECASE
)

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OCR: Final = "have it recognised (OCR), check the figures, and read the recognised text"
_UNPACK: Final = "unpack it and read the document in it"
_AS_DOCX: Final = "open it in Word or WPS and save it as .docx"
_OTHERS: Final = (
    (rb"\{\\rtf", "an RTF file", _AS_DOCX),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", "a picture", _OCR),
    (rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh[1-9]|\xfd7zXZ|.{257}ustar", "an archive", _UNPACK),
    (rb"\x7fELF|MZ.{0,80}\0\0|\xca\xfe\xba\xbe", "a program", "name the document"),
    (rb"AT&TFORM", "a DjVu scan", _OCR),
    (
        rb"Founder CEB|HN\0|KDH ",
        "an e-newspaper or journal file (CEB, CAJ)",
        "export it as PDF with text, or copy its text",
    ),
)


def sniff(data: bytes, name: str, where: str) -> Media:
    """Tell what a file is.

    Args:
        data: the whole file.
        name: its name; the suffix only helps to word a refusal.
        where: how the user would look it up.

    Returns:
        The kind of file, one that is read.

    Raises:
        InputError: it is of a kind that is not read.

    Example:
        >>> sniff(b"%PDF-1.7", "a", "a"), sniff(b"<!DOCTYPE html><p>", "a.txt", "a"), sniff(b"1.", "a", "a")
        ('pdf', 'html', 'text')
    """
    if re.search(rb"%PDF-\d", data[:1024]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data, where)
    if data.startswith(_OLE):
        _refuse_ole(data, name, where)
    for magic, kind, remedy in _OTHERS:
        if re.match(magic, data, re.DOTALL):
            raise _not_read(kind, where, remedy)
    return _text(data, name, where)


def _zip(data: bytes, where: str) -> Media:
    # names stand in the clear in a zip's directory; this only words the refusal, reading checks them
    for entry, kind, remedy in (
        (b"xl/workbook", "an Excel workbook (.xlsx)", "save the sheet as text, or copy it into a .docx"),
        (b"OFD.xml", "an OFD file (版式文件)", "export it as PDF with text or as .docx in the OFD reader"),
        (b"ppt/presentation", "a presentation (.pptx)", "copy its text into a .docx"),
        (b"opendocument.text", "an OpenDocument text (.odt)", _AS_DOCX),
        (b"opendocument.spreadsheet", "an OpenDocument sheet (.ods)", "copy it into a .docx"),
        (b"application/epub", "an e-book (.epub)", "copy its text into a .txt file"),
    ):
        if entry in data and b"word/" not in data:
            raise _not_read(kind, where, remedy)
    return "docx"


def _refuse_ole(data: bytes, name: str, where: str) -> NoReturn:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(
            "the document is locked with a password",
            where=where,
            accepted="a document without a password",
            remedy="open it in Word or WPS, take the password off (File, Protect) and save it again",
        )
    suffix = PurePath(name).suffix.lower()
    if "Workbook".encode("utf-16-le") in data:
        raise _not_read(
            "an old Excel workbook (.xls, .et)", where, "save the sheet as text, or copy it into a .docx"
        )
    if suffix in {".wps", ".wpt"}:
        raise _not_read("a WPS document (.wps)", where, "open it in WPS and save it as .docx")
    if suffix in {".ppt", ".dps"}:
        raise _not_read("an old presentation", where, "copy its text into a .docx")
    raise _not_read("an old Word document (.doc)", where, _AS_DOCX)


def _text(data: bytes, name: str, where: str) -> Media:
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "latin-1")
    head = data[:_HEAD].decode(encoding, errors="replace").removeprefix("\ufeff").removeprefix("ï»¿")
    suffix = PurePath(name).suffix.lower()
    if _MHT.match(head) and (suffix in {".mht", ".mhtml"} or "multipart/related" in head.lower()):
        raise _not_read(
            "a web archive (.mht)", where, "open it in a browser and save it as “web page, HTML only”"
        )
    if _HTML.match(head) or (suffix in {".html", ".htm", ".shtml", ".xhtml"} and _TAG.search(head)):
        return "html"
    if head.lstrip().startswith("<?xml"):
        raise _not_read(
            "an XML file", where, "open it in the program it belongs to and save it as .docx or text"
        )
    if suffix in {".docx", ".pdf"}:
        kind = "a Word document" if suffix == ".docx" else "a PDF"
        raise InputError(
            f"the name says {suffix}, but the content is not {kind}",
            where=where,
            accepted=f"a {READ} file whose content is what its name says",
            remedy="download it again, or give it the suffix of what it is",
        )
    if suffix in {".ofd", ".ceb", ".cebx", ".caj"}:
        raise _not_read(f"a {suffix} file", where, "export it as PDF with text, or copy its text")
    return "text"


def _not_read(kind: str, where: str, remedy: str) -> InputError:
    return InputError(
        f"this is {kind}, which is not read", where=where, accepted=f"a {READ} file", remedy=remedy
    )
