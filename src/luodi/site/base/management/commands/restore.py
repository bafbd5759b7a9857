"""``restore``: a backup into an empty workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Restore a backup (恢复) into a new workspace, and prove that all of it came back."""

    help = (
        "Restore a backup into an empty workspace (luodi manage restore PATH --workspace NEW) and prove it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        """Where the backup lies."""
        parser.add_argument("path", help="the folder that backup wrote")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        """Bring it back."""
        from luodi.site.base.backup.restoring import restore

        found = restore(Path(path))
        rows, files = sum(found.manifest.rows.values()), len(found.manifest.files) - 1
        self.stdout.write(f"restored {rows} rows and {files} files as of {found.manifest.made_at}")
        verdict = found.verdict
        if verdict.first_break:
            self.stderr.write(
                f"the journal's chain is broken at seal {verdict.first_break.seal}, as it was in the backup"
            )
        else:
            self.stdout.write(f"the journal's chain holds: {verdict.seals} seals over {verdict.rows} rows")
        self.stdout.write("everybody signs in anew: the workspace has a new key for sessions")
