"""Getting ready before the first request (预热): what takes a second to load is loaded when a process starts.

Loaded on first use, it would be loaded inside an action, while that action holds SQLite's only write lock: 24 processes
that start at once then keep each other waiting beyond the twenty seconds that a writer is patient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

WARMERS: Final[list[Callable[[], object]]] = []


def warmed(function: Callable[[], object]) -> Callable[[], object]:
    """Have a function called when a process of the site starts."""
    WARMERS.append(function)
    return function


def warm() -> None:
    """Call them all; the web server and the worker do so before they begin."""
    for each in WARMERS:
        each()
