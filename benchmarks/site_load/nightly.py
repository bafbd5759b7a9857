"""The clock's work on many duties (lights, the reminders of a morning) and a sealed edition, beside the peer and the floor.

Run: ``python benchmarks/site_load/nightly.py [--duties 100000] [--database postgresql://…]``. The rows are generated, in a temporary
folder or in a database that is dropped and made anew. The peer judges and saves duty by duty, as a page does; the floor
is one statement that writes the same columns of the same rows, triggers included.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import IO

SAMPLE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--duties", type=int, default=100_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luodi-generated-") as folder:
        os.environ |= {"LUODI_WORKSPACE": folder, "DJANGO_SETTINGS_MODULE": "luodi.site.settings"}
        from luodi.site.workspace import at

        at(Path(folder), "generated")
        if options.database:
            _make_anew(options.database)
            os.environ["DATABASE_URL"] = options.database
        _run(options.duties)


def _make_anew(url: str) -> None:
    import psycopg

    server, name = url.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')


def _run(count: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection, transaction

    django.setup()
    call_command("migrate", verbosity=0)
    import fill
    from django.utils import timezone

    from luodi.site.ledger import lights
    from luodi.site.ledger.actions import editions, reminders, shining
    from luodi.site.ledger.models import Duty

    fill.fill(count, 0, 0)
    on, morning = date(2027, 6, 1), datetime.fromisoformat("2027-06-01T09:00:00+08:00")
    running = Duty.objects.filter(state__in=shining.RUNNING)

    def peer() -> int:
        for duty in running.order_by("pk")[:SAMPLE]:
            with transaction.atomic():
                lights.shine(duty, on)
                duty.save()
        return SAMPLE

    def floor() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_duty SET light = light, lag = 1, light_reason = 'x' WHERE state IN ('in_progress', 'checking')"
            )
            return cursor.rowcount

    per_row = {
        "peer: judge and save one by one": _timed(peer),
        "floor: one statement": _timed(floor),
        "lights, all of them": _timed(lambda: shining.shine_all(on)),
    }
    lit = running.count()
    again = _seconds(lambda: shining.shine_all(on))
    base = per_row["floor: one statement"]
    for name, seconds in per_row.items():
        print(f"{name:36} {seconds * 1e6:9.1f} µs a duty  {seconds / base:6.1f} × the floor")
    print(
        f"lights, nothing to change            {again / lit * 1e6:9.1f} µs a duty; {lit:,} running duties, {again:.1f} s"
    )
    started = time.perf_counter()
    sent = reminders.press(morning)
    first = time.perf_counter() - started
    print(
        f"reminders of a morning               {first:9.1f} s for {sent:,}; once more {_seconds(lambda: reminders.press(morning)):.1f} s"
    )

    def edition() -> None:
        with tempfile.TemporaryFile() as file:
            editions.seal(file, timezone.now(), title="生成", day=timezone.localdate(), year=None)
            print(f"an edition of what the journal holds {_size(file):9.1f} MB", end="")

    print(f" in {_seconds(edition):.1f} s")


def _size(file: IO[bytes]) -> float:
    return file.seek(0, os.SEEK_END) / 1e6


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _timed(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    done = work()
    return (time.perf_counter() - started) / done


if __name__ == "__main__":
    main()
