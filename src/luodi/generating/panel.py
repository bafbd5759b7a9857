"""What the enterprises of a batch report, year by year, and what it adds up to in each county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from luodi.core.registers.model import Register
from luodi.generating.chance import Floats, Ints, Truths, stream
from luodi.generating.firms import Firms
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

LEVELS: Final = ("l1", "l2", "l3", "l4")


class Totals(NamedTuple):
    """Sums by county and year, 万元: value added, of it industry above scale, of it digital; R&D."""

    value_added: Floats
    industrial: Floats
    digital: Floats
    rd: Floats

    def plus(self, other: Totals) -> Totals:
        """Add the sums of another batch."""
        return Totals(*(one + two for one, two in zip(self, other, strict=True)))


class _Cells(NamedTuple):
    """The reports of a batch: enterprise and year of each, and what several columns need."""

    firm: Ints
    year: Ints
    revenue: Floats
    above: Truths
    rd: Truths
    value_added: Floats
    rd_spending: Floats


def reports(register: Register, firms: Firms, seed: int, batch: int) -> tuple[pa.Table, Totals]:
    """Write the yearly reports of a batch."""
    rng = stream(seed, batch, "enterprise_year")
    firm, year = np.nonzero(firms.alive)
    revenue = np.round(firms.revenue[firm, year], 4)
    size, rd = len(firm), firms.rd[firm]
    expense = np.where(rd, revenue * np.clip(0.02 + 0.07 * rng.beta(1.5, 4, size), 0, 0.6), 0)
    cells = _Cells(
        firm=firm,
        year=year,
        revenue=revenue,
        above=firms.above[firm, year],
        rd=rd,
        value_added=np.round(revenue * firms.of_industry("va", firm) * rng.uniform(0.85, 1.15, size), 4),
        rd_spending=np.round(expense * rng.uniform(0.7, 0.95, size), 4),
    )
    rows = Rows(register, size)
    _classes(rows, firms, cells)
    _money(rows, firms, cells, expense, rng)
    _people(rows, firms, cells, rng)
    _digital(rows, firms, cells, rng)
    return rows.table(), _totals(firms, cells)


def _classes(rows: Rows, firms: Firms, cells: _Cells) -> None:
    industries = firms.city.industries
    place = firms.industry[cells.firm]
    rows.pool("enterprise", firms.keys, cells.firm)
    rows.put("year", firms.years[cells.year])
    rows.pool("area", firms.areas(), firms.area[cells.firm])
    rows.pool("park", list(firms.city.parks), firms.park[cells.firm])
    rows.pool("industry", [one.code for one in industries], place)
    rows.pool("digital_class", [one.digital for one in industries], place)
    rows.put("digital_share", firms.of_industry("digital_share", cells.firm), _has(firms, cells, "digital"))
    rows.pool("sei_field", [one.sei for one in industries], place)
    rows.put("high_tech_industry", firms.of_industry("high_tech", cells.firm))
    rows.pool("cluster", [one.cluster for one in industries], place)
    rows.put("above_scale", cells.above)


def _has(firms: Firms, cells: _Cells, field: str) -> Truths:
    return np.array([bool(getattr(one, field)) for one in firms.city.industries])[firms.industry[cells.firm]]


def _money(rows: Rows, firms: Firms, cells: _Cells, expense: Floats, rng: np.random.Generator) -> None:
    revenue, size = cells.revenue, rows.size
    costs = revenue * rng.uniform(0.80, 1.02, size)
    assets = np.round(revenue * rng.uniform(0.8, 2.5, size), 4)
    liabilities = np.round(assets * np.clip(rng.beta(4, 4, size), 0.02, 0.98), 4)
    techy = cells.rd | firms.of_industry("high_tech", cells.firm)
    rows.put("output", revenue * rng.uniform(0.97, 1.05, size), firms.industrial[cells.firm])
    rows.put("revenue", revenue)
    rows.put("sales", revenue * rng.uniform(0.97, 1.0, size))
    rows.put("main_revenue", revenue * rng.uniform(0.80, 1.0, size))
    rows.put("high_tech_revenue", np.where(techy, revenue * rng.uniform(0.3, 0.98, size), 0))
    rows.put("value_added", cells.value_added)
    rows.put("costs", costs)
    rows.put("rd_expense", expense)
    rows.put("rd_expense_domestic", expense * rng.uniform(0.9, 1.0, size))
    rows.put("rd_spending", cells.rd_spending)
    rows.put("net_profit", (revenue - costs) * 0.85)
    rows.put("tax", cells.value_added * rng.uniform(0.06, 0.18, size))
    rows.put("assets", assets)
    rows.put("liabilities", liabilities)
    rows.put("net_assets", assets - liabilities)
    raised = np.exp(6 + 1.2 * rng.standard_normal(size))
    rows.put("equity_raised", np.where(cells.rd & (rng.random(size) < 0.01), raised, 0))


def _people(rows: Rows, firms: Firms, cells: _Cells, rng: np.random.Generator) -> None:
    heads = cells.revenue / firms.of_industry("output_per_head", cells.firm)
    staff = np.maximum(1, np.rint(heads * np.exp(0.3 * rng.standard_normal(rows.size))))
    science = np.where(cells.rd, np.floor(staff * rng.uniform(0.05, 0.45, rows.size)), 0)
    rows.put("staff", staff)
    rows.put("science_staff", science)
    rows.put("rd_staff", np.floor(science * rng.uniform(0.5, 1.0, rows.size)))
    rows.put("conversions", np.where(cells.rd, rng.poisson(2.0, rows.size), 0))
    rows.put("accident", rng.random(rows.size) < 0.001)


def _digital(rows: Rows, firms: Firms, cells: _Cells, rng: np.random.Generator) -> None:
    """Levels and diagnoses never fall: each enterprise has its own place, and the tide rises."""
    industry = firms.industrial[cells.firm] & cells.above
    own = rng.random(firms.size)[cells.firm]
    tide = (cells.year + 1) / len(firms.years)
    rows.put("diagnosed", own < 0.15 + 0.70 * tide, industry)
    level = np.minimum(3, np.floor((own * 0.6 + 0.4 * tide) * 4)).astype(np.int64)
    rows.pool("digital_level", list(LEVELS), np.where(industry, level, -1))
    rows.put("cloud", own < 0.05 + 0.25 * tide)
    rows.put("robots", rng.poisson(np.minimum(cells.revenue / 8000, 500)), industry)


def _totals(firms: Firms, cells: _Cells) -> Totals:
    shape = (len(firms.city.counties), len(firms.years))
    flat = firms.area[cells.firm] * shape[1] + cells.year
    share = firms.of_industry("digital_share", cells.firm) * _has(firms, cells, "digital")
    industry = firms.industrial[cells.firm] & cells.above

    def summed(weights: Floats) -> Floats:
        sums: Floats = np.bincount(flat, weights, shape[0] * shape[1]).astype(np.float64)
        return sums.reshape(shape)

    return Totals(
        summed(cells.value_added),
        summed(cells.value_added * industry),
        summed(cells.value_added * share),
        summed(cells.rd_spending),
    )
