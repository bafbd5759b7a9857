"""A .docx is a zip of XML parts: what may be opened of it, and how much of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from luodi.core.errors import InputError
from luodi.core.unpacking import MAX_RATIO, MAX_UNPACKED, MB, bomb, check_parts, megabytes
from luodi.reading.sources.limits import MAX_PART

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION: Final = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UNZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What zipfile raises on damaged members; a locked one is a RuntimeError, NotImplementedError is one too."""
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """The parts of a .docx, each unpacked on demand, together never more than ``MAX_UNPACKED``.

    python-docx would open the zip by itself, whole and without limits, and knows neither list numbers nor
    tracked changes nor text boxes; so the parts are read here.

    Args:
        data: the file.
        where: how the user would look it up.

    Raises:
        InputError: it is no zip, cut short, locked, or a zip bomb.
    """

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
            raise self._damaged(data) from error
        entries = self._zip.infolist()
        check_parts(entries, len(data), where)
        self._entries = {entry.filename.lstrip("/").lower(): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """Names of all parts, in small letters."""
        return list(self._entries)

    def size(self, name: str) -> int:
        """How many bytes a part says it unpacks to."""
        return self._entries[name.lower()].file_size

    def read(self, name: str) -> bytes:
        """Unpack one part, counting what really comes out of it.

        Raises:
            InputError: it is locked, damaged, packed in a way Word never uses, or larger than it says.
        """
        entry = self._entries[name.lower()]
        if entry.flag_bits & 1:
            raise InputError(
                "the document is locked with a password",
                where=self.where,
                accepted="a document without a password",
                remedy="unpack it with the password, or have it sent without",
            )
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._damaged()
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(MB):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    if self._unpacked > MAX_UNPACKED or size > max(MB, MAX_RATIO * entry.compress_size) + MB:
                        raise bomb(self.where, f"{name} holds more than it says")
                    chunks.append(chunk)
        except _UNZIP_ERRORS as error:
            raise self._damaged() from error
        return b"".join(chunks)

    def xml(self, name: str) -> _Element | None:
        """Parse one part, or give None when the package has no such part.

        No entity is expanded and nothing outside is opened: a part that declares any is refused, since Word
        writes none.

        Raises:
            InputError: the part is damaged, or declares entities.
        """
        if name not in self:
            return None
        from lxml import etree

        data = self.read(name)
        if len(data) > MAX_PART:
            raise bomb(self.where, f"{name} holds {megabytes(len(data))}")
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        # the declaration may also stand in UTF-16, which the first look does not see but the parser does
        if _DECLARATION.search(data):
            raise self._entities(name)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error).lower():
                raise InputError(
                    "the document nests its parts more than 256 deep",
                    where=self.where,
                    accepted="a document as Word or WPS saves it",
                    remedy="open it in Word or WPS and save it again",
                ) from error
            raise self._damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._entities(name)
        return root

    def _entities(self, name: str) -> InputError:
        return InputError(
            f"the document declares XML entities in {name}, which Word never does",
            where=self.where,
            accepted="a .docx as Word or WPS saves it",
            remedy="do not open it elsewhere either; ask the sender for the document as plain text",
        )

    def _damaged(self, data: bytes | None = None) -> InputError:
        # the directory of a zip stands at its end, so a download that broke off has none
        cut = data is not None and b"PK\x05\x06" not in data[-70_000:]
        return InputError(
            "the Word document is cut short: its end is missing" if cut else "the Word document is damaged",
            where=self.where,
            accepted="a .docx as Word or WPS saves it",
            remedy="download it again" if cut else "open it in Word or WPS, let it repair, and save it again",
        )
