"""Patents, software copyrights and marks of the enterprises of a batch that do research."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import complete_patent_numbers
from luodi.core.registers.model import Register
from luodi.generating.chance import (
    DAY,
    Days,
    Ints,
    Serials,
    choose,
    day_of,
    days_in,
    joined,
    nowhere,
    padded,
    stream,
    year_of,
    years_later,
)  # fmt: skip
from luodi.generating.city import Rights
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

PATENT_KINDS: Final = {"invention_patent": 1, "utility_model": 2, "design_patent": 3}
REACH: Final = 12
"""Years before the end of the panel in which rights were filed."""


def ip_rights(register: Register, firms: Firms, seed: int, batch: int, serials: Serials) -> pa.Table:
    """Write the IP rights of a batch; larger enterprises file more."""
    rng = stream(seed, batch, "ip_right")
    rights, last = firms.city.rights, int(firms.years[-1])
    holder = np.flatnonzero(firms.rd)
    pull = np.sqrt(firms.revenue[holder, -1])
    mean = rights.filed * pull / max(pull.mean(), 1e-9) if len(holder) else pull
    firm = np.repeat(holder, rng.poisson(np.minimum(mean, 300)))
    size = len(firm)
    names, kind = choose(rng, rights.mix, size)
    filed = days_in(rng, last - REACH + 1 + rng.integers(0, REACH, size))
    filed = np.maximum(filed, firms.founded[firm])
    granted = _granted(rights, names, kind, filed, last, rng)
    rows = Rows(register, size)
    rows.pool("kind", names, kind)
    rows.put("number", _numbers(names, kind, year_of(filed), serials))
    rows.put("title", joined("一种", PREFIX, "技术", padded(np.arange(size) + 1, 6)))
    rows.pool("holder", firms.keys, firm)
    rows.pool("area", firms.areas(), firms.area[firm])
    rows.pool("obtained_by", ["own", "assigned"], (rng.random(size) < 0.08).astype(np.int64))
    rows.put("filed_on", filed)
    rows.put("granted_on", granted)
    expires = _expires(rights, names, kind, filed)
    rows.put("expires_on", nowhere(expires, ~np.isnat(granted)))
    rows.put("ended_on", _ended(rights, granted, expires, last, rng))
    _value(rows, firms, firm, np.array([name == "invention_patent" for name in names])[kind], granted, rng)
    return rows.table()


def _granted(
    rights: Rights, names: list[str], kind: Ints, filed: Days, last: int, rng: np.random.Generator
) -> Days:
    months = np.array([rights.months_to_grant[name] for name in names])[kind]
    lag = months * 30.4 * np.exp(0.25 * rng.standard_normal(len(kind)))
    granted = filed + np.ceil(lag).astype(np.int64)
    chance = np.array([rights.granted[name] for name in names])[kind]
    return nowhere(granted, (rng.random(len(kind)) < chance) & (granted <= day_of(last, 364)))


def _expires(rights: Rights, names: list[str], kind: Ints, filed: Days) -> Days:
    years = np.array([rights.years.get(name, 0) for name in names])[kind]
    return nowhere(years_later(filed, years) + DAY, years > 0)


def _ended(rights: Rights, granted: Days, expires: Days, last: int, rng: np.random.Generator) -> Days:
    """Let rights lapse for want of fees, a part of them each year."""
    after = np.ceil(rng.exponential(365 / rights.lapse, len(granted))).astype(np.int64)
    ended = granted + np.minimum(after, 36500)
    term = np.where(np.isnat(expires), ended, np.minimum(ended, expires))
    return nowhere(term, ~np.isnat(granted) & (term <= day_of(last, 364)))


def _numbers(names: list[str], kind: Ints, year: Ints, serials: Serials) -> NDArray[np.str_]:
    out = np.empty(len(kind), dtype="U16")
    for place, name in enumerate(names):
        rows = kind == place
        serial = serials.take(name, year[rows])
        if name in PATENT_KINDS:
            out[rows] = complete_patent_numbers(
                joined(year[rows], str(PATENT_KINDS[name]), padded(serial, 7))
            )
        elif name == "software_copyright":
            out[rows] = joined(year[rows], "SR", padded(serial, 7))
        else:
            out[rows] = padded((year[rows] - 2000) * 1_000_000 + serial + 900_000_000, 9)
    return out


def _value(
    rows: Rows,
    firms: Firms,
    firm: Ints,
    invention: NDArray[np.bool_],
    granted: Days,
    rng: np.random.Generator,
) -> None:
    """Fill in what makes an invention patent one of high value (高价值发明专利)."""
    rights, industries, size = firms.city.rights, firms.city.industries, rows.size
    place = firms.industry[firm]
    live = invention & ~np.isnat(granted)
    strategic = invention & (rng.random(size) < rights.strategic)
    rows.pool("ipc", [one.ipc for one in industries], np.where(invention, place, -1))
    rows.pool("sei_field", [one.sei for one in industries], np.where(strategic, place, -1))
    abroad = np.where(live & (rng.random(size) < rights.abroad), rng.integers(1, 6, size), 0)
    rows.put("foreign_grants", abroad, invention)
    pledged = live & (rng.random(size) < rights.pledged)
    rows.put("pledged_amount", np.round(np.exp(5.5 + rng.standard_normal(size))), pledged)
    awards = ["national_science", "china_patent"]
    won = live & (rng.random(size) < rights.award)
    rows.pool("award", awards, np.where(won, rng.integers(0, 2, size), -1))
    rows.put("used_in_product", rng.random(size) < 0.6)
