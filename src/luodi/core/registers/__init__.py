"""Registers (台账): typed tables of facts, declared as data and read here.

``load`` gives the declarations, ``validate_rows`` says all that is wrong with rows of one of them, and
``columns_of`` and ``arrow_schema`` name the columns that files, tables and models share.
"""

from luodi.core.registers.alike import Alike, duplicates
from luodi.core.registers.arrow import arrow_schema, arrow_table
from luodi.core.registers.checking import Checked, check, told, validate_rows
from luodi.core.registers.columns import columns_of
from luodi.core.registers.loading import load, read
from luodi.core.registers.model import Column, Kind, Register

__all__ = [
    "Alike",
    "Checked",
    "Column",
    "Kind",
    "Register",
    "arrow_schema",
    "arrow_table",
    "check",
    "columns_of",
    "duplicates",
    "load",
    "read",
    "told",
    "validate_rows",
]
