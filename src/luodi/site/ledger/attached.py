"""What hangs on a duty (附属记录): most duties have few of the things they may have, and one question tells which."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import Model, Prefetch, prefetch_related_objects

from .models import CoUnit, Duty

MAY_HANG: Final = (
    "co_units", "recusals", "parts", "evidence", "extensions", "closing_requests", "pressings", "papers", "checks",
)  # fmt: skip
READ_FIRST: Final[tuple[tuple[str, str | Prefetch], ...]] = (
    ("co_units", Prefetch("co_units", CoUnit.objects.select_related("organisation"))),
    ("recusals", "recusals__person"),
)
"""What rights are judged by, and so is read before anything else."""


def attached(duty: Duty) -> frozenset[str]:
    """Names of the relations under which a duty has rows, of :data:`MAY_HANG`, in one query.

    Those of :data:`READ_FIRST` are read with it, so that asking the duty for them later costs nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(), [duty.pk] * len(MAY_HANG))
        answers = cursor.fetchone()
    found = frozenset(name for name, answer in zip(MAY_HANG, answers, strict=True) if answer)
    prefetch_related_objects([duty], *(how for name, how in READ_FIRST if name in found))
    _known_empty(duty, (name for name, _how in READ_FIRST if name not in found))
    return found


@cache
def _question() -> str:
    return "SELECT " + ", ".join(map(_exists, MAY_HANG))


def _exists(name: str) -> str:
    relation = Duty._meta.get_field(name)
    through: type[Model] = getattr(relation, "through", None) or relation.related_model  # type: ignore[assignment]
    key: Any = relation.remote_field if not relation.many_to_many else through._meta.get_field("duty")
    quoted = connection.ops.quote_name
    return f"EXISTS (SELECT 1 FROM {quoted(through._meta.db_table)} WHERE {quoted(key.column)} = %s)"


def _known_empty(duty: Duty, names: Iterable[str]) -> None:
    """Let the duty know, as prefetching does, that nothing is there."""
    cache = duty.__dict__.setdefault("_prefetched_objects_cache", {})
    for name in names:
        cache[name] = getattr(duty, name).none()
