"""How far slow work is, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
    show: Progress | None = None
    with ExitStack() as stack:

        def advance(done: int, total: int) -> None:
            nonlocal show
            if show is None:
                if time.monotonic() - began < _PATIENCE or done == total:
                    return
                show = _bar(name, total, stack)
            show(done, total)

        yield advance


def _bar(name: str, total: int, stack: ExitStack) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = bar.add_task(name, total=total)
    return lambda done, total: bar.update(task, completed=done, total=total)
