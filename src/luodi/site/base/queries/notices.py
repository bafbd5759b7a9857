"""What a person was told (通知查询)."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Notice
from ..ready import ready


@ready
def notices(keys: list[int]) -> QuerySet[Notice]:
    """Notices with some ids."""
    return Notice.objects.filter(pk__in=keys).only("text", "url", "at", "read_at")
