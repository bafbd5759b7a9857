"""The job that works out the delivery report (后台任务)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.site.base import jobs
from luodi.site.base.action import Actor

from . import actions
from .models import DeliveryRun


@jobs.kind(actions.KIND)
def work_out(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
    """Read the loaded city, hold its decision against its figures, keep the result; the page of the result.

    The same files asked about the same day give the run there is.
    """
    from luodi.api import report

    folder = actions.city_folder()
    if folder is None:
        raise InputError(_("网站没有加载城市文件夹"), where="LUODI_CITY")
    asked = date.fromisoformat(arguments["as_of"]) if arguments.get("as_of") else None
    inputs = actions.fingerprint(folder)
    run = _same(inputs, asked)
    if run is None:
        made = report(folder, asked, lambda done, total: progress(done, total, _("逐项对照数据")))
        run = actions.keep(Actor(progress.job.by), report=made, inputs=inputs, asked=asked)
    return reverse("observatory:run", args=[run.pk])


def _same(inputs: str, asked: date | None) -> DeliveryRun | None:
    from luodi import __version__

    if asked is None:
        return None  # without a day, deadlines are judged against today
    return DeliveryRun.objects.filter(inputs_sha256=inputs, asked_as_of=asked, program=__version__).first()
