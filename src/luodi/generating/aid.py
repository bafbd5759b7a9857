"""How enterprises of a batch were helped: vouchers, public money, and instruments that others may book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from luodi.core.registers.model import Register
from luodi.generating.chance import (
    DAY,
    Ints,
    Serials,
    choose,
    day,
    days_in,
    joined,
    nowhere,
    padded,
    pick,
    stream,
)
from luodi.generating.deeds import happenings
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

BEGINS: Final = ("08:30", "10:00", "14:00", "15:30")
SERVICES: Final = {"testing": 4, "instrument": 2, "design": 2, "novelty": 1, "ip": 1}
PAYMENTS: Final = {
    "rd_subsidy": 4, "cultivation_fund": 2, "matching_award": 1, "interest_subsidy": 2, "project_funds": 2,
}  # fmt: skip


def aid(
    registers: Mapping[str, Register], firms: Firms, seed: int, batch: int, serials: Serials
) -> Iterator[tuple[str, pa.Table]]:
    """Write how the enterprises of a batch were helped, register by register."""
    yield "voucher", vouchers(registers["voucher"], firms, stream(seed, batch, "voucher"), serials).table()
    yield "payment", payments(registers["payment"], firms, stream(seed, batch, "payment"), serials).table()
    rng = stream(seed, batch, "facility")
    owned, numbers = facilities(registers["facility"], firms, rng, serials)
    yield "facility", owned.table()
    rng = stream(seed, batch, "booking")
    yield "booking", bookings(registers["booking"], firms, numbers, rng, serials).table()


def _other(firms: Firms, firm: Ints, rng: np.random.Generator) -> Ints:
    """Name another enterprise of the batch for each, or itself when there is no other."""
    return (firm + rng.integers(1, max(2, firms.size), len(firm))) % firms.size


def vouchers(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write vouchers of researching enterprises; half of an invoice is paid, up to the quota."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.vouchers, rng)
    size, end = len(firm), day(int(firms.years[-1]), 364)
    serial = serials.take("voucher", year)
    quota = rng.integers(2, 21, size) * 5000.0
    paid = np.round(quota * rng.uniform(0.3, 2.5, size), 2)
    issued = days_in(rng, year)
    redeemed = issued + rng.integers(20, 300, size)
    used = (rng.random(size) < 0.7) & (redeemed <= end)
    rows = Rows(register, size)
    rows.put("number", joined("CXQ-", year, "-", padded(serial, 7)))
    rows.pool("holder", firms.keys, firm)
    rows.pool("provider", firms.keys, np.where(used, _other(firms, firm, rng), -1))
    rows.pool("service", *choose(rng, SERVICES, size))
    rows.put("quota", quota)
    rows.put("invoice", joined(year, padded(serial, 10)), used)
    rows.put("paid", paid, used)
    rows.put("redeemed", np.minimum(np.floor(paid * 50) / 100, quota), used)
    rows.put("issued_on", issued)
    rows.put("expires_on", issued + 365 * DAY)
    rows.put("redeemed_on", nowhere(redeemed, used))
    return rows


def payments(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write public money granted to researching enterprises under a made-up instrument."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.payments, rng)
    size, end = len(firm), day(int(firms.years[-1]), 364)
    base = np.round(np.exp(np.log(800) + 1.1 * rng.standard_normal(size)), 2)
    approved = days_in(rng, year)
    paid = approved + rng.integers(10, 90, size)
    rows = Rows(register, size).same(instrument=f"{PREFIX}办发〔2021〕3号", fair_competition=True)
    rows.put("number", joined("BF-", year, "-", padded(serials.take("payment", year), 7)))
    rows.pool("kind", *choose(rng, PAYMENTS, size))
    rows.pool("payee", firms.keys, firm)
    rows.pool("area", firms.areas(), firms.area[firm])
    rows.put("base", base)
    rows.put("amount", np.round(np.clip(base * 0.05, 1, 100), 2))
    rows.put("approved_on", approved)
    rows.put("paid_on", nowhere(paid, paid <= end))
    return rows


def facilities(
    register: Register, firms: Firms, rng: np.random.Generator, serials: Serials
) -> tuple[Rows, tuple[Ints, pa.Array]]:
    """Write instruments that are shared; gives their owners and numbers too."""
    import pyarrow as pa

    firm = np.flatnonzero(
        firms.rd & firms.alive[:, -1] & (rng.random(firms.size) < firms.city.deeds.facilities)
    )
    size, first = len(firm), int(firms.years[0])
    number = joined("SS-", padded(serials.take("facility", np.zeros(size, np.int64)), 8))
    rows = Rows(register, size).same(price_per="hour", shared=True, rated_hours=1600.0)
    rows.put("number", number)
    rows.pool("kind", *choose(rng, {"instrument": 6, "equipment": 3, "pilot_line": 1}, size))
    rows.put("name", joined(PREFIX, "仪器", padded(firm + 1, 6)))
    rows.pool("owner", firms.keys, firm)
    rows.pool("area", firms.areas(), firms.area[firm])
    rows.put("original_value", np.round(50 + rng.exponential(80, size), 1))
    rows.put("price", np.round(rng.uniform(80, 900, size), -1))
    rows.put("opened_on", np.maximum(firms.founded[firm], day(first, 0)))
    return rows, (firm, pa.array(number, pa.string()))


def bookings(
    register: Register,
    firms: Firms,
    owned: tuple[Ints, pa.Array],
    rng: np.random.Generator,
    serials: Serials,
) -> Rows:
    """Write the bookings of shared instruments, one a day at most; a third by others."""
    owner, numbers = owned
    first, last = day(int(firms.years[0]), 0), day(int(firms.years[-1]), 364)
    span = int((last - first).astype(np.int64)) + 1
    times = rng.poisson(firms.city.deeds.bookings * len(firms.years), len(owner))
    drawn = np.repeat(np.arange(len(owner)), times) * span + rng.integers(0, span, int(times.sum()))
    place, offset = np.divmod(np.unique(drawn), span)
    used = first + offset
    there = used >= firms.founded[owner[place]]
    place, used = place[there], used[there]
    size, holder = len(place), owner[place]
    year = used.astype("datetime64[Y]").astype(np.int64) + 1970
    other = _other(firms, holder, rng)
    outside = (rng.random(size) < 0.33) & (other != holder)
    hours = rng.integers(1, 17, size) * 0.5
    rows = Rows(register, size)
    rows.put("number", joined("YY-", year, "-", padded(serials.take("booking", year), 8)))
    rows.pool("facility", numbers, place)
    rows.pool("user", firms.keys, np.where(outside, other, holder))
    rows.put("outside", outside)
    rows.put("used_on", used)
    rows.pool("begins", list(BEGINS), pick(rng, [1, 1, 1, 1], size))
    rows.put("hours", hours)
    rows.put("charged", np.where(outside, hours * 300, 0.0))
    rows.pool("status", *choose(rng, {"used": 95, "cancelled": 5}, size))
    return rows
