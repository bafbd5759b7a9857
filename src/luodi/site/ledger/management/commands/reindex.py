"""``reindex``: read every text of the search index again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from luodi.site.ledger.search import index


class Command(BaseCommand):
    """Index all sentences, duties and reports anew (重建索引), for example after changing ``catalogue/words.txt``."""

    help = "Index all sentences, duties and reports anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, telling how far it is."""
        count = index.rebuild(lambda name, done, total: self.stderr.write(f"{name} {done}/{total}"))
        index.catch_up(1_000_000)
        self.stdout.write(f"{count} rows indexed")
