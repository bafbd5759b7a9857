"""The technology SME and the high-tech enterprise as OpenFisca variables: a peer of benchmarks/rules.py.

    PYTHON benchmarks/rules_openfisca.py ROWS FOLDER

with the Python of an environment that holds openfisca-core. Prints the name of the rule and the best time of
computing all its conditions once inputs are set; writes each condition's verdicts into FOLDER. Limits stand
in the formulas (no dated parameters), which is in OpenFisca's favour.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rules_plain as plain
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2025"
FIRM = build_entity(key="firm", plural="firms", label="Firms", is_person=True)
Give = Callable[[str], Any]


def variable(name: str, kind: type, formula: Callable[[Give], Any] | None = None) -> type:
    """A variable of the firm."""
    body: dict[str, Any] = {"value_type": kind, "entity": FIRM, "definition_period": periods.DateUnit.YEAR}
    if formula is not None:
        body["formula"] = lambda firm, period, parameters: formula(lambda other: firm(other, period))
    return type(name, (Variable,), body)


def share(part: str, whole: str, edges: list[float], points: list[float]) -> Callable[[Give], Any]:
    return lambda give: plain.bands(give(part) / give(whole), edges, points)


def every(*names: str) -> Callable[[Give], Any]:
    return lambda give: np.logical_and.reduce([give(name) for name in names])


def same(name: str) -> Callable[[Give], Any]:
    return lambda give: give(name)


def no(name: str) -> Callable[[Give], Any]:
    return lambda give: ~give(name)


STEPS: list[float] = [0, 10, 20, 30, 40, 50]
TENTHS = [0.10, 0.15, 0.20, 0.25, 0.30]
SME: dict[str, tuple[type, Callable[[Give], Any]]] = {
    "staff_points": (float, share("tech_staff", "staff", TENTHS, [0, 4, 8, 12, 16, 20])),
    "by_sales": (float, share("rd_spend", "sales", [0.02, 0.03, 0.04, 0.05, 0.06], STEPS)),
    "by_cost": (float, share("rd_spend", "costs", TENTHS, STEPS)),
    "ip_points": (
        float,
        lambda give: np.where(give("ip_class_1") >= 1, 30, 6 * np.minimum(give("ip_class_2"), 4)),
    ),
    "points": (
        float,
        lambda give: give("staff_points") + np.maximum(give("by_sales"), give("by_cost")) + give("ip_points"),
    ),
    "T1": (bool, same("resident")),
    "T1b": (bool, same("sound_accounts")),
    "T2a": (bool, lambda give: give("staff") <= 500),
    "T2b": (bool, lambda give: give("sales") <= 20000),
    "T2c": (bool, lambda give: give("assets") <= 20000),
    "T2": (bool, every("T2a", "T2b", "T2c")),
    "T3a": (bool, no("barred_product")),
    "T3b": (bool, no("barred_sector")),
    "T3": (bool, every("T3a", "T3b")),
    "T4a": (bool, no("major_accident")),
    "T4b": (bool, no("environmental_offence")),
    "T4c": (bool, no("research_misconduct")),
    "T4d": (bool, no("on_bad_list")),
    "T4": (bool, every("T4a", "T4b", "T4c", "T4d")),
    "T5a": (bool, lambda give: give("points") >= 60),
    "T5b": (bool, lambda give: give("staff_points") > 0),
    "T5": (bool, every("T5a", "T5b")),
    "D1": (bool, same("hnte_certificate")),
    "D2": (bool, same("national_award")),
    "D3": (bool, same("rd_institution")),
    "D4": (bool, same("led_standard")),
    "D": (bool, lambda give: give("D1") | give("D2") | give("D3") | give("D4")),
    "BASE": (bool, every("T1", "T1b", "T2", "T3", "T4")),
    "ROUTE": (bool, lambda give: give("T5") | give("D")),
    "PASS": (bool, every("BASE", "ROUTE")),
}


def summed(name: str) -> Callable[[Give], Any]:
    return lambda give: give(f"{name}_3") + give(f"{name}_2") + give(f"{name}_1")


def in_band(name: str) -> Callable[[Give], Any]:
    class Given(dict[str, Any]):
        def __init__(self, give: Give) -> None:
            self.give = give

        def __missing__(self, key: str) -> Any:
            self[key] = self.give(key)
            return self[key]

    return lambda give: BANDS[name](Given(give))


def _growth(column: str, name: str) -> Callable[[Any], Any]:
    def found(c: Any) -> Any:
        rate = plain.growth(c[f"{column}_3"], c[f"{column}_2"], c[f"{column}_1"])
        edges = [np.nextafter(0, 1), 0.05, 0.15, 0.25, 0.35]
        low, high = (
            plain.bands(rate, edges, [0, 1, 3, 5, 7, 9]),
            plain.bands(rate, edges, [0, 2, 4, 6, 8, 10]),
        )
        return (c[name] >= low) & (c[name] <= high)

    return found


def _quantity(c: Any) -> Any:
    first, second = c["ip_class_1"] >= 1, c["ip_class_2"]
    low = np.where(first, 7, plain.bands(second, [1, 3, 5], [0, 1, 3, 5]))
    high = np.where(first, 8, plain.bands(second, [1, 3, 5], [0, 2, 4, 6]))
    return (c["quantity_points"] >= low) & (c["quantity_points"] <= high)


def _conversion(c: Any) -> Any:
    yearly, edges = c["conversions"] / 3, [1.0, 2.0, 3.0, 4.0, 5.0]
    low = plain.bands(yearly, edges, [0, 1, 7, 13, 19, 25])
    high = plain.bands(yearly, edges, [0, 6, 12, 18, 24, 30])
    return (c["conversion_points"] >= low) & (c["conversion_points"] <= high)


BANDS: dict[str, Callable[[Any], Any]] = {
    "quantity_points": _quantity,
    "conversion_points": _conversion,
    "net_asset_points": _growth("net_assets", "net_asset_points"),
    "sales_points": _growth("sales", "sales_points"),
}
NAMES = list(plain.ITEMS)
HNTE: dict[str, tuple[type, Callable[[Give], Any]]] = {
    "spent": (float, summed("rd_spend")),
    "sold": (float, summed("sales")),
    "domestic": (float, summed("rd_domestic")),
    "needed": (
        float,
        lambda give: np.where(give("sales_1") <= 5000, 0.05, np.where(give("sales_1") <= 20000, 0.04, 0.03)),
    ),
    "score": (
        float,
        lambda give: (
            np.minimum(sum(give(name) for name in NAMES[:5]), 30) + sum(give(name) for name in NAMES[5:])
        ),
    ),
    "H1a": (bool, same("resident")),
    "H1b": (bool, lambda give: (give("applied_on") - give("registered_on")).astype(np.int64) >= 365),
    "H1": (bool, every("H1a", "H1b")),
    "H2a": (bool, same("core_ip")),
    "H2b": (bool, lambda give: give("ip_class_1") + give("ip_class_2") >= 1),
    "H2": (bool, every("H2a", "H2b")),
    "H3": (bool, lambda give: give("field") < 8),
    "H4": (bool, lambda give: give("tech_staff") / give("staff") >= 0.1),
    "H5a": (bool, lambda give: give("spent") / give("sold") >= give("needed")),
    "H5b": (bool, lambda give: give("domestic") / give("spent") >= 0.6),
    "H5": (bool, every("H5a", "H5b")),
    "H6": (bool, lambda give: give("high_tech_income") / give("total_income") >= 0.6),
    "H7": (bool, lambda give: give("score") > 70),
    "H8a": (bool, no("major_safety")),
    "H8b": (bool, no("major_quality")),
    "H8c": (bool, no("environmental_offence")),
    "H8": (bool, every("H8a", "H8b", "H8c")),
    **{f"{name}_in_band": (bool, in_band(name)) for name in BANDS},
    "PASS": (bool, every(*(f"H{number}" for number in range(1, 9)))),
}


def timed(columns: plain.Columns, stated: dict[str, tuple[type, Callable[[Give], Any]]]) -> tuple[float, Any]:
    """Best of three of computing all conditions, and the simulation."""
    import datetime

    system = TaxBenefitSystem([FIRM])
    kinds = {"b": bool, "f": float, "i": int, "M": datetime.date}
    for name, column in columns.items():
        system.add_variable(variable(name, kinds[column.dtype.kind]))
    for name, (kind, formula) in stated.items():
        system.add_variable(variable(name, kind, formula))
    least = float("inf")
    for _ in range(3):
        simulation = SimulationBuilder().build_default_simulation(system, count=len(columns["staff"]))
        for name, column in columns.items():
            simulation.set_input(name, YEAR, column)
        start = time.perf_counter()
        for name in stated:
            simulation.calculate(name, YEAR)
        least = min(least, time.perf_counter() - start)
    return least, simulation


def main() -> None:
    rows, folder = int(sys.argv[1]), Path(sys.argv[2])
    for rule, columns, stated in (("sme", plain.sme(rows), SME), ("hnte", plain.hnte(rows), HNTE)):
        seconds, simulation = timed(columns, stated)
        print(rule, seconds, flush=True)
        verdicts = {
            name: simulation.calculate(name, YEAR) for name, (kind, _) in stated.items() if kind is bool
        }
        np.savez(folder / f"{rule}.npz", **verdicts)


if __name__ == "__main__":
    main()
