"""Files handed out (导出): what generated data says in each, and how a file is called."""

from __future__ import annotations

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _


def mark() -> list[str]:
    """What a file of generated data says above everything else."""
    if not settings.WORKSPACE.generated:
        return []
    return [_("演示数据:单位、人员和数据均为生成,不是真实情况。") + " GENERATED"]


def named(stem: str, ending: str) -> str:
    """A file's name; that of generated data says so."""
    return f"{stem}{'-generated' if settings.WORKSPACE.generated else ''}.{ending}"


def saved_as(answer: HttpResponseBase, stem: str, ending: str) -> None:
    """Have an answer saved as a file of that name, and not shown in the browser's window."""
    answer.headers["Content-Disposition"] = content_disposition_header(True, named(stem, ending)) or ""
