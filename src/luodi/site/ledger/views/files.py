"""Files handed out (下载文件): by the right to what they belong to, always as a download."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from luodi.site.base import store
from luodi.site.base.models import StoredFile
from luodi.site.base.refusals import NotAllowed

from ..models import Evidence, SupervisionPaper
from ..rules import can_see_duty, can_see_paper

SPEAKS = ("text/html", "application/xhtml+xml", "image/svg+xml")
"""Types that a browser might run."""


def handed_out(file: StoredFile) -> FileResponse:
    """The bytes, for the disk and not for the browser's window."""
    media = "application/octet-stream" if file.media_type in SPEAKS else file.media_type
    try:
        bytes_ = store.place().open(file.sha256)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(bytes_, as_attachment=True, filename=file.name, content_type=media)
    answer["Content-Length"] = str(file.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file that proves something."""
    found = get_object_or_404(Evidence.objects.select_related("file", "duty"), pk=pk)
    if not can_see_duty.test(request.user, found):
        raise NotAllowed(_("下载佐证材料"))
    return handed_out(found.file)


@login_required
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """A supervision paper."""
    found = get_object_or_404(SupervisionPaper.objects.select_related("file"), pk=pk)
    if not can_see_paper.test(request.user, found):
        raise NotAllowed(_("下载督办文书"))
    if found.file is None:
        raise Http404
    return handed_out(found.file)
