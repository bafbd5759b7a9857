"""Handing out kept files (下载): always as an attachment, never shown as a page of the site."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse

from . import store
from .models import StoredFile
from .uploads import clean_name

RUNS: Final = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
"""Types that a browser might run; they are handed out as bytes of no type."""


def attachment(file: StoredFile) -> FileResponse:
    """The response that hands out a file under its own name, for the disk and not for the browser's window.

    Files that the site writes are named after titles that people typed; such a name is cleaned as an upload's is.

    Raises:
        Gone, Unreachable: the bytes are not there, or cannot be had now.
    """
    content = store.opened(file)
    media = "application/octet-stream" if file.media_type in RUNS else file.media_type
    response = FileResponse(content, as_attachment=True, filename=clean_name(file.name), content_type=media)
    response.headers["X-Content-SHA256"] = file.sha256
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
