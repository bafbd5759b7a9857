"""Writing rows of a batch, many at once and past the ORM (批量写入): a million objects cost more than the rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.rights import is_office

from ..models import Batch, Row, model_of

Changed = tuple[int, tuple[Any, ...]]

PARAMETERS: Final = 999
"""Values of one statement at most: as many as every build of SQLite takes."""


@action("records.stage", gettext_lazy("暂存登记簿记录"), right=is_office)
def write(actor: Actor, batch: Batch, *, new: Sequence[tuple[Any, ...]], changed: Sequence[Changed]) -> None:
    """Write rows of a batch that is not valid yet, and mark the rows that they will replace.

    Args:
        actor: the system; the right was asked when the import was begun.
        batch: which brings them.
        new: values in the order of the register's columns.
        changed: the id of the row to be replaced, and the values.
    """
    model = model_of(batch.register)
    if new:
        names = ", ".join(f'"{name}"' for name in model.register.names)
        head = f'INSERT INTO "{model._meta.db_table}" ({names}, batch_id, removed_because) VALUES '
        _many(head + "{rows}", [(*values, batch.pk, "") for values in new])
    if changed:
        _replace(model, batch, changed)


def _replace(model: type[Row], batch: Batch, changed: Sequence[Changed]) -> None:
    names = [f"c_{name}" for name in model.register.names]
    rows = [model(batch=batch, **dict(zip(names, values, strict=True))) for _, values in changed]
    made = model._default_manager.bulk_create(rows)
    table = f'"{model._meta.db_table}"'
    _many(
        f"WITH marks(old, batch, new) AS (VALUES {{rows}}) UPDATE {table} "
        f"SET replaced_in_id = marks.batch, replaced_by_id = marks.new FROM marks WHERE {table}.id = marks.old",
        [(old, batch.pk, row.pk) for row, (old, _) in zip(made, changed, strict=True)],
    )


def _many(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement for many rows at a time.

    A table that is journalled has triggers, even though they pass over what is staged; SQLite then opens a journal of
    its own for each statement, so that a statement a row took eight times as long.
    """
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    most = PARAMETERS // len(rows[0])
    parts = [rows[start : start + most] for start in range(0, len(rows), most)]
    with connection.cursor() as cursor:
        for size, alike in groupby(parts, len):
            filled = statement.format(rows=", ".join([one] * size))
            cursor.executemany(filled, [[*chain.from_iterable(part)] for part in alike])
