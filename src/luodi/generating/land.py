"""What industry of a batch stands on and burns: parcels, energy, and the two-high list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from luodi.core.registers.model import Register
from luodi.generating.chance import (
    DAY,
    Floats,
    Ints,
    Serials,
    choose,
    day_of,
    days_in,
    joined,
    padded,
    pick,
    stream,
)  # fmt: skip
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

CARRIERS: Final = ("electricity", "raw_coal", "natural_gas")
UNITS: Final = ("kwh", "kg", "m3")
KGCE: Final = np.array([0.1229, 0.7143, 1.3300])
"""Standard coal of a kWh, kg or m³: coal is not verified (GB/T 2589-2020)."""

KGCE_EQUIVALENT: Final = np.array([0.30, 0.7143, 1.3300])
"""The same by equivalent value; 0.30 for electricity is not verified."""

CO2: Final = np.array([0.1564, 1.7471, 2.1620])
"""Kilograms of CO2 of a kWh (Sichuan, 2023), a kg of bituminous coal, a m³ of gas; oxidation not verified."""


def energy_use(register: Register, firms: Firms, seed: int, batch: int) -> pa.Table:
    """Write the energy of industrial enterprises above scale: electricity, and coal or gas."""
    rng = stream(seed, batch, "energy_use")
    energy = firms.city.energy
    firm, year = np.nonzero(firms.alive & firms.above & firms.industrial[:, None])
    heavy = firms.of_industry("two_high", firm)
    per = np.where(heavy, energy.two_high_intensity, energy.intensity) * (1 + energy.change) ** year
    tonnes = firms.revenue[firm, year] * per * np.exp(0.3 * rng.standard_normal(len(firm)))
    power = np.clip(0.5 + 0.15 * rng.standard_normal(len(firm)), 0.1, 0.9)
    both = np.repeat(np.arange(len(firm)), 2)
    second = np.tile([False, True], len(firm))
    carrier = np.where(second, np.where(heavy[both], 1, 2), 0)
    part = tonnes[both] * np.where(second, 1 - power[both], power[both])
    rows = Rows(register, len(both)).same(factor_set=energy.factor_set)
    rows.pool("holder", firms.keys, firm[both])
    rows.put("year", firms.years[year[both]])
    rows.pool("carrier", list(CARRIERS), carrier)
    rows.pool("area", firms.areas(), firms.area[firm[both]])
    rows.pool("amount_unit", list(UNITS), carrier)
    _converted(rows, np.round(part * 1000 / KGCE[carrier]), carrier)
    return rows.table()


def _converted(rows: Rows, amount: Floats, carrier: Ints) -> None:
    rows.put("amount", amount)
    rows.put("energy_equal", np.round(amount * KGCE[carrier] / 1000, 3))
    rows.put("energy_equivalent", np.round(amount * KGCE_EQUIVALENT[carrier] / 1000, 3))
    rows.put("co2", np.round(amount * CO2[carrier] / 1000, 3))


def two_high_projects(register: Register, firms: Firms, seed: int, batch: int, serials: Serials) -> pa.Table:
    """Write the two-high list: a third of the heavy enterprises above scale."""
    rng = stream(seed, batch, "two_high_project")
    heavy = firms.of_industry("two_high", np.arange(firms.size)) & firms.above[:, -1]
    firm = np.flatnonzero(heavy & (rng.random(firms.size) < 0.33) & firms.alive[:, -1])
    size = len(firm)
    listed = days_in(rng, firms.years[0] + rng.integers(0, len(firms.years), size))
    tonnes = firms.revenue[firm, -1] * firms.city.energy.two_high_intensity
    year = firms.years[0] + np.zeros(size, np.int64)
    rows = Rows(register, size).same(
        factor_set=firms.city.energy.factor_set, responsible=f"{PREFIX}发展改革局"
    )
    rows.put("number", joined("LG-", year, "-", padded(serials.take("two_high", year), 6)))
    rows.put("title", joined(PREFIX, "生产线", padded(firm + 1, 6)))
    rows.pool("owner", firms.keys, firm)
    rows.pool("area", firms.areas(), firms.area[firm])
    rows.pool("industry", [one.code for one in firms.city.industries], firms.industry[firm])
    rows.pool("stage", *choose(rng, {"running": 8, "building": 1, "planned": 1}, size))
    rows.pool("change", *choose(rng, {"new": 5, "rebuilt": 3, "extended": 2}, size))
    rows.put("listed_on", listed)
    rows.put("energy_equal", np.round(tonnes * 0.8, 1))
    rows.put("energy_equivalent", np.round(tonnes, 1))
    rows.put("co2", np.round(tonnes * 2.2, 1))
    rows.pool("efficiency", *choose(rng, {"benchmark": 3, "base": 6, "below": 1}, size))
    rows.pool("verdict", *choose(rng, {"keep": 7, "upgrade": 3}, size))
    return rows.table()


def parcels(register: Register, firms: Firms, seed: int, batch: int, serials: Serials) -> pa.Table:
    """Write the land of industrial enterprises above scale."""
    rng = stream(seed, batch, "parcel")
    may = firms.industrial & firms.above[:, -1] & (rng.random(firms.size) < firms.city.deeds.parcels)
    firm = np.flatnonzero(may)
    size = len(firm)
    codes = np.array(firms.areas())[firms.area[firm]]
    serial = serials.take("parcel", codes.astype(np.int64))
    mu = np.clip(firms.revenue[firm, -1] / np.exp(np.log(180) + 0.7 * rng.standard_normal(size)), 2, 5000)
    rows = Rows(register, size)
    rows.put("number", joined(codes, padded(serial // 100_000, 6), "GB", padded(serial % 100_000, 5)))
    rows.pool("holder", firms.keys, firm)
    rows.put("area", codes)
    rows.pool("park", list(firms.city.parks), firms.park[firm])
    rows.pool("use", ["industry", "storage", "research"], pick(rng, [9, 0.6, 0.4], size))
    rows.put("size", np.round(mu, 2))
    rows.put("floor_space", np.round(mu * 666.67 * rng.uniform(0.4, 0.9, size), 0))
    rows.put("water_limit", np.round(mu * 20))
    rows.put("power_limit", np.round(mu * 30))
    acquired = np.minimum(firms.founded[firm] + 200 * DAY, day_of(firms.years[-1], 300))
    rows.put("acquired_on", acquired)
    return rows.table()
