"""Handing out kept files (下载): always as an attachment, never shown as a page of the site."""

from __future__ import annotations

from django.http import FileResponse

from . import store
from .models import StoredFile


def attachment(file: StoredFile) -> FileResponse:
    """The response that hands out a file under its own name."""
    response = FileResponse(
        store.place().open(file.sha256), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["X-Content-SHA256"] = file.sha256
    response.headers["Cache-Control"] = "private, no-store"
    return response
