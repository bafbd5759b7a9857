"""Real files, made small: PDF with a ToUnicode font, Word packages, old Office containers, zip bombs."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

A4 = (595.0, 842.0)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PASSWORD_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class Text(NamedTuple):
    """A printed string: its left edge and base line in points from the top left."""

    x: float
    y: float
    text: str
    size: float = 16
    font: str = "F1"


class Box(NamedTuple):
    """A ruled rectangle, as table cells are drawn."""

    x: float
    y: float
    width: float
    height: float


class Picture(NamedTuple):
    """A grey picture over the whole page, as a scan is."""


def prose(text: str, *, x: float = 90, y: float = 120, size: float = 16, width: int = 28) -> list[Text]:
    """Set a paragraph as a page does: two characters' indent, lines filled to ``width`` characters."""
    lines, indent, used = [""], 2.0, 2.0
    for sign in text:
        wide = 0.5 if sign.isascii() else 1.0
        if used + wide > width:
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += wide
    return [
        Text(x + (size * indent if row == 0 else 0), y + 29 * row, line, size)
        for row, line in enumerate(lines)
    ]


def pdf(
    pages: Sequence[Sequence[Text | Box | Picture]],
    *,
    packed: bool = True,
    mapped: bool = True,
    password: str | None = None,
) -> bytes:
    """Write a PDF by hand (ISO 32000-1).

    Args:
        pages: what is drawn on each page.
        packed: deflate the page streams.
        mapped: give the font its ToUnicode map, without which its text cannot be copied.
        password: lock with RC4, 40 bits (7.6.3); "" locks for changes only, so that everyone may read.
    """
    signs = sorted({sign for page in pages for item in page if isinstance(item, Text) for sign in item.text})
    mapping = "\n".join(f"<{ord(sign):04x}> <{ord(sign):04x}>" for sign in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(signs)} beginbfchar\n{mapping}\n"
        "endbfchar endcmap end end"
    )
    objects: list[tuple[str, bytes | None]] = [("<</Type/Catalog/Pages 2 0 R>>", None), ("", None)]
    to_unicode = "/ToUnicode 5 0 R" if mapped else ""
    fonts = "/F1 3 0 R/F2 7 0 R"
    objects.append(_font("Song", to_unicode))
    objects.append(
        (
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo"
            "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[32 126 500]>>",
            None,
        )
    )
    objects.append(("", cmap.encode()))
    objects.append(
        (
            "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
            b"\x80",
        )
    )
    objects.append(_font("Hei", to_unicode))
    kids = []
    for page in pages:
        content = "\n".join(_drawn(item) for item in page).encode()
        objects.append(
            ("<</Filter/FlateDecode" if packed else "", zlib.compress(content) if packed else content)
        )
        objects.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4[0]} {A4[1]}]/Contents {len(objects)} 0 R"
                f"/Resources<</Font<<{fonts}>>/XObject<</I 6 0 R>>>>>>",
                None,
            )
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = (f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>", None)
    return _written(objects, password)


def _font(name: str, to_unicode: str) -> tuple[str, None]:
    descendant = f"/DescendantFonts[4 0 R]{to_unicode}"
    return f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H{descendant}>>", None


def _drawn(item: Text | Box | Picture) -> str:
    if isinstance(item, Picture):
        return f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I Do Q"
    if isinstance(item, Box):
        return f"{item.x} {A4[1] - item.y - item.height} {item.width} {item.height} re S"
    codes = "".join(f"{ord(sign):04x}" for sign in item.text)
    return f"BT /{item.font} {item.size} Tf 1 0 0 1 {item.x} {A4[1] - item.y} Tm <{codes}> Tj ET"


def _written(objects: Sequence[tuple[str, bytes | None]], password: str | None) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    key, lock = _lock(password) if password is not None else (b"", "")
    for number, (head, stream) in enumerate(objects, 1):
        places.append(out.tell())
        if stream is None:
            out.write(f"{number} 0 obj {head} endobj\n".encode())
            continue
        if key:
            own = hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]
            stream = _rc4(own, stream)
        head = f"{head or '<<'}/Length {len(stream)}>>"
        out.write(f"{number} 0 obj {head}\nstream\n".encode() + stream + b"\nendstream endobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer <</Size {len(objects) + 1}/Root 1 0 R{lock}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _lock(password: str) -> tuple[bytes, str]:
    padded = (password.encode() + PASSWORD_PAD)[:32]
    owner = _rc4(hashlib.md5(b"owner".ljust(32, b"\0")).digest()[:5], padded)
    name = b"0123456789abcdef"
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + name).digest()[:5]
    user = _rc4(key, PASSWORD_PAD)
    return key, (
        f"/ID[<{name.hex()}><{name.hex()}>]"
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{user.hex()}>>>"
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def paragraph(text: str, properties: str = "") -> str:
    """Write one Word paragraph of plain text."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(text: str, level: int, num: int = 1) -> str:
    """Write one paragraph with an automatic number."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def levels(*forms: tuple[str, str]) -> str:
    """Write a numbering part of one list: (number format, text) for each level."""
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(forms)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def docx(body: str, **parts: str) -> bytes:
    """Pack a Word document from its body and its further parts (``styles``, ``numbering``, ``footnotes``)."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    document = f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/>'
    open_rels = f'<Relationships xmlns="{package}/relationships">'
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{content}.{name}+xml"/>' for name in parts
    )
    rels = "".join(
        f'<Relationship Id="r{name}" Type="{relation}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f"{open_rels}{document}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"{open_rels}{rels}</Relationships>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped({name: text.encode() for name, text in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files, deflated, at a fixed time so that the bytes are always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2021, 7, 6, 0, 0, 0))
            # OpenDocument wants this one part to stand in the clear
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, packing)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """Write the head and directory of an OLE compound file (MS-CFB), as old and locked Office files are."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b""
    for number, name in enumerate(["Root Entry", *streams]):
        coded = name.encode("utf-16-le") + b"\0\0"
        entry = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), 2 if number else 5, 1)
        entries += entry + b"\xff" * 12 + bytes(128 - len(entry) - 12)
    return header + fat + entries.ljust(512, b"\0")
