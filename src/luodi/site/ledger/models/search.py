"""What the search index still has to take up (待更新索引)."""

from __future__ import annotations

from django.db import models


class SearchMark(models.Model):
    """A text that was changed and is not yet indexed anew (索引标记); triggers write it with the change itself."""

    kind = models.PositiveSmallIntegerField()
    row = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "row"], name="search_mark_row")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.row}"
