"""An import that is killed again and again while it stages, then let alone: what is seen meanwhile and in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

ROWS = 6000


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from luodi.site.base import jobs
    from luodi.site.records.staging import turns

    call_command("migrate", verbosity=0)
    jobs.LEASE = timedelta(seconds=0.3)  # type: ignore[misc]
    jobs.TRIES = 1000  # type: ignore[misc]
    turns.CHUNK = 300  # type: ignore[misc]
    random.seed(1)
    order = random.sample(range(ROWS), ROWS)
    found = [import_of(order, {}), import_of(order, {"认定机关": "另一厅"})]
    json.dump(found, sys.stdout, ensure_ascii=False)


def import_of(order: list[int], changed: dict[str, str]) -> dict[str, Any]:
    """Begin an import of rows in this order, every second one changed; kill it five times; let it end; make it valid."""
    import registered

    from luodi.site.base import jobs, store
    from luodi.site.base.action import Actor
    from luodi.site.records.actions import imports
    from luodi.site.records.models import Batch

    lines = [registered.line(number, **(changed if number % 2 else {})) for number in order]
    titles = registered.TITLES
    columns = ("kind", "number", "holder", "level", "area", "issuer", "valid_from", "valid_to")
    file = store.keep_bytes(registered.table(lines), "认定.csv", "text/csv", None)
    batch = Batch.objects.create(
        register="recognition", title="认定.csv", file=file, mapping=dict(zip(titles, columns, strict=True))
    )
    jobs.enqueue(imports.STAGE, "认定.csv", None, batch=batch.pk)
    before = seen()
    killed = [killed_midway(batch.pk) for _ in range(5)]
    between = [seen() == before, sound()]
    time.sleep(0.5)  # the dead worker's lease
    jobs.work_off()
    batch.refresh_from_db()
    unseen = seen() == before
    batch = imports.apply_import(Actor.system(), batch)
    return {
        "killed": killed, "between": between, "unseen": unseen, "state": batch.state, "sound": sound(),
        "counts": {name: batch.counts[name] for name in ("new", "changed", "same")}, "seen": seen(),
    }  # fmt: skip


def killed_midway(pk: int) -> bool:
    """Have a process work, kill it once it has staged something; whether it had, and had not ended."""
    from django.db import connections
    from django.db.models import Q

    from luodi.site.base import jobs
    from luodi.site.records.models import Batch, model_of
    from luodi.site.records.staging import conduct, turns

    rows = model_of("recognition").objects.filter(Q(batch=pk) | Q(replaced_in=pk))

    class Unhurried(turns.Turns):
        """Waits, once a third is staged, for whoever is to kill it, however long that takes on a busy machine."""

        least = 2 * ROWS

        def __call__(self, work: Callable[[], object]) -> None:
            super().__call__(work)
            now = rows.count()
            self.least = min(self.least, now)
            time.sleep(300 if now - self.least > ROWS // 3 else 0.1)

    time.sleep(0.5)
    connections.close_all()
    child = os.fork()
    if not child:
        conduct.Turns = Unhurried  # type: ignore[misc]
        jobs.work_off()
        os._exit(0)
    until, last = time.monotonic() + 300, rows.count()
    while (now := rows.count()) <= last and time.monotonic() < until:
        last = now  # it clears first what the one before it left, so they grow fewer
    time.sleep(random.random() / 10)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return rows.exists() and Batch.objects.get(pk=pk).state == "reading"


def seen() -> dict[str, int]:
    """Visible rows by who recognised them."""
    from collections import Counter

    from luodi.site.records.models import model_of

    return dict(Counter(model_of("recognition").objects.visible().values_list("c_issuer", flat=True)))


def sound() -> bool:
    """Whether the database itself finds nothing wrong."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not cursor.execute("PRAGMA foreign_key_check").fetchall()


if __name__ == "__main__":
    main()
