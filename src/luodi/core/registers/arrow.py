"""Registers as Arrow tables, for Parquet files and engines; needs ``luodi[parquet]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.columns import STORED
from luodi.core.registers.model import Column, Register

if TYPE_CHECKING:
    import pyarrow as pa

    from luodi.core.registers.checking import Checked


def arrow_schema(register: Register) -> pa.Schema:
    """Give the schema of a register's Parquet file."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, arrow_type(column), nullable=not column.required)
            for column in register.columns
        ]
    )


def arrow_type(column: Column) -> pa.DataType:
    """Give the Arrow type of one column; decimals keep precision and scale."""
    import pyarrow as pa

    if column.base == "decimal":
        return pa.decimal128(column.precision, column.scale)
    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return types[STORED[column.type]]


def arrow_table(checked: Checked) -> pa.Table:
    """Give checked rows as a table in the register's own schema; cells that were refused are empty.

    Raises:
        ValueError: a required cell is empty; check first that there are no problems.
    """
    import pyarrow as pa

    schema = arrow_schema(checked.register)
    arrays = []
    for field, cells in zip(schema, checked.columns.values(), strict=True):
        if not field.nullable and cells.missing.any():
            raise ValueError(f"{field.name} is empty in row {int(cells.missing.argmax())}")
        arrays.append(arrow_array(cells.column, cells.values, cells.missing))
    return pa.Table.from_arrays(arrays, schema=schema)


def arrow_array(column: Column, values: NDArray[Any], missing: NDArray[np.bool_]) -> pa.Array:
    """Give one column as an Arrow array.

    Args:
        column: its declaration.
        values: as :class:`luodi.core.registers.cells.Cells` holds them; decimals are scaled whole numbers.
        missing: where there is none.
    """
    import pyarrow as pa

    if column.base == "decimal":
        return _decimals(column, values, missing)
    return pa.array(values, arrow_type(column), mask=missing if missing.any() else None)


def _decimals(column: Column, scaled: NDArray[np.int64], missing: NDArray[np.bool_]) -> pa.Array:
    """Lay scaled whole numbers out as Arrow stores decimals: 16 bytes, low half first, sign extended."""
    import pyarrow as pa

    halves = np.empty((len(scaled), 2), dtype=np.int64)
    halves[:, 0] = scaled
    halves[:, 1] = scaled >> 63
    bits = pa.array(~missing).buffers()[1] if missing.any() else None
    return pa.Array.from_buffers(arrow_type(column), len(scaled), [bits, pa.py_buffer(halves.tobytes())])
