"""Figures of many firms (generated) and both rules written plainly: NumPy, nothing missing, no dates.

Imports NumPy only, so that the peers' environment can use it too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
ITEMS = {
    "technology_points": 8,
    "support_points": 8,
    "quantity_points": 8,
    "acquisition_points": 6,
    "standard_points": 2,
    "conversion_points": 30,
    "system_points": 6,
    "institution_points": 6,
    "reward_points": 4,
    "talent_points": 4,
    "net_asset_points": 10,
    "sales_points": 10,
}
BAD = (
    "barred_product",
    "barred_sector",
    "major_accident",
    "environmental_offence",
    "research_misconduct",
    "on_bad_list",
    "hnte_certificate",
    "national_award",
    "rd_institution",
    "led_standard",
)


def sme(rows: int) -> Columns:
    """Generated firms for the technology SME, a tenth of them exactly at a limit."""
    random = np.random.default_rng(1)
    staff = random.integers(1, 600, rows).astype(float)
    sales = np.round(random.lognormal(8, 1.2, rows), 2)
    share = np.where(random.random(rows) < 0.1, 0.05, random.random(rows) * 0.1)
    found: Columns = {
        "staff": staff,
        "tech_staff": np.floor(staff * random.random(rows) * 0.5),
        "sales": sales,
        "assets": np.round(random.lognormal(8, 1.2, rows), 2),
        "costs": np.round(sales * random.uniform(0.2, 1.1, rows), 2),
        "rd_spend": np.round(sales * share, 6),
        "ip_class_1": (random.random(rows) < 0.2).astype(np.int64),
        "ip_class_2": random.integers(0, 8, rows),
    }
    found |= {name: random.random(rows) < 0.95 for name in ("resident", "sound_accounts")}
    return found | {name: random.random(rows) < 0.03 for name in BAD}


def hnte(rows: int) -> Columns:
    """Generated firms for the high-tech enterprise, a tenth of them exactly at a limit."""
    random = np.random.default_rng(2)
    staff = random.integers(1, 900, rows).astype(float)
    found: Columns = {
        "staff": staff,
        "tech_staff": np.floor(staff * np.where(random.random(rows) < 0.1, 0.1, random.random(rows) * 0.4)),
        "registered_on": np.datetime64("2015-01-01") + random.integers(0, 3500, rows),
        "applied_on": np.full(rows, np.datetime64("2025-06-01")),
        "field": random.integers(0, 9, rows),
        "ip_class_1": random.integers(0, 3, rows),
        "ip_class_2": random.integers(0, 8, rows),
        "conversions": random.integers(0, 20, rows),
        "total_income": np.round(random.lognormal(8.5, 1.2, rows), 2),
    }
    for year in (3, 2, 1):
        sales = np.round(random.lognormal(8.5, 1.2, rows), 2)
        share = np.where(random.random(rows) < 0.1, 0.04, random.random(rows) * 0.1)
        found[f"sales_{year}"] = sales
        found[f"rd_spend_{year}"] = np.round(sales * share, 6)
        found[f"rd_domestic_{year}"] = np.round(found[f"rd_spend_{year}"] * random.random(rows), 6)
        found[f"net_assets_{year}"] = np.round(random.lognormal(8, 1.0, rows), 2)
    found["high_tech_income"] = np.round(found["total_income"] * random.random(rows), 2)
    found |= {name: random.integers(most // 2, most + 1, rows) for name, most in ITEMS.items()}
    found |= {name: random.random(rows) < 0.95 for name in ("resident", "core_ip")}
    bad = ("major_safety", "major_quality", "environmental_offence")
    return found | {name: random.random(rows) < 0.03 for name in bad}


def bands(values: NDArray[Any], edges: list[float], points: list[float]) -> NDArray[Any]:
    """Points by bands, the lower edge included; edges rising, one more point than edges."""
    return np.asarray(points)[np.searchsorted(edges, values, side="right")]


def judge_sme(c: Columns) -> Columns:
    """All conditions of the technology SME."""
    staff_points = bands(c["tech_staff"] / c["staff"], [0.10, 0.15, 0.20, 0.25, 0.30], [0, 4, 8, 12, 16, 20])
    steps: list[float] = [0, 10, 20, 30, 40, 50]
    by_sales = bands(c["rd_spend"] / c["sales"], [0.02, 0.03, 0.04, 0.05, 0.06], steps)
    by_cost = bands(c["rd_spend"] / c["costs"], [0.10, 0.15, 0.20, 0.25, 0.30], steps)
    ip_points = np.where(c["ip_class_1"] >= 1, 30, 6 * np.minimum(c["ip_class_2"], 4))
    points = staff_points + np.maximum(by_sales, by_cost) + ip_points
    found = {"T1": c["resident"], "T1b": c["sound_accounts"]}
    found |= {"T2a": c["staff"] <= 500, "T2b": c["sales"] <= 20000, "T2c": c["assets"] <= 20000}
    found["T2"] = found["T2a"] & found["T2b"] & found["T2c"]
    found |= {"T3a": ~c["barred_product"], "T3b": ~c["barred_sector"]}
    found["T3"] = found["T3a"] & found["T3b"]
    for name, column in zip(("T4a", "T4b", "T4c", "T4d"), BAD[2:6], strict=True):
        found[name] = ~c[column]
    found["T4"] = found["T4a"] & found["T4b"] & found["T4c"] & found["T4d"]
    found |= {"T5a": points >= 60, "T5b": staff_points > 0}
    found["T5"] = found["T5a"] & found["T5b"]
    for name, column in zip(("D1", "D2", "D3", "D4"), BAD[6:], strict=True):
        found[name] = c[column]
    found["D"] = found["D1"] | found["D2"] | found["D3"] | found["D4"]
    found["BASE"] = found["T1"] & found["T1b"] & found["T2"] & found["T3"] & found["T4"]
    found["ROUTE"] = found["T5"] | found["D"]
    found["PASS"] = found["BASE"] & found["ROUTE"]
    return found


def growth(first: NDArray[Any], second: NDArray[Any], third: NDArray[Any]) -> NDArray[Any]:
    """Mean growth, as the 指引 has it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        last = third / second
        mean = np.where(first == 0, last, (second / first + last) / 2)
    return np.where((second == 0) | (first < 0) | (second < 0) | (third < 0), 0.0, mean - 1)


