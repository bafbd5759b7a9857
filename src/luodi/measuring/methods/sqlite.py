"""Registers in an SQLite file, read into Arrow (SQLite数据源); DuckDB would download its reader."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from luodi.core.errors import InputError
from luodi.core.registers import Column, Register

if TYPE_CHECKING:
    import pyarrow as pa

BATCH: Final = 50_000
"""Rows read at once."""


def opened(path: Path) -> tuple[sqlite3.Connection, frozenset[str]]:
    """Open a database to be read, with the names of its tables and views.

    Raises:
        InputError: there is no such file, or it is no SQLite database.
    """
    if not path.is_file():
        raise InputError("the file does not exist", where=str(path), accepted="sqlite:///PATH of a database")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("BEGIN")  # all registers as they stand at one moment
        found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return connection, frozenset(name for (name,) in found)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise InputError(
            "this is no SQLite database", where=str(path), accepted="sqlite:///PATH of a database"
        ) from error


def read(connection: sqlite3.Connection, table: str, register: Register) -> pa.Table:
    """Read a table or view as a register's Arrow table; columns that are not there are empty.

    Args:
        connection: as :func:`opened` gives it.
        table: its name.
        register: whose columns and types it has.
    """
    import pyarrow as pa

    from luodi.core.registers.arrow import arrow_type

    there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    columns = [column for column in register.columns if column.name in there]
    names = ", ".join(f'"{column.name}"' for column in columns)
    cursor = connection.execute(f'SELECT {names} FROM "{table}"')
    schema = pa.schema([pa.field(column.name, arrow_type(column)) for column in columns])
    batches = []
    while rows := cursor.fetchmany(BATCH):
        arrays = [
            _array(column, cells) for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
        ]
        batches.append(pa.record_batch(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _array(column: Column, cells: tuple[Any, ...]) -> pa.Array:
    """One column's cells: SQLite has neither decimals nor days nor truths, but numbers and texts."""
    import numpy as np
    import pyarrow as pa

    from luodi.core.registers.arrow import arrow_array, arrow_type

    wanted = arrow_type(column)
    if column.base == "decimal":  # doubles carry a decimal's 14 digits exactly
        missing = np.array([cell is None for cell in cells], dtype=bool)
        numbers = np.array([0.0 if cell is None else float(cell) for cell in cells])
        return arrow_array(column, np.rint(numbers * 10.0**column.scale).astype(np.int64), missing)
    if column.base == "date":
        return pa.array(cells, pa.string()).cast(wanted)
    if column.base == "boolean":
        return pa.array([None if cell is None else bool(cell) for cell in cells], wanted)
    return pa.array(cells, wanted)
