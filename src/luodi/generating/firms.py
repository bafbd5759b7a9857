"""The enterprises of one batch: who they are, and how their revenue goes through the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import complete_credit_codes, complete_organisation_codes, section_of
from luodi.core.registers.model import Register
from luodi.generating.chance import (
    Days,
    Floats,
    Ints,
    Truths,
    days_in,
    joined,
    nowhere,
    padded,
    pick,
    stream,
)  # fmt: skip
from luodi.generating.city import City
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

WORDS: Final = {
    "A": "生态农业", "C": "制造", "D": "能源", "E": "建设", "F": "商贸", "G": "物流", "H": "餐饮",
    "I": "信息技术", "J": "金融服务", "K": "置业", "L": "商务服务", "M": "检测技术", "N": "环保",
    "O": "居民服务", "R": "文化旅游",
}  # fmt: skip
OWNERSHIP: Final = {"private": 0.93, "state": 0.03, "mixed": 0.03, "foreign": 0.01}
PREFIX: Final = "示例"


class Firms(NamedTuple):
    """Enterprises of a batch; arrays have one entry an enterprise, matrices a column a year.

    Attributes:
        years: the years of the panel.
        codes: 统一社会信用代码; ``keys`` are the same as an Arrow array, to pick from.
        area, park, industry: places in the city's lists; park is -1 outside any.
        founded, closed: days.
        rd: whether it does research.
        industrial, farm: whether it is in industry (sections B, C, D) or on the land (A).
        alive: whether it reports for the year.
        revenue: 万元.
        above: whether it is above the size threshold.
    """

    city: City
    years: Ints
    codes: NDArray[np.str_]
    keys: pa.Array
    area: Ints
    park: Ints
    industry: Ints
    founded: Days
    closed: Days
    rd: Truths
    industrial: Truths
    farm: Truths
    alive: NDArray[np.bool_]
    revenue: NDArray[np.float64]
    above: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many enterprises there are."""
        return len(self.codes)

    def of_industry(self, field: str, rows: Ints) -> NDArray[Any]:
        """Give a number of the industry of each of these enterprises."""
        values = np.array([getattr(one, field) for one in self.city.industries])
        return values[self.industry[rows]]

    def areas(self) -> list[str]:
        """Name the codes of the counties, in the order of ``area``."""
        return list(self.city.counties)


def draw_firms(city: City, years: Ints, seed: int, batch: int, first: int, size: int) -> Firms:
    """Draw a batch of enterprises.

    Args:
        city: what the city is like.
        years: the years of the panel.
        seed, batch: what the batch's chance depends on.
        first: running number of the first of them.
        size: how many.
    """
    import pyarrow as pa

    rng = stream(seed, batch, "firms")
    area = pick(rng, (county.weight for county in city.counties.values()), size)
    industry = pick(rng, (one.weight for one in city.industries), size)
    outside = 1 - sum(city.parks.values())
    sections = np.array([section_of(int(one.code[:2])) for one in city.industries])[industry]
    codes = _codes(city, area, first)
    founded, closed, alive = _lives(city, years, rng, size)
    revenue = _revenue(city, years, rng, size)
    limits = np.array([city.above_scale.get(section, np.inf) for section in sections])
    return Firms(
        city=city,
        years=years,
        codes=codes,
        keys=pa.array(codes),
        area=area,
        park=pick(rng, [outside, *city.parks.values()], size) - 1,
        industry=industry,
        founded=founded,
        closed=closed,
        rd=rng.random(size) < _research(city, industry, revenue[:, 0]),
        industrial=np.isin(sections, ["B", "C", "D"]),
        farm=sections == "A",
        alive=alive,
        revenue=revenue,
        above=revenue >= limits[:, None],
    )


def _codes(city: City, area: Ints, first: int) -> NDArray[np.str_]:
    numbers = padded(np.arange(first, first + len(area)), 7)
    bodies = complete_organisation_codes(joined("M", numbers))
    return complete_credit_codes(joined("91", np.array(list(city.counties))[area], bodies))


def _lives(
    city: City, years: Ints, rng: np.random.Generator, size: int
) -> tuple[Days, Days, NDArray[np.bool_]]:
    """Draw founding and closing days, and in which years of the panel an enterprise reports."""
    spans = len(years)
    old = max(0.0, 1 - city.new_firms * (spans - 1))
    start = pick(rng, [old, *[city.new_firms] * (spans - 1)], size)
    age = np.minimum(rng.exponential(9, size).astype(np.int64) + 1, 36)
    began = np.where(start > 0, years[0] + start, years[0] - age)
    founded = days_in(rng, began)
    ends = years[0] + rng.geometric(city.closures, size)
    gone = (ends > began) & (ends <= years[-1])
    closed = nowhere(days_in(rng, ends), gone)
    alive = (years[None, :] >= began[:, None]) & (~gone[:, None] | (years[None, :] < ends[:, None]))
    return founded, closed, alive


def _revenue(city: City, years: Ints, rng: np.random.Generator, size: int) -> Floats:
    first = np.log(city.revenue.median) + city.revenue.sigma * rng.standard_normal(size)
    steps = city.growth.mean + city.growth.sigma * rng.standard_normal((size, len(years)))
    steps[:, 0] = 0
    revenue: Floats = np.clip(np.exp(first[:, None] + np.cumsum(steps, axis=1)), 1.0, 9e8)
    return revenue


def _research(city: City, industry: Ints, revenue: Floats) -> Floats:
    """Give the chance that an enterprise does research: its industry's, more for large ones."""
    shares: Floats = np.array([one.rd_firms for one in city.industries], dtype=np.float64)
    chance: Floats = shares[industry] * np.clip((revenue / city.revenue.median) ** 0.35, 0.5, 5)
    return np.minimum(chance, 0.9)


def organisations(register: Register, firms: Firms, seed: int, batch: int, first: int) -> pa.Table:
    """Enter the enterprises in the register of organisations."""
    rng = stream(seed, batch, "organisation")
    city, size = firms.city, firms.size
    words = np.array([WORDS.get(section_of(int(one.code[:2])), "实业") for one in city.industries])
    numbers = padded(np.arange(first, first + size), 7)
    names, owners = list(OWNERSHIP), pick(rng, OWNERSHIP.values(), size)
    capital = np.exp(np.log(100) + 1.2 * rng.standard_normal(size))
    rows = Rows(register, size).same(category="enterprise")
    rows.put("code", firms.codes)
    rows.put("name", joined(PREFIX, words[firms.industry], numbers, "有限公司"))
    rows.pool("area", firms.areas(), firms.area)
    rows.pool("park", list(city.parks), firms.park)
    rows.pool("industry", [one.code for one in city.industries], firms.industry)
    rows.pool("ownership", names, owners)
    rows.pool("state_owner", [city.area], np.where(owners == names.index("state"), 0, -1))
    rows.put("registered_capital", np.round(np.clip(capital, 1, 5e5)))
    rows.put("founded_on", firms.founded)
    rows.put("closed_on", firms.closed)
    return rows.table()
