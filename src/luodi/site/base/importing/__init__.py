"""Units and people from a table (表格导入): checked whole, shown, then written all or not at all."""

from __future__ import annotations

from . import people, units
from .plan import Plan, Sort

SORTS: dict[str, Sort] = {"units": units.SORT, "people": people.SORT}

__all__ = ["SORTS", "Plan", "Sort"]
