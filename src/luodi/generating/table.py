"""Rows of a register put together column by column as Arrow arrays, without a Python object a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.arrow import arrow_array, arrow_schema
from luodi.core.registers.model import Column, Register

if TYPE_CHECKING:
    import pyarrow as pa


class Rows:
    """So many rows of one register.

    Args:
        register: its declaration.
        size: how many rows.
    """

    def __init__(self, register: Register, size: int) -> None:
        self.register, self.size = register, size
        self._columns: dict[str, Any] = {}

    def same(self, **values: str | int | float | bool) -> Rows:
        """Give columns one value in every row."""
        for name, value in values.items():
            self.put(name, np.full(self.size, value))
        return self

    def pool(self, name: str, names: Sequence[str] | pa.Array, places: NDArray[np.int64]) -> Rows:
        """Fill a column with texts picked by place; a negative place, or an empty text, is missing."""
        import pyarrow as pa

        texts: Any = names
        if isinstance(names, list):
            texts = pa.array([text or None for text in names], pa.string())
        self._columns[name] = texts.take(pa.array(places, mask=places < 0))
        return self

    def put(self, name: str, values: NDArray[Any], where: NDArray[np.bool_] | None = None) -> Rows:
        """Fill a column from an array of numbers, texts, truths or days.

        Args:
            name: of the column.
            values: one a row; numbers are rounded to the column's scale; NaN and NaT are missing.
            where: rows that have a value; all when None.
        """
        self._columns[name] = to_arrow(self.register.column(name), values, where)
        return self

    def table(self) -> pa.Table:
        """Give the rows in the register's own schema; columns not filled are empty."""
        import pyarrow as pa

        schema = arrow_schema(self.register)
        arrays = []
        for field in schema:
            array = self._columns.get(field.name)
            arrays.append(pa.nulls(self.size, field.type) if array is None else array.cast(field.type))
        return pa.Table.from_arrays(arrays, schema=schema)


def to_arrow(column: Column, values: NDArray[Any], where: NDArray[np.bool_] | None = None) -> pa.Array:
    """Make an Arrow array of a column's type from an array of numbers, texts, truths or days."""
    missing = np.zeros(len(values), bool) if where is None else ~where
    if values.dtype.kind == "f":
        missing |= np.isnan(values)
        values = np.where(missing, 0.0, values)
    if values.dtype.kind == "M":
        missing |= np.isnat(values)
    if column.base in ("integer", "decimal"):
        scale = column.scale if column.base == "decimal" else 0
        values = np.rint(values * 10.0**scale).astype(np.int64)
    return arrow_array(column, values, missing)
