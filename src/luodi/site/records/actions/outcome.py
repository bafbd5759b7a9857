"""How reading a file ended (核对结果): staged for a person to confirm, refused with all its problems, or failed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.rights import is_office

from ..models import Batch, Problem


def valid_batches(register: str) -> int:
    """How many batches of a register are valid: it grows with every change of what is seen."""
    return Batch.objects.filter(register=register, valid=True).count()


def alone(register: str) -> None:
    """Let nobody else make a batch of this register valid before the transaction ends (SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"luodi register {register}"]
            )


@action("records.refuse", gettext_lazy("导入有错"), right=is_office)
def refuse(
    actor: Actor, batch: Batch, *, problems: Sequence[tuple[int, str, str]], total: int, wrong: int
) -> None:
    """Keep what is wrong with a file (核对有错): row, column and sentence of each problem."""
    Problem.objects.filter(batch=batch).delete()
    Problem.objects.bulk_create(
        [Problem(batch=batch, row=row, column=column, text=text[:400]) for row, column, text in problems],
        batch_size=500,
    )
    _end(batch, Batch.State.REFUSED, {"problems": total, "wrong": wrong}, "")


@action("records.staged", gettext_lazy("导入待确认"), right=is_office)
def staged(
    actor: Actor, batch: Batch, *, counts: dict[str, int], before: int, examples: Sequence[int]
) -> None:
    """Note that a file is staged (待确认): its counts, the rows to show, how many batches were valid when it was compared."""
    values = counts | {"before": before, "examples": list(examples)}
    _end(batch, Batch.State.STAGED, values, "")


@action("records.fail", gettext_lazy("导入未成功"), right=is_office)
def fail(actor: Actor, batch: Batch, *, failure: str) -> None:
    """Note that a file could not be read at all (未能读取), and why."""
    _end(batch, Batch.State.DROPPED, {}, failure)


def _end(batch: Batch, state: str, counts: dict[str, object], failure: str) -> None:
    batch.state, batch.counts, batch.failure = state, counts, failure
    batch.version += 1
    batch.save(update_fields=["state", "counts", "failure", "version"])
