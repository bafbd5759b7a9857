"""``work``: run jobs and the clock's errands until stopped."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from luodi.site.base import clock, heartbeat, jobs
from luodi.site.base.warming import warm

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run what waits: jobs at once, errands (sealing, sweeping, reminders) when they are due."""

    help = "Run jobs and the clock's errands until stopped."

    def add_arguments(self, parser: Any) -> None:
        """``--once`` works off what waits and ends."""
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Work until told to stop."""
        stopped = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
        warm()
        while not stopped.is_set():
            close_old_connections()
            worked = self._work_off()
            clock.tick()
            if once:
                if not worked:
                    return
            elif not worked:
                stopped.wait(1.0)

    def _work_off(self) -> int:
        """Run what waits; a database that is away or locked for long is asked again a second later."""
        try:
            heartbeat.beat()
            return jobs.work_off(10)
        except OperationalError:
            _log.exception("jobs wait for the database")
            return 0
