"""Leading talents at researching enterprises: persons that do not exist, under numbers for names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from luodi.core.registers.model import Register
from luodi.generating.chance import DAY, Serials, choose, days_in, joined, padded, pick, stream
from luodi.generating.deeds import FIELDS
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa


def talents(
    persons: Register, appointments: Register, firms: Firms, seed: int, batch: int, serials: Serials
) -> tuple[pa.Table, pa.Table]:
    """Write persons and the appointments they hold for five years each."""
    rng = stream(seed, batch, "person")
    deeds, growth = firms.city.deeds, 1.15 ** np.arange(len(firms.years))
    firm = np.flatnonzero(firms.rd & firms.alive[:, -1] & (rng.random(firms.size) < deeds.talents))
    size = len(firm)
    begun = days_in(rng, firms.years[pick(rng, growth, size)], 0, 300)
    begun = np.maximum(begun, firms.founded[firm] + 30 * DAY)
    serial = serials.take("person", np.zeros(size, np.int64))
    number = joined("P", padded(serial, 8))
    who = Rows(persons, size)
    who.put("number", number)
    who.put("name", joined(PREFIX, "人员", padded(serial, 8)))
    who.pool("employer", firms.keys, firm)
    who.pool("field", *choose(rng, FIELDS, size))
    who.pool("degree", *choose(rng, {"doctor": 7, "master": 3}, size))
    who.put("consented_on", begun)
    held = Rows(appointments, size).same(kind="leading_talent")
    held.put("number", joined("PR-", padded(serial, 8)))
    held.put("person", number)
    held.pool("unit", firms.keys, firm)
    held.pool("level", *choose(rng, {"national": 1, "provincial": 4, "municipal": 5}, size))
    held.pool("area", firms.areas(), firms.area[firm])
    held.put("begun_on", begun)
    held.put("valid_to", begun + 5 * 365 * DAY)
    return who.table(), held.table()
