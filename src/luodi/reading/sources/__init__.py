"""Files as they come (来源文件): text, web page, Word and PDF, each given as one text with ``\\n`` line ends.

What a file is, its content says; the suffix only helps to word a refusal. Whatever cannot be read is an
:class:`~luodi.core.errors.InputError` that names the cause and the way out, never a traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from luodi.core.errors import InputError
from luodi.core.unpacking import megabytes
from luodi.reading.sources.limits import MAX_BYTES, MAX_CHARACTERS, read_bounded

Media = Literal["text", "html", "docx", "pdf"]
Progress = Callable[[int, int], None]
"""Called with the parts done and the parts in all; parts are pages."""

__all__ = ["MAX_BYTES", "Media", "Progress", "Source", "load", "loads"]


class Source(msgspec.Struct, kw_only=True, frozen=True):
    """One file's text.

    Attributes:
        name: the file's name, without its folder.
        media: what its content is.
        text: all of its text; lines end with ``\\n``, table rows are lines of tab-separated cells.
        notes: what a reader must know was left out, such as pages that are pictures.
    """

    name: str
    media: Media
    text: str
    notes: tuple[str, ...] = ()


def load(path: str | Path, *, progress: Progress | None = None, max_bytes: int = MAX_BYTES) -> Source:
    """Read a file's text.

    Args:
        path: a .txt, .md, .html, .docx or .pdf file.
        progress: called while slow files (PDF) are read, with pages done and pages in all.
        max_bytes: the largest file accepted, looked at before anything is read.

    Returns:
        The text with what the file is.

    Raises:
        InputError: the file is missing, too large, damaged, locked, a picture, or of a kind that is not read.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "决定.txt")
        ...     _ = path.write_bytes("一、总则\\r\\n1.到2025年达到300家。".encode("gb18030"))
        ...     load(path)
        Source(name='决定.txt', media='text', text='一、总则\\n1.到2025年达到300家。', notes=())
    """
    path = Path(path)
    return loads(read_bounded(path, max_bytes), path.name, where=str(path), progress=progress)


def loads(data: bytes, name: str, *, where: str = "", progress: Progress | None = None) -> Source:
    """Read the text out of a file's bytes.

    Args:
        data: the whole file.
        name: what to call it.
        where: how the user would look it up, for messages; the name if empty.
        progress: as for :func:`load`.

    Returns:
        The text with what the file is.

    Raises:
        InputError: as for :func:`load`.

    Example:
        >>> loads(b"<html><body><p>\\xd2\\xbb\\xa1\\xa2\\xd7\\xdc\\xd4\\xf2</p></body></html>", "页面").text
        '一、总则'
    """
    from luodi.reading.sources.sniff import sniff

    where = where or name
    media = sniff(data, name, where)
    notes: tuple[str, ...] = ()
    if media == "pdf":
        from luodi.reading.sources.pdf import read_pdf

        text, notes = read_pdf(data, where, progress)
    elif media == "docx":
        from luodi.reading.sources.docx import read_docx

        text = read_docx(data, where)
    elif media == "html":
        from luodi.reading.sources.html import read_html

        text = read_html(data, where)
    else:
        from luodi.reading.sources.plain import read_plain

        text = read_plain(data, where)
    if not text.strip():
        raise InputError(
            "the file holds only white space",
            where=where,
            accepted="a document with text",
            remedy="check that the right file was saved",
        )
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}",
            where=where,
            accepted=f"one document of less than {megabytes(MAX_BYTES)}",
            remedy="split the file into its documents",
        )
    return Source(name=name, media=media, text=text, notes=notes)
