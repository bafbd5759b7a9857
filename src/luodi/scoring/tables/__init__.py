"""Read figures for a scheme from CSV, Parquet or XLSX, in wide or long form, with all errors at once."""

from __future__ import annotations

from luodi.scoring.tables.cells import Sheet, read_sheet
from luodi.scoring.tables.read import read_panel

__all__ = ["Sheet", "read_panel", "read_sheet"]
