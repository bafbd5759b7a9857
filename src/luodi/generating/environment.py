"""Air and water of the made-up city: days at stations, months at river sections, with the seasons in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.model import Register
from luodi.generating.chance import Floats, Ints, day, joined, padded, stream, year_of
from luodi.generating.city import City
from luodi.generating.firms import PREFIX
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

CLEAN: dict[str, tuple[float, float]] = {
    "copper": (0.002, 0.01), "zinc": (0.005, 0.05), "fluoride": (0.1, 0.6), "selenium": (0.0002, 0.002),
    "arsenic": (0.0005, 0.005), "mercury": (0.000005, 0.00003), "cadmium": (0.00005, 0.0005),
    "chromium6": (0.002, 0.01), "lead": (0.0005, 0.005), "cyanide": (0.001, 0.004),
    "phenol": (0.0003, 0.0015), "oil": (0.005, 0.03), "surfactant": (0.02, 0.1), "sulphide": (0.003, 0.02),
}  # fmt: skip
"""Items of GB 3838-2002 that stay far inside class II here, mg/L: least and greatest value drawn."""


def air_days(register: Register, city: City, years: Ints, seed: int) -> Iterator[pa.Table]:
    """Write the six pollutants of each station, a station at a time; a few days have no valid value."""
    days = np.arange(day(int(years[0]), 0), day(int(years[-1]) + 1, 0))
    counties = list(city.counties)
    for station in range(city.environment.stations):
        rng = stream(seed, station, "air_day")
        rows = Rows(register, len(days)).same(
            station=f"9901A{station + 1:02}",
            station_name=f"{PREFIX}{station + 1}号站",
            control="national",
            area=counties[station % len(counties)],
            dust=False,
        )
        rows.put("day", days)
        _pollutants(rows, city, days, years, rng)
        yield rows.table()


def _pollutants(
    rows: Rows, city: City, days: NDArray[np.datetime64], years: Ints, rng: np.random.Generator
) -> None:
    size, air = len(days), city.environment.pm25
    turn = 2 * np.pi * (days - days.astype("datetime64[Y]")).astype(np.int64) / 365.25
    winter = np.cos(turn - 0.26)
    weather = _slow(rng, size)
    mean = air.mean + air.yearly * (year_of(days) - years[0])
    swing = (1 - air.summer) / (1 + air.summer)
    pm25 = np.maximum(mean * (1 + swing * winter) * np.exp(0.45 * weather - 0.10), 3)
    ozone = np.maximum(95 - 45 * winter + 28 * rng.standard_normal(size) - 8 * weather, 8)
    known = rng.random(size) > 0.012
    rows.put("hours", np.where(known, rng.integers(20, 25, size), rng.integers(0, 20, size)))
    for name, values in {
        "pm25": np.round(pm25),
        "pm10": np.round(pm25 * rng.uniform(1.25, 1.75, size)),
        "so2": np.round(8 * np.exp(0.3 * rng.standard_normal(size)) * (1 + 0.2 * winter)),
        "no2": np.round(26 * np.exp(0.25 * rng.standard_normal(size) + 0.15 * weather) * (1 + 0.25 * winter)),
        "co": np.round(0.7 * np.exp(0.25 * rng.standard_normal(size) + 0.2 * weather), 1),
        "o3_8h": np.round(ozone),
    }.items():
        rows.put(name, values, known)


def _slow(rng: np.random.Generator, size: int) -> Floats:
    """Draw weather that stays for days: noise, smoothed over a week, of variance 1."""
    noise = rng.standard_normal(size + 6)
    return np.convolve(noise, np.full(7, 7**-0.5), "valid")


def water_months(register: Register, city: City, years: Ints, seed: int) -> pa.Table:
    """Write each section's months: class II or III mostly, a tributary now and then worse."""
    rng = stream(seed, 0, "water_month")
    sections, months = city.environment.sections, 12 * len(years)
    section = np.repeat(np.arange(sections), months)
    month = np.tile(np.arange(months), sections)
    size = len(section)
    load = np.exp(0.25 * rng.standard_normal(sections))[section] * (0.96 ** (month // 12))
    load *= np.exp(0.22 * rng.standard_normal(size))
    counties = list(city.counties)
    rows = Rows(register, size).same(lake=False)
    rows.put("section", joined("9901S", padded(section + 1, 3)))
    rows.put("section_name", joined(PREFIX, "断面", section + 1))
    rows.put("river", joined(PREFIX, "江支流", section % 4 + 1))
    rows.pool("area", counties, section % len(counties))
    rows.pool("control", ["national", "provincial"], (section % 2).astype(np.int64))
    rows.put("month", joined(years[month // 12], "-", padded(month % 12 + 1, 2)))
    rows.put("ph", np.round(rng.uniform(7.2, 8.4, size), 2))
    rows.put(
        "dissolved_oxygen", np.round(np.clip(9 - 1.2 * load + 0.7 * rng.standard_normal(size), 2, 14), 2)
    )
    rows.put("permanganate", np.round(2.6 * load, 2))
    rows.put("cod", np.round(11 * load, 1))
    rows.put("bod5", np.round(1.7 * load, 2))
    rows.put("ammonia", np.round(0.28 * load, 3))
    rows.put("phosphorus", np.round(0.085 * load, 3))
    for name, (least, most) in CLEAN.items():
        rows.put(name, np.round(rng.uniform(least, most, size), 6))
    return rows.table()
