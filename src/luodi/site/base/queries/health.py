"""How the site is (运行状况): database, disk, worker, sealing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import heartbeat
from ..journal.horizon import holder
from ..models import JournalEntry, JournalSeal

FREE: Final = 1024**3
"""Bytes that must be free where the files lie."""
SEALED_WITHIN: Final = timedelta(minutes=10)


class Check(NamedTuple):
    """One check: whether it is in order, what it is about, what was found and what to do."""

    fine: bool
    title: str
    words: str


def checks() -> list[Check]:
    """Everything that must be in order; after a database that does not answer nothing else is asked of it."""
    database = _database()
    rest: list[Callable[[], Check]] = [_disk, _worker] + ([sealing] if database.fine else [])
    return [database, *(each() for each in rest)]


def _database() -> Check:
    title = _("数据库")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return Check(False, title, _("没有应答。请检查数据库服务和 DATABASE_URL。"))
    return Check(True, title, connection.display_name)


def _disk() -> Check:
    free = shutil.disk_usage(settings.WORKSPACE.folder).free
    words = _("剩余%(free)s GB") % {"free": f"{free / 1024**3:.1f}"}
    return Check(free >= FREE, _("磁盘"), words if free >= FREE else words + _(",不足1 GB,请清理或扩容。"))


def _worker() -> Check:
    age = heartbeat.age()
    if age is None:
        return Check(False, _("后台进程"), _("从未运行。请启动 luodi serve,或 luodi manage work。"))
    seconds = round(age)
    words = ngettext("%(seconds)s秒前有心跳", "%(seconds)s秒前有心跳", seconds) % {"seconds": seconds}
    fine = age < heartbeat.DEAD
    return Check(fine, _("后台进程"), words if fine else words + _(",可能已停止。请重新启动 luodi serve。"))


def sealing() -> Check:
    """Whether what was done is sealed soon after (留痕封存): by the oldest row that waits, not by the newest."""
    seal = JournalSeal.objects.order_by("-number").values_list("until_tx", flat=True).first() or 0
    open_rows = JournalEntry.objects.filter(tx__gte=seal).order_by("tx", "id")
    oldest = open_rows.values_list("at", flat=True).first()
    if oldest is None:
        return Check(True, _("留痕封存"), _("全部已封存"))
    waiting = timezone.now() - oldest
    count = open_rows[:10_000].count()
    minutes = int(waiting.total_seconds() // 60)
    words = ngettext(
        "%(count)s条未封存,最早的已等%(minutes)s分钟", "%(count)s条未封存,最早的已等%(minutes)s分钟", minutes
    )
    words %= {"count": count if count < 10_000 else "≥10000", "minutes": minutes}
    fine = waiting < SEALED_WITHIN
    return Check(fine, _("留痕封存"), words if fine else words + _held())


def _held() -> str:
    """Who keeps rows from being sealed, where it is a transaction of this database."""
    found = holder()
    if found is None:
        return ""
    if found.pid is None:
        return _(",数据库中有两阶段事务%(name)s未结束,请提交或回滚。") % {"name": found.prepared}
    return _(",数据库中有事务未结束(会话进程号%(pid)s),请查明并结束。") % {"pid": found.pid}
