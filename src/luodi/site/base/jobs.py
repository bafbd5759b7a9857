"""Running jobs (后台任务): a room names a kind of job, a page enqueues it, a worker runs it.

A task queue library gives queueing; what the users of this site need besides is progress, stopping, and taking up again
after a crash, on SQLite as on PostgreSQL, so the queue is one table (docs/decisions/0006).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.core.errors import LuodiError

from . import heartbeat
from .models import Job, User

LEASE: Final = timedelta(seconds=60)
TRIES: Final = 3
_log = logging.getLogger(__name__)

Kind = Callable[["Progress", dict[str, Any]], str]
KINDS: Final[dict[str, Kind]] = {}


class Stopped(BaseException):
    """Somebody asked the job to stop.

    Like ``KeyboardInterrupt`` no ``Exception``: libraries that catch everything a damaged file makes them raise must let
    it through.
    """


class Lost(BaseException):
    """The job's lease ran out and another worker has taken it: this one must not write another word.

    No ``Exception``, for the same reason as :class:`Stopped`.
    """


class Progress:
    """How a job tells how far it is; telling also renews the lease and hears whether to stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._told = 0.0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Say how much is done of how much.

        Raises:
            Stopped: the job was asked to stop. Outside a transaction all that is done so far stays; inside one, nothing.
            Lost: the worker was silent for longer than its lease, and another one has the job now.
        """
        heartbeat.beat()
        now = time.monotonic()
        if now - self._told < 0.5 and done < total:
            return
        self._told = now
        values: dict[str, Any] = {"done": done, "total": total, "leased_until": timezone.now() + LEASE}
        if message:
            values["message"] = message
        if not _ours(self.job).update(**values):
            raise Lost
        if Job.objects.filter(pk=self.job.pk, stop_asked=True).exists():
            raise Stopped


def kind(name: str) -> Callable[[Kind], Kind]:
    """Make a function a kind of job: it gets a :class:`Progress` and its arguments, and returns the URL of its result."""

    def wrap(function: Kind) -> Kind:
        KINDS[name] = function
        return function

    return wrap


def enqueue(name: str, title: str, by: User | None, **arguments: Any) -> Job:
    """Put a job in the queue; it starts when the transaction around is committed."""
    assert name in KINDS, name
    return Job.objects.create(kind=name, title=title[:200], arguments=arguments, by=by)


def take() -> Job | None:
    """The next job that waits or whose worker died, leased to the caller."""
    with transaction.atomic():
        free = Job.objects.filter(
            Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, leased_until__lt=timezone.now())
        ).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        job = free.first()
        if job is None:
            return None
        if job.tries >= TRIES:
            job.state, job.ended_at = Job.State.FAILED, timezone.now()
            job.message = _("执行中断%(tries)s次,已停止重试。请重新发起,或请系统管理员查看日志。") % {
                "tries": TRIES
            }
            job.save()
            return None
        job.state, job.tries, job.leased_until = Job.State.RUNNING, job.tries + 1, timezone.now() + LEASE
        job.save(update_fields=["state", "tries", "leased_until"])
        return job


def _ours(job: Job) -> Any:
    """The job, as long as it is still this try's: a worker that lost its lease finds nothing."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)


def run(job: Job) -> None:
    """Run one job to its end, and write down how it ended.

    A worker that dies between a job's last commit and this word has it run once more: a kind of job does nothing
    twice, it looks first whether its result is there.
    """
    state, message, url = Job.State.DONE, "", ""
    try:
        url = KINDS[job.kind](Progress(job), job.arguments)
    except Stopped:
        state, message = Job.State.STOPPED, _("已按要求停止,没有留下半成品。")
    except Lost:
        _log.warning("job %s (%s) was taken over by another worker", job.pk, job.kind)
        return
    except LuodiError as error:
        state, message = Job.State.FAILED, str(error)
    except Exception:
        _log.exception("job %s (%s) failed", job.pk, job.kind)
        state = Job.State.FAILED
        message = _("程序出错,已记入日志(任务%(number)s)。请联系系统管理员。") % {"number": job.pk}
    _ours(job).update(
        state=state,
        message=message,  # what it was at last doing is over
        result_url=url,
        ended_at=timezone.now(),
        leased_until=None,
    )


def work_off(limit: int = 1000) -> int:
    """Run what waits, one after the other, and say how many jobs that were."""
    for count in range(limit):
        job = take()
        if job is None:
            return count
        run(job)
    return limit
