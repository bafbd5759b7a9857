"""What enterprises of a batch did: contracts, achievements, projects, agreements, loans and listings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from luodi.core.registers.model import Register
from luodi.generating.chance import (
    DAY,
    Ints,
    Serials,
    Truths,
    choose,
    day,
    days_in,
    joined,
    nowhere,
    padded,
    stream,
)  # fmt: skip
from luodi.generating.firms import PREFIX, Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

FIELDS: Final = {
    "electronics": 3,
    "biomedicine": 1,
    "materials": 4,
    "energy": 3,
    "environment": 1,
    "manufacturing": 4,
}
ELSEWHERE: Final = "980100"
"""An area outside the city; 98 is no province either."""


def deeds(
    registers: Mapping[str, Register], firms: Firms, seed: int, batch: int, serials: Serials
) -> Iterator[tuple[str, pa.Table]]:
    """Write what the enterprises of a batch did, register by register."""
    for make in (contracts, achievements, projects, agreements, loans, listings):
        name = NAMES[make.__name__]
        rng = stream(seed, batch, name)
        yield name, make(registers[name], firms, rng, serials).table()


NAMES: Final = {
    "contracts": "technology_contract",
    "achievements": "achievement",
    "projects": "project",
    "agreements": "agreement",
    "loans": "finance_deal",
    "listings": "listing_event",
}


def happenings(firms: Firms, who: Truths, rate: float, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw how often something happened: enterprise and year of each time."""
    firm, year = np.nonzero(firms.alive & who[:, None])
    times = rng.poisson(rate, len(firm))
    return np.repeat(firm, times), np.repeat(firms.years[year], times)


def _end(firms: Firms) -> np.datetime64:
    return day(int(firms.years[-1]), 364)


def _start(register: Register, firms: Firms, firm: Ints, holder: str, rng: np.random.Generator) -> Rows:
    rows = Rows(register, len(firm))
    rows.pool(holder, firms.keys, firm)
    rows.pool("area", firms.areas(), firms.area[firm])
    if "field" in register.names:
        rows.pool("field", *choose(rng, FIELDS, len(firm)))
    return rows


