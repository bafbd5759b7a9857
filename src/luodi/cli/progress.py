"""How far slow work is, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from luodi.reading.sources import Progress

_PATIENCE: Final = 1.0
"""Seconds after which work is slow enough to show how far it is."""


@contextmanager
def progress(name: str) -> Iterator[Progress | None]:
    """Show a bar on a terminal once the work has taken a while; pipes and logs are left clean."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    close: list[Callable[[], object]] = []
    show: list[Progress] = []

    def advance(done: int, total: int) -> None:
        if not show:
            if time.monotonic() - began < _PATIENCE or done == total:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            task = bar.add_task(name, total=total)
            bar.start()
            close.append(bar.stop)
            show.append(lambda done, total: bar.update(task, completed=done, total=total))
        show[0](done, total)

    try:
        yield advance
    finally:
        for stop in close:
            stop()
