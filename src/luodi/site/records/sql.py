"""Visible rows in SQL (可见记录视图): what engines that measure read, and what passes by the ORM for speed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import MODELS, Row

HOLDS: Final = "luodi_holds"
"""View of one row: which kind of data the workspace holds, for readers that have the database alone."""

SELECTED: Final = 10_000
"""Rows fetched at once."""


def visible_sql(model: type[Row]) -> str:
    """The FROM and WHERE of a register's visible rows, which are called ``r``."""
    return (
        f'"{model._meta.db_table}" r JOIN records_batch b ON b.id = r.batch_id '
        "LEFT JOIN records_batch p ON p.id = r.replaced_in_id "
        "WHERE b.valid AND (p.id IS NULL OR NOT p.valid)"
    )


def lay_views(using: str = "default", **_: Any) -> None:
    """Lay the view ``register_<id>`` of each register anew, for a migration may have changed its table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = _tables(connection, cursor)
        for statement in _dropped():
            cursor.execute(statement)
        for name, model in MODELS.items():
            if model._meta.db_table in present and "records_batch" in present:
                columns = ", ".join(f'r."{column}"' for column in model.register.names)
                cursor.execute(f"CREATE VIEW register_{name} AS SELECT {columns} FROM {visible_sql(model)}")
        cursor.execute(f"CREATE VIEW {HOLDS} AS SELECT '{settings.WORKSPACE.kind}' AS kind")


def drop_views(using: str = "default", **_: Any) -> None:
    """Take the views away before a migration: neither engine alters a table that a view reads."""
    with connections[using].cursor() as cursor:
        for statement in _dropped():
            cursor.execute(statement)


def _dropped() -> Iterator[str]:
    return (f"DROP VIEW IF EXISTS {view}" for view in (*(f"register_{name}" for name in MODELS), HOLDS))


def _tables(connection: BaseDatabaseWrapper, cursor: Any) -> set[str]:
    return set(connection.introspection.table_names(cursor))