def contracts(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write technology contracts; a third of the buyers are of the city."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.contracts, rng)
    size = len(firm)
    rows = _start(register, firms, firm, "seller", rng)
    signed = days_in(rng, year)
    accepted = signed + rng.integers(1, 31, size)
    decided = accepted + rng.integers(1, 30, size)
    done = decided <= _end(firms)
    buyer = (firm + rng.integers(1, max(2, firms.size), size)) % firms.size
    local = (rng.random(size) < 0.35) & (buyer != firm)
    amount = np.round(np.exp(np.log(60) + 1.3 * rng.standard_normal(size)), 2)
    rows.put("number", joined(year, firms.city.area, padded(serials.take("contract", year), 8)))
    rows.pool("kind", *choose(rng, firms.city.deeds.contract_mix, size))
    rows.put("title", joined(PREFIX, "技术项目", padded(firm + 1, 6), "-", np.arange(size)))
    rows.pool("buyer", firms.keys, np.where(local, buyer, -1))
    rows.pool("buyer_name", [f"{PREFIX}外地公司"], np.where(local, -1, 0))
    areas = [*firms.areas(), ELSEWHERE]
    rows.pool("buyer_area", areas, np.where(local, firms.area[buyer], len(areas) - 1))
    rows.put("signed_on", signed)
    rows.put("accepted_on", accepted)
    rows.put("decided_on", nowhere(decided, done))
    refused = done & (rng.random(size) < 0.03)
    rows.pool("result", ["pending", "registered", "refused"], done.astype(np.int64) + refused)
    rows.put("amount", amount)
    rows.put("technical_amount", np.floor(amount * rng.uniform(0.6, 1.0, size) * 100) / 100)
    return rows


def achievements(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write registered achievements; a third are converted within two years."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.achievements, rng)
    size = len(firm)
    rows = _start(register, firms, firm, "holder", rng).same(secret=False)
    registered = days_in(rng, year)
    converted = registered + rng.integers(1, 730, size)
    sold = (rng.random(size) < 0.35) & (converted <= _end(firms))
    readiness = rng.integers(3, 10, size)
    rows.put("number", joined("CG-", year, "-", padded(serials.take("achievement", year), 7)))
    rows.put("title", joined(PREFIX, "成果", padded(firm + 1, 6), "-", np.arange(size)))
    rows.pool("kind", *choose(rng, {"applied": 0.9, "basic": 0.07, "soft": 0.03}, size))
    rows.put("readiness", readiness)
    rows.pool("stage", ["research", "engineering", "industry"], np.clip((readiness - 3) // 3, 0, 2))
    rows.put("registered_on", registered)
    rows.put("published_on", registered + 10 * DAY)
    rows.put("key_breakthrough", rng.random(size) < 0.01)
    rows.put("major_conversion", sold & (rng.random(size) < 0.03))
    rows.put("converted_on", nowhere(converted, sold))
    ways, way = choose(rng, {"own": 6, "transfer": 2, "licence": 1, "cooperation": 1}, size)
    rows.pool("conversion", ways, np.where(sold, way, -1))
    income = np.round(np.exp(np.log(80) + 1.2 * rng.standard_normal(size)), 2)
    rows.put("conversion_income", income, sold)
    return rows


def projects(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write projects of industrial enterprises above scale."""
    deeds = firms.city.deeds
    firm, year = happenings(firms, firms.industrial & firms.above[:, -1], deeds.projects, rng)
    size = len(firm)
    rows = _start(register, firms, firm, "lead", rng)
    begun = days_in(rng, year)
    due = begun + rng.integers(300, 900, size)
    finished = due + rng.integers(-60, 60, size)
    done = finished <= _end(firms)
    cost = np.round(np.exp(np.log(900) + 1.1 * rng.standard_normal(size)), 2)
    energy = np.round(cost * rng.uniform(0.5, 2.0, size), 1)
    kinds, kind = choose(rng, deeds.project_mix, size)
    green = np.array([name == "green_upgrade" for name in kinds])[kind]
    rows.put("number", joined("LX-", year, "-", padded(serials.take("project", year), 7)))
    rows.pool("kind", kinds, kind)
    rows.put("title", joined(PREFIX, "项目", padded(firm + 1, 6), "-", np.arange(size)))
    rows.pool("level", *choose(rng, {"provincial": 3, "municipal": 7}, size))
    rows.put("approved_on", begun)
    rows.put("begun_on", begun)
    rows.put("due_on", due)
    rows.put("finished_on", nowhere(finished, done))
    passed = (rng.random(size) < 0.96).astype(np.int64)
    rows.pool("result", ["failed", "passed"], np.where(done, passed, -1))
    rows.put("total_cost", cost)
    rows.put("equipment_cost", np.floor(cost * rng.uniform(0.2, 0.8, size)))
    rows.put("public_money", np.floor(cost * rng.uniform(0.0, 0.3, size)))
    rows.put("before", energy, green)
    rows.put("outcome", np.round(energy * rng.uniform(0.7, 0.98, size), 1), green & done)
    rows.pool("outcome_unit", ["吨标准煤"], np.where(green, 0, -1))
    return rows


def agreements(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write consortia, alliances and cooperation agreements of researching enterprises."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.agreements, rng)
    size = len(firm)
    rows = _start(register, firms, firm, "lead", rng)
    signed = days_in(rng, year)
    mix = {"innovation_consortium": 3, "innovation_alliance": 2, "ip_alliance": 1, "cooperation": 4}
    rows.put("number", joined("XY-", year, "-", padded(serials.take("agreement", year), 7)))
    rows.pool("kind", *choose(rng, mix, size))
    rows.put("title", joined(PREFIX, "协议", padded(firm + 1, 6), "-", np.arange(size)))
    rows.same(partners=f"{PREFIX}研究院；{PREFIX}大学", partner_count=2, partner_area=ELSEWHERE)
    rows.put("signed_on", signed)
    rows.put("valid_to", signed + 3 * 365 * DAY)
    rows.put("funds", np.round(np.exp(np.log(200) + rng.standard_normal(size)), 0))
    return rows


def loans(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write loans and pledges of researching enterprises; another enterprise stands as lender."""
    firm, year = happenings(firms, firms.rd, firms.city.deeds.loans, rng)
    size = len(firm)
    rows = _start(register, firms, firm, "company", rng)
    begun = days_in(rng, year)
    due = begun + rng.integers(1, 4, size) * 365
    amount = np.round(np.exp(np.log(300) + rng.standard_normal(size)), 0) + 1
    mix = {"science_loan": 4, "ip_pledge": 2, "receivable_pledge": 1, "credit_loan": 2, "insured_loan": 1}
    rows.put("number", joined("RZ-", year, "-", padded(serials.take("loan", year), 7)))
    rows.pool("kind", *choose(rng, mix, size))
    rows.pool("financier", firms.keys, (firm + rng.integers(1, max(2, firms.size), size)) % firms.size)
    rows.put("amount", amount)
    rows.put("rate", np.round(rng.uniform(2.5, 5.5, size), 2))
    rows.put("begun_on", begun)
    rows.put("due_on", due)
    rows.put("released_on", nowhere(due, due <= _end(firms)))
    return rows


def listings(register: Register, firms: Firms, rng: np.random.Generator, serials: Serials) -> Rows:
    """Write listings; one enterprise enters one board in the years of the panel and the five before."""
    boards = firms.city.deeds.listings
    names, board = choose(rng, boards, firms.size)
    firm = np.flatnonzero((rng.random(firms.size) < sum(boards.values())) & np.isnat(firms.closed))
    board, size = board[firm], len(firm)
    last = int(firms.years[-1])
    listed = days_in(rng, last - rng.integers(0, len(firms.years) + 5, size))
    listed = np.maximum(listed, firms.founded[firm] + 30 * DAY)
    there = listed <= _end(firms)
    firm, board, listed = firm[there], board[there], listed[there]
    rows = _start(register, firms, firm, "company", rng)
    rows.pool("board", names, board)
    rows.put("ticker", joined("X", padded(serials.take("listing", np.zeros_like(board)), 7)))
    manner = np.array([names.index(name) if name in boards else 0 for name in ("neeq", "regional")])
    rows.pool("manner", ["ipo", "quotation"], np.isin(board, manner).astype(np.int64))
    rows.put("listed_on", listed)
    left = listed + rng.integers(300, 4000, len(firm))
    rows.put("left_on", nowhere(left, (rng.random(len(firm)) < 0.1) & (left <= _end(firms))))
    return rows
