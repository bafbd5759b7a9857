"""Small schemes and tables for tests."""

from __future__ import annotations

from pathlib import Path

from luodi.scoring.engine import Result, run
from luodi.scoring.journal import Journal
from luodi.scoring.scheme import parse
from luodi.scoring.tables import read_panel, read_sheet

TWO = """
scheme: two
indicators:
  - {id: a, parent: all, direction: increase}
  - {id: b, parent: all, direction: increase}
groups: [{id: all}]
steps: [{step: normalise}, {step: aggregate}]
"""


def score(scheme: str, *tables: str, as_of: str | None = None, weights: str | None = None) -> Result:
    """Score tables given as CSV text."""
    read = parse(scheme)
    journal = Journal()
    sheets = [
        read_sheet(Path(f"table{number}.csv"), text.strip().encode())
        for number, text in enumerate(tables, start=1)
    ]
    return run(read, read_panel(read, sheets, journal, as_of=as_of), weights=weights, journal=journal)
