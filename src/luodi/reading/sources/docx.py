"""Word documents (.docx): which part is the document, and what belongs to its text."""

from __future__ import annotations

import posixpath
from typing import Final

from luodi.core.errors import InputError
from luodi.reading.sources.docx_body import Body
from luodi.reading.sources.docx_numbers import Numbering
from luodi.reading.sources.docx_styles import Styles, W
from luodi.reading.sources.zipped import Package

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read_docx(data: bytes, where: str) -> str:
    """Give the text of a Word document as it shows with all changes accepted.

    Paragraphs and tables stand in document order, list numbers are written out, a text box follows the
    paragraph it hangs on, notes stand at the end; page headers and footers, comments, hidden text and the
    table of contents are left out.

    Raises:
        InputError: it is not a Word document, locked, damaged, unsafe, or has pictures only.
    """
    package = Package(data, where)
    main = _target(package, "_rels/.rels", "/officeDocument") or "word/document.xml"
    if main not in package:
        raise InputError(
            "this is a zip archive, but not a Word document",
            where=where,
            accepted="a .docx as Word or WPS saves it",
            remedy="unpack it and name the document in it",
        )
    root = package.xml(main)
    content = root.find(f"{W}body") if root is not None else None
    if content is None:
        raise InputError(
            "this is an Office file, but not a Word document",
            where=where,
            accepted="a .docx as Word or WPS saves it",
            remedy="open it in Word or WPS and save it as .docx",
        )
    rels = posixpath.join(posixpath.dirname(main), "_rels", posixpath.basename(main) + ".rels")
    part = {
        kind: package.xml(_target(package, rels, f"/{kind}") or "")
        for kind in ("styles", "numbering", "footnotes", "endnotes")
    }
    styles = Styles(part["styles"])
    body = Body(styles, Numbering(part["numbering"], styles))
    lines = body.read(content)
    for kind in ("footnotes", "endnotes"):
        lines += body.notes(part[kind])
    if not any(line.strip() for line in lines) and b"media/" in data:
        raise InputError(
            "the document holds pictures only, no text",
            where=where,
            accepted="a document with text",
            remedy="have the pictures recognised (OCR), check the figures, and read the recognised text",
        )
    return "\n".join(lines)


def _target(package: Package, rels: str, kind: str) -> str | None:
    """Find the part that a relationship of this kind leads to."""
    root = package.xml(rels)
    if root is None:
        return None
    folder = posixpath.dirname(posixpath.dirname(rels))
    for relationship in root.iter(_RELATIONSHIP):
        target = relationship.get("Target") or ""
        inside = relationship.get("TargetMode") != "External"
        if inside and target and (relationship.get("Type") or "").endswith(kind):
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None