def judge_hnte(c: Columns) -> Columns:
    """All conditions of the high-tech enterprise."""
    spent = c["rd_spend_3"] + c["rd_spend_2"] + c["rd_spend_1"]
    sold = c["sales_3"] + c["sales_2"] + c["sales_1"]
    needed = np.where(c["sales_1"] <= 5000, 0.05, np.where(c["sales_1"] <= 20000, 0.04, 0.03))
    domestic = c["rd_domestic_3"] + c["rd_domestic_2"] + c["rd_domestic_1"]
    ip = sum(c[name] for name in list(ITEMS)[:5])
    score = np.minimum(ip, 30) + sum(c[name] for name in list(ITEMS)[5:])
    age = (c["applied_on"] - c["registered_on"]).astype(np.int64)
    found = {"H1a": c["resident"], "H1b": age >= 365, "H2a": c["core_ip"]}
    found["H2b"] = c["ip_class_1"] + c["ip_class_2"] >= 1
    found |= {"H1": found["H1a"] & found["H1b"], "H2": found["H2a"] & found["H2b"]}
    found |= {"H3": c["field"] < 8, "H4": c["tech_staff"] / c["staff"] >= 0.1}
    found |= {"H5a": spent / sold >= needed, "H5b": domestic / spent >= 0.6}
    found |= {"H5": found["H5a"] & found["H5b"], "H6": c["high_tech_income"] / c["total_income"] >= 0.6}
    found |= {"H7": score > 70, "H8a": ~c["major_safety"], "H8b": ~c["major_quality"]}
    found["H8c"] = ~c["environmental_offence"]
    found["H8"] = found["H8a"] & found["H8b"] & found["H8c"]
    found |= in_bands(c)
    found["PASS"] = np.logical_and.reduce([found[f"H{number}"] for number in range(1, 9)])
    return found


def in_bands(c: Columns) -> Columns:
    """Whether experts' points lie in the computed bands."""
    low = np.where(c["ip_class_1"] >= 1, 7, bands(c["ip_class_2"], [1, 3, 5], [0, 1, 3, 5]))
    high = np.where(c["ip_class_1"] >= 1, 8, bands(c["ip_class_2"], [1, 3, 5], [0, 2, 4, 6]))
    yearly = c["conversions"] / 3
    from_, to = [0, 1, 7, 13, 19, 25], [0, 6, 12, 18, 24, 30]
    limits = {"quantity_points": (low, high)}
    edges: list[float] = [1, 2, 3, 4, 5]
    limits["conversion_points"] = bands(yearly, edges, list(from_)), bands(yearly, edges, list(to))
    for name, column in (("net_asset_points", "net_assets"), ("sales_points", "sales")):
        rate = growth(c[f"{column}_3"], c[f"{column}_2"], c[f"{column}_1"])
        edges = [np.nextafter(0, 1), 0.05, 0.15, 0.25, 0.35]
        limits[name] = bands(rate, edges, [0, 1, 3, 5, 7, 9]), bands(rate, edges, [0, 2, 4, 6, 8, 10])
    return {f"{name}_in_band": (c[name] >= a) & (c[name] <= b) for name, (a, b) in limits.items()}
