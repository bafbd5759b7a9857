"""What authorities have granted the enterprises of a batch: terms renewed, ended and revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.core.registers.model import Kind, Register
from luodi.generating.chance import (
    Days,
    Floats,
    Ints,
    Serials,
    Truths,
    choose,
    day_of,
    days_in,
    joined,
    nowhere,
    padded,
    pick,
    stream,
    year_of,
    years_later,
)  # fmt: skip
from luodi.generating.city import Standing
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

ISSUED: tuple[int, int] = (60, 330)
"""Days of the year between which authorities publish their lists."""


class _Terms(NamedTuple):
    """Terms of one kind: which enterprise, from when to when, and the day one was ended early."""

    firm: Ints
    start: Days
    end: Days
    revoked: Days


def recognitions(register: Register, firms: Firms, seed: int, batch: int, serials: Serials) -> pa.Table:
    """Write the recognitions of a batch, kind by kind."""
    import pyarrow as pa

    tables = []
    for standing in firms.city.recognitions:
        rng = stream(seed, batch, f"recognition {standing.kind}")
        kind = register.kinds[standing.kind]
        terms = _terms(standing, kind, firms, rng)
        if len(terms.firm):
            tables.append(_rows(register, standing, kind, firms, terms, rng, serials).table())
    return pa.concat_tables(tables) if tables else Rows(register, 0).table()


def _terms(standing: Standing, kind: Kind, firms: Firms, rng: np.random.Generator) -> _Terms:
    """Draw who holds a kind, since when, and how often it was renewed.

    Entries grow from year to year, so that holders at the end are what the city file says.
    """
    last = int(firms.years[-1])
    years = kind.term.years if kind.term else None
    reach = len(firms.years) + (years or 10)
    weights: Floats = np.power(1 + standing.growth, np.arange(reach), dtype=np.float64)
    kept = _still_held(years, standing.renewed, weights)
    among = {"rd": firms.rd, "industry": firms.industrial & firms.above[:, -1], "farm": firms.farm}
    may = among.get(standing.among, np.ones(firms.size, bool))
    holder = np.flatnonzero(may & (rng.random(firms.size) < min(1.0, standing.share / kept)))
    first = last - reach + 1 + pick(rng, weights, len(holder))
    start = days_in(rng, first, *ISSUED)
    start = np.maximum(start, firms.founded[holder] + np.timedelta64(400, "D"))
    revoked_by = firms.closed[holder]
    if years is None:
        firm, begun = holder, start
        end = nowhere(start, np.zeros(len(start), bool))
    else:
        firm, begun, end, revoked_by = _renewed(holder, start, years, standing.renewed, last, revoked_by, rng)
    there = (begun <= day_of(last, 364)) & ~(revoked_by <= begun)
    firm, begun, end, revoked_by = firm[there], begun[there], end[there], revoked_by[there]
    revoked = _revoked(standing, begun, end, revoked_by, last, rng)
    return _Terms(firm, begun, end, revoked)


def _still_held(years: int | None, renewed: float, weights: Floats) -> float:
    """Say which part of all that ever entered holds at the end: later entries weigh more."""
    if years is None:
        return 1.0
    age = np.arange(len(weights))[::-1]
    held: float = (weights * renewed ** (age // years)).sum() / weights.sum()
    return held


def _renewed(
    holder: Ints, start: Days, years: int, chance: float, last: int, closed: Days, rng: np.random.Generator
) -> tuple[Ints, Days, Days, Days]:
    """Put term after term, as often as it was renewed; a yearly entry ends with its year."""
    most = (last - year_of(start)) // years + 1
    times = np.minimum(rng.geometric(max(1e-9, 1 - chance), len(holder)), np.maximum(most, 1))
    which = np.repeat(np.arange(len(holder)), times)
    turn = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    begun = years_later(start[which], turn * years) + np.timedelta64(1, "D")
    begun = np.where(turn == 0, start[which], begun)
    end = day_of(year_of(begun) + 1, -1) if years == 1 else years_later(begun, years)
    return holder[which], begun, end, closed[which]


def _revoked(
    standing: Standing, begun: Days, end: Days, closed: Days, last: int, rng: np.random.Generator
) -> Days:
    """End terms of enterprises that closed, and some for cause."""
    size = len(begun)
    some = begun + rng.integers(90, 700, size).astype("timedelta64[D]")
    cause = rng.random(size) < standing.revoked
    day = np.where(cause, some, np.datetime64("NaT"))
    day = np.where(np.isnat(closed) | (day < closed), day, closed)
    inside = (day > begun) & (np.isnat(end) | (day <= end)) & (day <= day_of(last, 364))
    return nowhere(day, inside)


def _rows(
    register: Register,
    standing: Standing,
    kind: Kind,
    firms: Firms,
    terms: _Terms,
    rng: np.random.Generator,
    serials: Serials,
) -> Rows:
    size = len(terms.firm)
    rows = Rows(register, size).same(kind=kind.id, issuer=f"{PREFIX}{kind.issuer}")
    levels, level = choose(rng, standing.weights or {kind.levels[0]: 1.0}, size)
    year = year_of(terms.start)
    rows.put("number", _numbers(kind, year, serials))
    rows.pool("holder", firms.keys, terms.firm)
    rows.pool("level", levels, level)
    rows.pool("area", firms.areas(), firms.area[terms.firm])
    rows.put("valid_from", terms.start)
    rows.put("valid_to", terms.end)
    rows.put("revoked_on", terms.revoked)
    revoked: Truths = ~np.isnat(terms.revoked)
    rows.pool("revocation_reason", ["注销或不再符合条件"], np.where(revoked, 0, -1))
    if "subject" in kind.example:
        rows.put("subject", joined(PREFIX, kind.title.zh, padded(terms.firm + 1, 6), "-", year))
    return rows


def _numbers(kind: Kind, year: Ints, serials: Serials) -> NDArray[np.str_]:
    """Number certificates by year, in the form the kind has; region 99 is nobody's."""
    serial = serials.take(kind.id, year)
    if kind.id == "high_tech_enterprise":
        return joined("GR", year, "99", padded(serial, 6))
    if kind.id == "technology_sme":
        return joined(year, "9901000", padded(serial, 7))
    return joined(f"{PREFIX}认〔", year, "〕1号-", padded(serial, 6))
