"""The ASEM example as a scheme, made from the shared reference tables."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from luodi.scoring.journal import Journal
from luodi.scoring.panel import Panel
from luodi.scoring.scheme import Scheme, parse
from luodi.scoring.tables import read_panel, read_sheet

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "data" / "asem"


def need_folder() -> None:
    """Skip where the shared data are missing, but never in the continuous integration."""
    if not FOLDER.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared/data/asem is missing")
        pytest.skip("../shared/data/asem is missing")


def table(name: str) -> list[dict[str, str]]:
    """Rows of a reference table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(name: str, columns: list[str], key: str = "", order: list[str] | None = None) -> np.ndarray:
    """Columns of a reference table as numbers, rows in the order asked for; nothing as NaN."""
    cell = {"": "nan", "NA": "nan", "Inf": "inf", "TRUE": "1", "FALSE": "0"}
    rows = table(name)
    if order is not None:
        by_key = {row[key]: row for row in rows}
        assert set(by_key) == set(order), name
        rows = [by_key[code] for code in order]
    return np.array([[float(cell.get(row[c], row[c])) for c in columns] for row in rows])


def asem_scheme(steps: list[dict[str, Any]] | None = None, **changes: Any) -> Scheme:
    """The scheme of the example, or with other steps."""
    import yaml

    need_folder()
    indicators, groups = [], []
    for row in table("asem_iMeta"):
        node: dict[str, Any] = {"id": row["iCode"], "name": row["iName"]}
        if row["Parent"]:
            node["parent"] = row["Parent"]
        if row["Type"] == "Indicator":
            node["direction"] = "increase" if row["Direction"] == "1" else "decrease"
            if row["Denominator"]:
                node["denominator"] = row["Denominator"]
            indicators.append(node)
        elif row["Type"] == "Aggregate":
            groups.append(node)
    raw = {
        "scheme": "asem",
        "data": {"unit": "uCode", "name": "uName", "year": "Time"},
        "indicators": indicators,
        "groups": groups,
        "steps": STEPS if steps is None else steps,
        **changes,
    }
    return parse(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))


STEPS: list[dict[str, Any]] = [
    {"step": "denominate"},
    {"step": "impute", "method": "group_mean", "group": "EurAsia_group"},
    {"step": "screen", "availability": 0.9},
    {"step": "treat", "most": 5},
    {"step": "normalise", "method": "minmax", "scale": [0, 100]},
    {"step": "aggregate", "method": "arithmetic"},
]

PANEL_STEPS: list[dict[str, Any]] = [
    {"step": "screen", "availability": 0.9},
    {"step": "treat"},
    {"step": "normalise", "method": "minmax", "over": "all"},
    {"step": "aggregate"},
]


def asem_panel(scheme: Scheme, name: str = "asem_iData") -> Panel:
    """The figures of the example."""
    return read_panel(scheme, [read_sheet(FOLDER / f"{name}.csv")], Journal())
