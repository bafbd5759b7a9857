"""Slow work of the ledger (台账后台任务): reading a decision."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.core.errors import LuodiError
from luodi.reading import read
from luodi.reading.sources import loads
from luodi.site.base import jobs, store
from luodi.site.base.action import Actor
from luodi.site.base.notices import tell
from luodi.site.base.refusals import Refusal
from luodi.site.base.store_troubles import told

from .actions import intake
from .models import DocumentVersion
from .refused_texts import Unreadable, in_chinese

LONGEST: Final = 500_000
"""Characters of a text that a page can still show whole; a five-year plan has about 100,000."""


@jobs.kind(intake.READ)
def read_decision(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
    """Read a stored file into its version (识别决定), or say in one sentence why it can't be."""
    version = DocumentVersion.objects.select_related("file", "decision", "by").get(pk=arguments["version"])
    actor = Actor.system()
    try:
        assert version.file is not None, version
        with store.opened(version.file) as file, told():
            data = file.read()
        progress(0, 1, _("正在取出文字"))
        source = loads(data, version.file.name, progress=progress)
        _check(source.text)
        progress(0, 1, _("正在识别条款、目标和举措"))
        reading = read(source)
        progress(0, 1, _("正在保存"))
        intake.keep_reading(actor, version, reading=reading, notes=source.notes)
    except LuodiError as error:
        refusal = error if isinstance(error, Refusal) else Unreadable(in_chinese(error))
        intake.give_up_reading(actor, version, failure=str(refusal))
        raise refusal from error
    except jobs.Stopped:
        intake.give_up_reading(actor, version, failure=_("识别已按要求停止。"))
        raise
    except Exception:
        intake.give_up_reading(actor, version, failure=_("程序出错,已记入日志。请联系系统管理员。"))
        raise
    url = reverse("ledger:version", args=[version.pk])
    if version.number > 1:
        url += "?group=proposed"  # what stayed is carried; only the differences wait
    if version.by is not None:
        words = _("“%(file)s”识别完成,请审核。") % {"file": version.file}
        tell([version.by], f"read:{version.pk}:{version.file_id}", words, url)
    return url


def _check(text: str) -> None:
    """Refuse what the site could read but not show."""
    if len(text) > LONGEST:
        raise Unreadable(
            _("全文%(count)s字,超过%(limit)s字的上限。请把合订本拆成单个文件后上传。")
            % {"count": len(text), "limit": LONGEST}
        )
