"""How reading a file ended (核对结果): staged for a person to confirm, refused with all its problems, or failed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.core.registers import load
from luodi.site.base.action import Actor, action
from luodi.site.base.rights import is_office

from ..models import Batch, Problem
from ..references import required_of

Told = tuple[int, str, str]
"""Row, column and sentence."""


def valid_batches(register: str) -> int:
    """How many batches of a register are valid: it grows with every change of what is seen."""
    return Batch.objects.filter(register=register, valid=True).count()


def required_batches(register: str) -> dict[str, int]:
    """The same of each register in which a reference of this one must be found."""
    return {to: valid_batches(to) for to in required_of(load()[register])}


def alone(*registers: str) -> None:
    """Let nobody else make valid, before the transaction ends, a batch of these registers or of what they must find.

    SQLite has one writer anyway. Locks are taken in one order, so that two who want several never wait for each other.
    """
    if connection.vendor != "postgresql":
        return
    wanted = {*registers, *(to for register in registers for to in required_of(load()[register]))}
    with connection.cursor() as cursor:
        for register in sorted(wanted):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"luodi register {register}"]
            )


@action("records.point_out", gettext_lazy("导入提示"), right=is_office)
def point_out(
    actor: Actor, batch: Batch, *, lines: Sequence[Told], total: int, required: dict[str, int]
) -> None:
    """Keep what a file's references lead nowhere to (提示): it may come in all the same.

    Args:
        actor: the system.
        batch: being read.
        lines: row, column and sentence.
        total: how many there are, told or not.
        required: :func:`required_batches` when they were looked for.
    """
    Problem.objects.filter(batch=batch, warning=True).delete()
    _keep(batch, lines, warning=True)
    batch.counts = ({"warnings": total} if total else {}) | ({"required": required} if required else {})
    batch.save(update_fields=["counts"])


def _keep(batch: Batch, lines: Sequence[Told], *, warning: bool) -> None:
    Problem.objects.bulk_create(
        [
            Problem(batch=batch, row=row, column=column, text=text[:400], warning=warning)
            for row, column, text in lines
        ],
        batch_size=500,
    )


@action("records.refuse", gettext_lazy("导入有错"), right=is_office)
def refuse(
    actor: Actor, batch: Batch, *, problems: Sequence[tuple[int, str, str]], total: int, wrong: int
) -> None:
    """Keep what is wrong with a file (核对有错): row, column and sentence of each problem."""
    Problem.objects.filter(batch=batch, warning=False).delete()
    _keep(batch, problems, warning=False)
    _end(batch, Batch.State.REFUSED, batch.counts | {"problems": total, "wrong": wrong}, "")


@action("records.staged", gettext_lazy("导入待确认"), right=is_office)
def staged(
    actor: Actor, batch: Batch, *, counts: dict[str, int], before: int, examples: Sequence[int]
) -> None:
    """Note that a file is staged (待确认): its counts, the rows to show, how many batches were valid when it was compared."""
    values = batch.counts | counts | {"before": before, "examples": list(examples)}
    _end(batch, Batch.State.STAGED, values, "")


@action("records.fail", gettext_lazy("导入未成功"), right=is_office)
def fail(actor: Actor, batch: Batch, *, failure: str) -> None:
    """Note that a file could not be read at all (未能读取), and why."""
    _end(batch, Batch.State.DROPPED, {}, failure)


def _end(batch: Batch, state: str, counts: dict[str, object], failure: str) -> None:
    batch.state, batch.counts, batch.failure = state, counts, failure
    batch.version += 1
    batch.save(update_fields=["state", "counts", "failure", "version"])
