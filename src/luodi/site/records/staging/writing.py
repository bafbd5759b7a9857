"""Writing rows of a batch, many at once and past the ORM (批量写入): a million objects cost more than the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.rights import is_office

from ..models import Batch, Row, model_of

Changed = tuple[int, tuple[Any, ...]]


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
        with connection.cursor() as cursor:
            cursor.executemany(_insert(model), [(*values, batch.pk) for values in new])
    if changed:
        _replace(model, batch, changed)


def _insert(model: type[Row]) -> str:
    columns = "".join(f'"{name}", ' for name in model.register.names)
    places = "%s, " * len(model.register.names)
    return (
        f"INSERT INTO \"{model._meta.db_table}\" ({columns}batch_id, removed_because) VALUES ({places}%s, '')"
    )


def _replace(model: type[Row], batch: Batch, changed: Sequence[Changed]) -> None:
    names = [f"c_{name}" for name in model.register.names]
    rows = [model(batch=batch, **dict(zip(names, values, strict=True))) for _, values in changed]
    made = model._default_manager.bulk_create(rows)
    marks = [(batch.pk, row.pk, old) for row, (old, _) in zip(made, changed, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" SET replaced_in_id = %s, replaced_by_id = %s WHERE id = %s',
            marks,
        )
