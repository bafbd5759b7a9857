"""``load_registers``: bring a folder of registers into the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from django.core.management.base import BaseCommand, CommandParser

from luodi.core.errors import LuodiError
from luodi.site.records.loading import load_folder


class Command(BaseCommand):
    """Load a folder of registers (装载登记簿), such as ``luodi generate city`` writes; all of it or nothing."""

    help = "Load a folder of registers, one batch a register; all become valid together, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, telling how far it is."""
        try:
            found = load_folder(options["folder"], self._told)
        except LuodiError as error:
            click.echo(f"luodi: {error}", err=True)
            sys.exit(error.exit_code)
        for name, counts in found.items():
            self.stdout.write(
                f"{name}: {counts['new']} new, {counts['changed']} changed, {counts['same']} as before"
                + (
                    f"; {counts['warnings']} keys it refers to are in no register"
                    if "warnings" in counts
                    else ""
                )
            )

    def _told(self, name: str, done: int, total: int) -> None:
        if done % 100_000 == 0:
            self.stderr.write(f"{name} {done}/{total}")
