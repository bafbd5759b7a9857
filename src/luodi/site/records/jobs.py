"""Slow work of the room (登记簿后台任务): reading a file into a batch, clearing what was dropped."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.core.errors import LuodiError
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.notices import tell

from .actions import imports, outcome
from .models import Batch
from .reading import chosen, sheet_of
from .staging import clear, stage


@jobs.kind(imports.STAGE)
def read_batch(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
    """Check a stored table and stage its rows unseen (核对并暂存); begun anew after a crash."""
    batch = Batch.objects.select_related("file", "by").get(pk=arguments["batch"])
    url = reverse("records:batch", args=[batch.pk])
    if batch.state != Batch.State.READING:
        return url
    try:
        clear(batch, lambda gone: progress(0, 1, _("正在清除上次未完成的暂存")))
        assert batch.file is not None, batch
        progress(0, 1, _("正在读取表格"))
        sheet = sheet_of(batch.file)
        stage(batch, chosen(sheet, batch.mapping), sheet.first_row, progress)
    except jobs.Stopped:
        clear(batch)
        outcome.fail(Actor.system(), batch, failure=_("核对已按要求停止。"))
        raise
    except LuodiError as error:
        clear(batch)
        outcome.fail(Actor.system(), batch, failure=str(error))
        raise
    if batch.by is not None:
        words = _("“%(title)s”已核对,请查看结果。") % {"title": batch.title}
        tell([batch.by], f"batch:{batch.pk}:{batch.version}", words, url)
    return url


@jobs.kind(imports.CLEAR)
def clear_batch(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
    """Delete the rows of a batch that was dropped (清除)."""
    batch = Batch.objects.get(pk=arguments["batch"])
    total = sum(batch.counts.get(name, 0) for name in ("new", "changed"))
    clear(batch, lambda gone: progress(min(gone, total), total + 1))
    return reverse("records:batch", args=[batch.pk])
