"""What the made-up city is like: shares and amounts, read from ``luodi/catalogue/generating/city.yaml``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from luodi.core.errors import InputError
from luodi.core.plain_yaml import load_yaml
from luodi.core.registers.model import Declared


class County(Declared, kw_only=True, frozen=True):
    """A county-level area and its share of the enterprises."""

    name: str
    weight: float


class Revenue(Declared, kw_only=True, frozen=True):
    """Lognormal yearly revenue: median in 万元, and the spread of its logarithm."""

    median: float
    sigma: float


class Growth(Declared, kw_only=True, frozen=True):
    """Normal yearly growth of the logarithm of revenue."""

    mean: float
    sigma: float


class Industry(Declared, kw_only=True, frozen=True):
    """A class of GB/T 4754 and what follows from it.

    Attributes:
        code: the class.
        weight: its share of the enterprises.
        va: value added as a share of revenue.
        output_per_head: yearly revenue of one worker, 万元.
        rd_firms: share of its enterprises that do research.
        digital: class of the digital economy; digital_share: the part of it that counts.
        sei: strategic emerging field; high_tech: in the province's catalogue; cluster: the city's cluster.
        two_high: whether its projects may be two-high.
        ipc: the class most of its patents are in.
    """

    code: str
    weight: float
    va: float
    output_per_head: float
    rd_firms: float
    digital: str = ""
    digital_share: float = 1.0
    sei: str = ""
    high_tech: bool = False
    cluster: str = ""
    two_high: bool = False
    ipc: str = ""


class Standing(Declared, kw_only=True, frozen=True):
    """How common a kind of recognition is.

    Attributes:
        kind: of the register ``recognition``.
        share: of those that may hold it, how many do at the end.
        among: who may: enterprises that do research, in industry, on the land, or all.
        growth: how much more holders there are each year.
        renewed: chance that it is renewed when it ends.
        revoked: chance that a term ends before its time.
        weights: levels it is held at; the kind's first level when empty.
    """

    kind: str
    share: float
    among: Literal["rd", "industry", "farm", "all"]
    growth: float
    renewed: float = 0.0
    revoked: float = 0.0
    weights: dict[str, float] = msgspec.field(default_factory=dict)


class Rights(Declared, kw_only=True, frozen=True):
    """Intellectual property of an enterprise that does research."""

    filed: float
    mix: dict[str, float]
    granted: dict[str, float]
    months_to_grant: dict[str, int]
    years: dict[str, int]
    lapse: float
    strategic: float
    abroad: float
    pledged: float
    award: float


class Deeds(Declared, kw_only=True, frozen=True):
    """How often enterprises sign, finish, borrow and list."""

    contracts: float
    contract_mix: dict[str, float]
    achievements: float
    projects: float
    project_mix: dict[str, float]
    agreements: float
    loans: float
    listings: dict[str, float]
    parcels: float
    talents: float
    vouchers: float
    payments: float
    facilities: float
    bookings: float


class Energy(Declared, kw_only=True, frozen=True):
    """Standard coal per output, and how it changes in a year."""

    intensity: float
    two_high_intensity: float
    change: float
    factor_set: str


class Particles(Declared, kw_only=True, frozen=True):
    """PM2.5: yearly mean at the start, its change a year, and summer against winter."""

    mean: float
    yearly: float
    summer: float


class Environment(Declared, kw_only=True, frozen=True):
    """Air stations and river sections."""

    stations: int
    sections: int
    pm25: Particles


class City(Declared, kw_only=True, frozen=True):
    """The made-up city as a whole."""

    name: str
    area: str
    residents_per_enterprise: float
    share_of_gdp: float
    counties: dict[str, County]
    parks: dict[str, float]
    revenue: Revenue
    growth: Growth
    new_firms: float
    closures: float
    industries: list[Industry]
    above_scale: dict[str, float]
    recognitions: list[Standing]
    rights: Rights
    deeds: Deeds
    energy: Energy
    environment: Environment


@lru_cache(maxsize=1)
def load() -> City:
    """Load the city that comes with Luodi.

    Raises:
        InputError: the file is not right.
    """
    where = "generating/city.yaml"
    text = files("luodi.catalogue").joinpath(where).read_text(encoding="utf-8")
    entries: Any = load_yaml(text, where)
    try:
        return msgspec.convert(entries, City)
    except msgspec.ValidationError as error:
        raise InputError(str(error), where=where, accepted="what luodi.generating.city describes") from error
