"""Five indicators written by hand in polars; run by indicators.py in an environment that has polars."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

YEAR = 2025
MANUFACTURING = r"^(1[3-9]|2|3|4[0-3])"


def main(folder: Path) -> None:
    began = time.perf_counter()
    day = date(YEAR, 12, 31)
    rows = pl.scan_parquet(folder / "enterprise_year.parquet").filter(pl.col("year") == YEAR)
    held = pl.scan_parquet(folder / "recognition.parquet")
    areas = pl.scan_parquet(folder / "area_year.parquet").filter(pl.col("year") == YEAR)
    valid = (
        (pl.col("kind") == "high_tech_enterprise")
        & (pl.col("valid_from") <= day)
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
        & (pl.col("revoked_on").is_null() | (pl.col("revoked_on") > day))
    )
    output = pl.col("output").cast(pl.Float64) / 1e4
    core = pl.col("digital_class").str.contains("^0[1-4]")
    maker = pl.col("above_scale") & pl.col("industry").str.contains(MANUFACTURING)
    digital = pl.col("digital_level").is_in(["l2", "l3", "l4"])
    clusters = (
        rows.filter(pl.col("above_scale") & pl.col("cluster").is_not_null())
        .group_by("cluster")
        .agg(output.sum())
    )
    one, gdp, firms, large = pl.collect_all(
        [
            rows.select(
                pv=output.filter(pl.col("cluster") == "PHOTOVOLTAICS").sum(),
                core=(pl.col("value_added").cast(pl.Float64) * pl.col("digital_share").fill_null(1))
                .filter(core)
                .sum(),
                digital=pl.col("enterprise").filter(maker & digital).n_unique(),
                makers=pl.col("enterprise").filter(maker).n_unique(),
            ),
            areas.select(pl.col("gdp").cast(pl.Float64).sum()),
            held.filter(valid).select(pl.col("holder").n_unique()),
            clusters.filter(pl.col("output") >= 1000).select(pl.len()),
        ]
    )
    found = {
        "high_tech_firms": firms.item(),
        "pv_output": one["pv"].item(),
        "clusters_over_100bn": large.item(),
        "digital_core_share": 100 * one["core"].item() / 1e4 / gdp.item(),
        "digitised_manufacturers_share": 100 * one["digital"].item() / one["makers"].item(),
    }
    print(f"{'five by hand in polars':44} {time.perf_counter() - began:6.2f} s")
    print(json.dumps({name: round(float(value), 6) for name, value in found.items()}))


main(Path(sys.argv[1]))
