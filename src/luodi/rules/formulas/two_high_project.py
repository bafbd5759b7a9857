"""Candidates for the list of “两高” projects with energy and carbon: GB/T 2589-2020, 环环评〔2021〕45号."""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.rules.figure import Figure, choose, total
from luodi.rules.working import Working

SOLID: Final = ("raw_coal", "washed_coal", "coke", "crude", "petrol", "diesel", "lpg")
COUNTED: Final = ("coke", "petrol", "diesel", "gas")
UNCOUNTED: Final = ("washed_coal", "crude", "lpg")
"""Fuels of which the rule states no carbon content."""
FACTORS: Final = ("cn_2021", "cn_2022", "cn_2023", "sc_2023")
COALS: Final = ("anthracite", "bituminous", "lignite")


def figures(working: Working) -> None:
    """Say sector, energy by equal and by equivalent value of electricity, and carbon dioxide."""
    power = working.number("electricity")
    other = _energy(working)
    equal = working.say("power_equal", power * working.parameter("electricity_equal"))
    working.say("energy_equal", other + equal)
    working.say("energy_equivalent", other + power * working.parameter("electricity_equivalent"))
    working.say("co2", _carbon(working))
    code = working.lookup("sectors", working.number("industry"))
    power_plant = code.equals(working.parameter("power_sector"))
    sector = working.say("sector", choose(power_plant & ~working.flag("coal_fired"), 0.0, code))
    working.verdict("SECTOR", sector >= 1.0)


def _energy(working: Working) -> Figure:
    """Tonnes of standard coal of all but electricity: t × kgce/kg, 万m³ × 10 × kgce/m³, GJ and t ÷ 1000."""
    solids = [working.number(name) * working.parameter(f"{name}_coal") for name in SOLID]
    working.say("raw_coal_energy", solids[0])
    gas = working.say("gas_energy", working.number("gas") * 10 * working.parameter("gas_coal"))
    heat = working.number("heat") * working.parameter("heat_coal")
    water = working.number("water") * working.parameter("water_coal") / 1000
    return total([*solids, gas, heat, water])


def _carbon(working: Working) -> Figure:
    coal = Figure.constant(np.nan)
    for kind in COALS:
        coal = choose(working.among("coal_kind", kind), _burnt(working, "raw_coal", kind), coal)
    none = working.number("raw_coal") <= 0.0
    parts = [working.say("coal_co2", choose(none, 0.0, coal))]
    parts += [working.say(f"{name}_co2", _burnt(working, name, name)) for name in COUNTED]
    factor = Figure.constant(np.nan)
    for name in FACTORS:
        factor = choose(working.among("grid_factor", name), working.parameter(f"grid_{name}"), factor)
    factor = working.say("factor", factor)
    parts.append(working.say("power_co2", working.number("electricity") * factor))
    uncounted = total([working.number(name) for name in UNCOUNTED])
    return choose(uncounted <= 0.0, total(parts), np.nan)


def _burnt(working: Working, use: str, kind: str) -> Figure:
    """Tonnes of CO2: use × low heat value × carbon per heat × oxidation × 44/12."""
    heat = working.number(use) * working.parameter(f"{kind}_heat")
    carbon = heat * working.parameter(f"{kind}_carbon") / 1000
    return carbon * working.parameter(f"{kind}_oxidation") * 44 / 12
