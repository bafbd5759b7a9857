"""PDF with a text layer (文字版 PDF): from a file to text, and the reasons why there may be none."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

from luodi.core.errors import InputError
from luodi.reading.sources.limits import check_streams

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

    from luodi.reading.sources import Progress
    from luodi.reading.sources.pdf_page import PdfPage

_OCR: Final = (
    "have it recognised (OCR), check the figures, and read the recognised text; or ask for the Word file"
)


def read_pdf(data: bytes, where: str, progress: Progress | None = None) -> tuple[str, tuple[str, ...]]:
    """Give the text of a PDF: lines joined into paragraphs, tables as rows, page furniture left out.

    Args:
        data: the file.
        where: how the user would look it up.
        progress: called after each page with pages done and pages in all.

    Returns:
        The text, and notes about pages that could not be read.

    Raises:
        InputError: the file is locked, damaged, cut short, unpacks to too much, or has no usable text layer.
    """
    check_streams(data, where)
    with _quiet():
        pages = _pages(data, where, progress)
    pictures = [page.number for page in pages if not page.characters and page.pictures]
    if not any(page.characters for page in pages) or 2 * len(pictures) > len(pages):
        _refuse_pictures(pages, pictures, where)
    total = sum(page.characters for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if 5 * unmapped > total:
        raise InputError(
            f"the text layer cannot be used: {unmapped:,} of its {total:,} characters have no Unicode value",
            where=where,
            accepted="a PDF whose text can be copied",
            remedy=_OCR,
        )
    from luodi.reading.sources.pdf_flow import flow

    notes: tuple[str, ...] = ()
    if pictures:
        notes = (f"pages that are pictures were not read: {', '.join(map(str, pictures))}",)
    return "\n".join(flow(pages)), notes


def _pages(data: bytes, where: str, progress: Progress | None) -> list[PdfPage]:
    from luodi.reading.sources.pdf_page import read_page
    from luodi.reading.sources.pdf_weight import check_page

    with _opened(data, where) as pdf:
        pages: list[PdfPage] = []
        fonts: set[int] = set()
        try:
            total = len(pdf.pages)
            for page in pdf.pages:
                check_page(page, where, fonts)
                pages.append(read_page(page, pages[-1].gutter if pages else None))
                page.close()
                if progress is not None:
                    progress(len(pages), total)
            if len(pages) > 1 and pages[0].gutter is None and pages[1].gutter is not None:
                pages[0] = read_page(pdf.pages[0], pages[1].gutter)
        except InputError:
            raise
        except Exception as error:  # a damaged PDF makes its libraries raise nearly anything
            _refuse_damaged(data, f"{where} page {len(pages) + 1}", error)
    if not pages:
        _refuse_damaged(data, where, None)
    return pages


@contextmanager
def _opened(data: bytes, where: str) -> Iterator[PDF]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except Exception as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise InputError(
                "the PDF is locked with a password",
                where=where,
                accepted="a PDF that opens without a password",
                remedy="open it with the password and save or print it as a PDF without one",
            ) from error
        _refuse_damaged(data, where, error)
    try:
        yield pdf
    finally:
        with suppress(Exception):  # closing walks through all pages, which may be what is damaged
            pdf.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's remarks on odd colours and missing boxes off the user's screen."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _refuse_pictures(pages: list[PdfPage], pictures: list[int], where: str) -> NoReturn:
    if not any(page.characters for page in pages):
        what = (
            "the PDF has no text layer: its pages are pictures" if pictures else "the PDF has no text layer"
        )
    else:
        what = f"most of the PDF has no text layer: {len(pictures)} of its {len(pages)} pages are pictures"
    raise InputError(what, where=where, accepted="a PDF whose text can be copied", remedy=_OCR)


def _refuse_damaged(data: bytes, where: str, error: Exception | None) -> NoReturn:
    # the table of contents of a PDF stands at its end, so a download that broke off has none
    cut = b"%%EOF" not in data[-4096:] and b"startxref" not in data[-4096:]
    raise InputError(
        "the PDF is cut short: its end is missing" if cut else "the PDF is damaged",
        where=where,
        accepted="a PDF that a reader opens without complaint",
        remedy="download it again"
        if cut
        else "open it in a PDF reader and print it to a new PDF, or fetch it again",
    ) from error
