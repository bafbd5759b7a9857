"""Stopping a job (停止任务)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..action import Actor, action
from ..models import Job
from ..refusals import NotNow
from ..rights import can_see_job


@action("job.stop", gettext_lazy("停止任务"), right=can_see_job)
def stop(actor: Actor, job: Job) -> Job:
    """Ask a job to stop (停止任务): one that waits never begins, one that runs stops at its next word.

    Raises:
        NotNow: it is over already.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.over:
        raise NotNow(_("任务已经结束(%(state)s),无须停止。") % {"state": job.get_state_display()})
    job.stop_asked = True
    if job.state == Job.State.WAITING:
        job.state, job.ended_at = Job.State.STOPPED, timezone.now()
        job.message = _("已按要求停止,没有留下半成品。")
    job.save(update_fields=["stop_asked", "state", "ended_at", "message"])
    return job
