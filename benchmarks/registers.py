"""How long a million rows take to be checked, beside pandas with the same tests by hand; and a city to make.

Run: ``python benchmarks/registers.py [ROWS] [ENTERPRISES]``. The rows are made-up recognitions, given as
columns of texts as a CSV reader gives them. Both sides test the same: codes and their check digits, choices,
dates and their order, numbers, levels, terms, holders, and that no number and no standing is there twice. The
floor is going over every cell once. A city is timed on its own: nobody else makes one.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from luodi.core.identifiers import complete_credit_codes, complete_organisation_codes
from luodi.core.registers import check, load
from luodi.generating.conduct import generate_city

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]


def table(rows: int) -> dict[str, list[str]]:
    """Recognitions with right codes, one in a thousand with a wrong one."""
    numbers = np.strings.zfill(np.arange(rows).astype(str), 7)
    bodies = complete_organisation_codes(np.strings.add("M", numbers))
    holders = complete_credit_codes(np.strings.add("91990102", bodies)).tolist()
    for row in range(0, rows, 1000):
        holders[row] = "91990102MA0000015A"
    return {
        "kind": ["高新技术企业"] * rows,
        "number": np.strings.add("GR20239", numbers).astype("U14").tolist(),
        "holder": holders,
        "level": ["国家级"] * rows,
        "area": ["990102"] * rows,
        "issuer": ["示例厅"] * rows,
        "valid_from": ["2023-10-16"] * rows,
        "valid_to": ["2026-10-15"] * rows,
    }


def by_hand(columns: dict[str, list[str]]) -> int:
    """The same tests as a careful person writes them in pandas; gives how many rows are wrong."""
    frame = pd.DataFrame(columns, dtype=str)
    wrong = frame.isna().any(axis=1) | (frame == "").any(axis=1)
    letters = [frame["holder"].str[place] for place in range(18)]
    places = {letter: place for place, letter in enumerate(ALPHABET)}
    total = sum(letters[place].map(places).fillna(-1000) * WEIGHTS[place] for place in range(17))
    wrong |= (frame["holder"].str.len() != 18) | ((31 - total % 31) % 31 != letters[17].map(places))
    wrong |= ~frame["kind"].isin(["高新技术企业"]) | ~frame["level"].isin(["国家级"])
    wrong |= ~frame["area"].str.fullmatch(r"[1-9]\d{5}")
    wrong |= ~frame["number"].str.fullmatch(r"GR\d{4}\d{2}\d{6}") & ~frame["number"].str.fullmatch(
        r"GR\d{12}"
    )
    start = pd.to_datetime(frame["valid_from"], format="%Y-%m-%d", errors="coerce")
    end = pd.to_datetime(frame["valid_to"], format="%Y-%m-%d", errors="coerce")
    wrong |= start.isna() | end.isna() | (start > end) | (end > start + pd.DateOffset(years=3))
    wrong |= ~frame["holder"].str[:2].isin(["91"])
    wrong |= frame.duplicated(["kind", "number"]) | frame.duplicated(["kind", "holder", "valid_from"])
    return int(wrong.sum())


def floor(columns: dict[str, list[str]]) -> int:
    """Go over every cell once."""
    return sum(len(cell.strip()) for cells in columns.values() for cell in cells)


def timed(what: str, work: Callable[[], object], peer: float | None = None) -> float:
    began = time.perf_counter()
    found = work()
    took = time.perf_counter() - began
    ratio = f", {took / peer:.2f} of the peer" if peer else ""
    print(f"{what:<44} {took:8.2f} s{ratio}  ({found})")
    return took


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    enterprises = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    columns, register = table(rows), load()["recognition"]
    timed("floor: every cell once", lambda: floor(columns))
    peer = timed("pandas, the same tests by hand", lambda: f"{by_hand(columns):,} wrong")
    timed(
        "luodi, with a sentence for each problem",
        lambda: f"{int(check(register, columns).wrong.sum()):,} wrong",
        peer,
    )
    with tempfile.TemporaryDirectory() as folder:

        def city() -> str:
            _, marker = generate_city(Path(folder) / "city", enterprises, 5, seed=1)
            return f"{sum(marker.rows.values()):,} records"

        timed(f"a city of {enterprises:,} enterprises, 5 years", city)
    print(f"greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
