"""From parts of text and tables to what a terminal shows."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


def to_text(parts: Iterable[RenderableType]) -> bytes:
    """Give what a terminal would show, without colours, at its own width."""
    from rich.console import Console

    stream = io.StringIO()
    width = max(60, shutil.get_terminal_size((110, 40)).columns)
    console = Console(file=stream, width=width, no_color=True, highlight=False, markup=False, emoji=False)
    for part in parts:
        console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines()).encode()
