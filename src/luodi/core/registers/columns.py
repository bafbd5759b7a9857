"""The same columns everywhere: one list from which files, tables of an engine and models are made."""

from __future__ import annotations

from typing import Final

from luodi.core.registers.model import Column, Register

STORED: Final = {
    "text": "string",
    "code": "string",
    "choice": "string",
    "kind": "string",
    "reference": "string",
    "integer": "int64",
    "float": "float64",
    "boolean": "boolean",
    "date": "date",
}
"""How each type is stored; ``decimal(p,s)`` stays as it is. The words are Ibis' names of types."""


def stored_type(column: Column) -> str:
    """Name the type a column is stored as: an Ibis type, such as ``string`` or ``decimal(14,4)``."""
    return STORED.get(column.type, column.type)


def columns_of(register: Register) -> dict[str, str]:
    """Name the columns of a register and the types they are stored as, in order.

    Example:
        >>> from luodi.core.registers import load
        >>> columns_of(load()["listing_event"])["listed_on"]
        'date'
    """
    return {column.name: stored_type(column) for column in register.columns}
