"""Evidence handed out (下载佐证材料): by the right to the duty it proves, always as a download."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from luodi.site.base.downloads import attachment
from luodi.site.base.views.gate import require

from ..models import Evidence
from ..rules import can_see_duty


@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file that proves something."""
    found = get_object_or_404(Evidence.objects.select_related("file", "duty"), pk=pk)
    require(request, can_see_duty, found, _("下载佐证材料"))
    return attachment(found.file)
