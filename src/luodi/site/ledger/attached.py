"""What hangs on a duty (附属记录): most duties have few of the things they may have, and one question tells which."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import Model, QuerySet

from luodi.site.base.ready import Ready, hang, ready

from .models import CoUnit, Duty, Recusal

MAY_HANG: Final = (
    "co_units", "recusals", "parts", "evidence", "extensions", "closing_requests", "pressings", "papers", "checks", "instructions",
)  # fmt: skip


@ready
def _co_units(duty: int) -> QuerySet[CoUnit]:
    return CoUnit.objects.filter(duty=duty).select_related("organisation")


@ready
def _recusals(duty: int) -> QuerySet[Recusal]:
    return Recusal.objects.filter(duty=duty).select_related("person")


READ_FIRST: Final[dict[str, Ready[Any]]] = {"co_units": _co_units, "recusals": _recusals}
"""What rights are judged by, and so is read before anything else."""


def attached(duty: Duty) -> frozenset[str]:
    """Names of the relations under which a duty has rows, of :data:`MAY_HANG`, in one query.

    Those of :data:`READ_FIRST` are read with it, so that asking the duty for them later costs nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(), [duty.pk] * len(MAY_HANG))
        answers = cursor.fetchone()
    found = frozenset(name for name, answer in zip(MAY_HANG, answers, strict=True) if answer)
    for name, ask in READ_FIRST.items():
        hang(duty, name, ask(duty.pk) if name in found else [])
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
