"""``backup``: database and files into a folder, while the site goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from luodi.cli.progress import progress


class Command(BaseCommand):
    """Back the site up (备份): database, files and a manifest with their SHA-256, into one new folder."""

    help = "Back up database and files into a new folder, with a manifest; the site may go on running."

    def add_arguments(self, parser: Any) -> None:
        """Where it goes."""
        parser.add_argument(
            "path", nargs="?", help="a new folder; by default backups/<moment> in the workspace"
        )
        parser.add_argument(
            "--keep",
            type=_at_least_one,
            metavar="N",
            help="once the new one is whole, delete the oldest backups of this site beside it, so that N are left",
        )

    def handle(self, *args: Any, path: str | None = None, keep: int | None = None, **options: Any) -> None:
        """Make it; then let the oldest go, if so many are to be kept."""
        from luodi.site.base.backup.keeping import named_alike, sweep
        from luodi.site.base.backup.making import make

        moment = timezone.localtime().strftime("%Y%m%d-%H%M%S")
        to = Path(path) if path else Path(settings.WORKSPACE.folder) / "backups" / moment
        if keep is not None:
            named_alike(to)  # a name that cannot be told from others is said before the work
        with progress("files") as advance:
            made = make(to, advance or (lambda done, total: None))
        size = sum(each.size for each in made.files)
        self.stdout.write(
            f"{to}: {sum(made.rows.values())} rows of {len(made.rows)} tables, {len(made.files) - 1} files, "
            f"{size} bytes, {made.seals} seals"
        )
        self.stdout.write("copy it to another machine; the key that signs sessions is not in it")
        if keep is not None:
            swept = sweep(to, keep)
            for old in swept.deleted:
                self.stdout.write(f"deleted the old backup {old}")
            for other, why in swept.left:
                self.stdout.write(f"left {other} alone: {why}")


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
