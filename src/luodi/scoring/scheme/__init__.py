"""Schemes (评价方案): read from YAML, checked, and described by a JSON Schema."""

from __future__ import annotations

from luodi.scoring.scheme.load import dump, load, parse
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import (
    DataColumns,
    Group,
    Indicator,
    Ranking,
    Scheme,
    Weight,
    WeightTable,
)

__all__ = [
    "DataColumns",
    "Group",
    "Indicator",
    "Ranking",
    "Scheme",
    "Weight",
    "WeightTable",
    "dump",
    "load",
    "merged",
    "parse",
]
